import { join } from 'node:path'
import { type Entry, type EntryId, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import type { PersonActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { ticketCheck, ticketLookCheck } from './index.ts'
import { handingOver, ticketing } from './test-tickets.ts'

const clock = { now: () => Date.parse('2026-11-24T10:00:00+09:00'), setTimer: () => () => undefined }
let spine: Spine
let tenant: TestTenant
let by: ReturnType<typeof ticketing>
let operator: PersonActor
let supervisor: Asking
let colleague: Asking
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, sequencer, sequencerKeys: keys, dataDir } = spine
  tenant = await spine.tenant({
    dispositions: handingOver.map((disposition) => ({ ...disposition })),
    visibleFields: [
      { field: 'name', label: 'お名前' },
      { field: 'address', label: 'ご住所', afterConfirmation: true },
    ],
  })
  by = ticketing(spine, tenant, clock)
  operator = await spine.person(tenant, 'operator')
  supervisor = by.asking(await spine.person(tenant, 'supervisor'))
  colleague = by.asking(await spine.person(tenant, 'supervisor'))
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [ticketCheck({ everyMs: 50 }), ticketLookCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

const name = '架空 花子'

/** A ticket that nobody has taken yet. */
async function open(): Promise<EntryId> {
  const contact = await spine.contact(tenant, { name, address: '架空県架空市1-1' }, '+819000000001')
  return (await by.made(operator, '52', contact)).ticketId
}
async function taken(): Promise<EntryId> {
  const ticketId = await open()
  await by.tickets.take(supervisor, ticketId, 1)
  return ticketId
}

async function openings(outcome: Entry['outcome']): Promise<Entry[]> {
  const rows = await by.rows<{ entry: Entry }>(
    `select convert_from(body, 'utf8')::jsonb as entry from ${enteredRows} e
      where tenant_id = $1 and type = 'ticket.contact_opened' and outcome = $2 order by entry_id`,
    ...[tenant.tenantId, outcome],
  )
  return rows.map(({ entry }) => entry)
}

/** A look that is refused leaves one entry that says so, and no row of a look. */
async function refused(asking: Asking, ticketId: EntryId, code: string): Promise<void> {
  const before = (await openings('denied')).length
  const looks = await countLooks(ticketId)
  await expect(by.tickets.openContact(asking, ticketId)).rejects.toMatchObject({ code })
  expect(await openings('denied')).toHaveLength(before + 1)
  expect(await countLooks(ticketId)).toBe(looks)
}
async function countLooks(ticketId: EntryId): Promise<number> {
  const [row] = await by.rows<{ looks: number }>(
    'select count(*)::int as looks from tenant.call_ticket_looks where ticket_id = $1',
    ticketId,
  )
  return row?.looks ?? 0
}

describe('the contact of a hand-over ticket', () => {
  it('opens for who took it, by an entry each time, without what waits for a confirmation (promise 1)', async () => {
    const ticketId = await taken()
    const opened = await by.tickets.openContact(supervisor, ticketId)
    expect(opened.fields).toEqual([{ field: 'name', label: 'お名前', value: name }])
    await by.tickets.openContact(supervisor, ticketId)
    const entries = (await openings('done')).filter(({ refs }) => refs?.entry === ticketId)
    expect(entries).toMatchObject([
      { purpose: 'ticket', fields: ['name'], refs: { entry: ticketId, campaign: tenant.campaignId } },
      { purpose: 'ticket' },
    ])
    expect(entries[0]?.commitments).toHaveProperty('subject')
    expect(JSON.stringify(entries)).not.toContain('花子')
    expect(await by.ticket(colleague, ticketId)).toMatchObject({ looks: 2 })
    expect(await by.tickets.isInHand(supervisor, ticketId)).toBe(true)
  })

  it('does not open before it is taken, nor for a colleague, nor for an operator (curious operator)', async () => {
    const ticketId = await open()
    await refused(supervisor, ticketId, 'not_your_ticket')
    await by.tickets.take(supervisor, ticketId, 1)
    await refused(colleague, ticketId, 'not_your_ticket')
    await refused(by.asking(operator), ticketId, 'forbidden')
    expect(await by.tickets.isInHand(colleague, ticketId)).toBe(false)
  })

  it('does not open any more when the ticket was given away, and opens for the other who takes it himself', async () => {
    const ticketId = await taken()
    await by.tickets.give(supervisor, ticketId, 2, colleague.actor.personId)
    expect(await by.tickets.isInHand(supervisor, ticketId)).toBe(false)
    await refused(supervisor, ticketId, 'not_your_ticket')
    // who was given it did nothing yet
    await refused(colleague, ticketId, 'not_your_ticket')
    await by.tickets.take(colleague, ticketId, 3)
    expect((await by.tickets.openContact(colleague, ticketId)).fields).toHaveLength(1)
  })

  it('does not open when the ticket is done, nor by one that was withdrawn', async () => {
    const ticketId = await taken()
    await by.tickets.wait(supervisor, ticketId, 2, '2026-11-30')
    expect((await by.tickets.openContact(supervisor, ticketId)).fields).toHaveLength(1)
    await by.tickets.finish(supervisor, ticketId, 3, 'settled')
    expect(await by.tickets.isInHand(supervisor, ticketId)).toBe(false)
    await refused(supervisor, ticketId, 'not_your_ticket')
  })

  it('is not there for another tenant and for another job (A-02, A-05)', async () => {
    const ticketId = await taken()
    const other = await spine.tenant()
    const stranger = { ...by.asking(await spine.person(other, 'supervisor')), tenantId: other.tenantId }
    await expect(by.tickets.openContact(stranger, ticketId)).rejects.toMatchObject({ code: 'not_found' })
    const { jobId } = await jobBeside(spine, tenant)
    const elsewhere = await spine.person(tenant, 'supervisor')
    await by.rows(
      `update house.designations set scope_kind = 'job', job_id = $2 where person_id = $1`,
      ...[elsewhere.personId, jobId],
    )
    await refused(by.asking(elsewhere), ticketId, 'not_found')
  })

  it('is opened from ticket to ticket only in sight of everybody who reads the page (curious supervisor)', async () => {
    const curious = by.asking(await spine.person(tenant, 'supervisor'))
    const ticketIds = [await open(), await open(), await open()]
    for (const ticketId of ticketIds) {
      await by.tickets.take(curious, ticketId, 1)
      await by.tickets.openContact(curious, ticketId)
    }
    const own = async () =>
      (await by.tickets.looks(colleague)).find(({ personId }) => personId === curious.actor.personId)
    expect(await own()).toMatchObject({ tickets: 3, looks: 3, withoutStep: 3 })
    await by.tickets.finish(curious, ticketIds[0] as EntryId, 2, 'settled')
    await by.tickets.note(curious, ticketIds[1] as EntryId, '折り返し済み')
    expect(await own()).toMatchObject({ tickets: 3, looks: 3, withoutStep: 1 })
  })

  it('is looked at in rows that nobody of the product changes or deletes', async () => {
    const ticketId = await taken()
    await by.tickets.openContact(supervisor, ticketId)
    for (const change of [
      'delete from tenant.call_ticket_looks where ticket_id = $1',
      'update tenant.call_ticket_looks set looked_at = now() where ticket_id = $1',
    ])
      await expect(
        spine.test.database.transaction(supervisor.actor, tenant.tenantId, (tx) => tx.client.query(change, [ticketId])),
      ).rejects.toThrow(/permission denied/)
  })
})

describe('a look by a ticket, held against the ledger', () => {
  async function found(): Promise<string[]> {
    const entries = await entriesOf(spine, HEAD_OFFICE, 'finding.ticket_changed')
    return entries.map(({ refs }) => (refs as { entry: string }).entry)
  }
  const lookOf = async (ticketId: EntryId) =>
    (
      await by.rows<{ entry_id: string }>(
        'select entry_id from tenant.call_ticket_looks where ticket_id = $1',
        ticketId,
      )
    )[0]?.entry_id

  async function asAdministrator(text: string, ticketId: EntryId): Promise<void> {
    await spine.test.superuser.query(
      `begin; set local session_replication_role = replica; ${text.replaceAll('$1', `'${ticketId}'`)}; commit`,
    )
  }

  it('is found when a row wrote somebody into the ticket past the product, although its contact opened (database administrator)', async () => {
    const ticketId = await open()
    const colleagueId = colleague.actor.personId
    await asAdministrator(
      `update tenant.call_tickets set state = 'taken', owner_id = '${colleagueId}', revision = 2 where ticket_id = $1;
        insert into tenant.call_ticket_steps (tenant_id, ticket_id, revision, campaign_id, entry_id, kind, by_person, at, owner_id)
          select tenant_id, ticket_id, 2, campaign_id, '${newId()}', 'taken', '${colleagueId}', now(), '${colleagueId}'
          from tenant.call_tickets where ticket_id = $1`,
      ticketId,
    )
    await by.tickets.openContact(colleague, ticketId)
    const look = await lookOf(ticketId)
    expect(look).toBeDefined()
    await expect.poll(found, { timeout: 40_000 }).toContain(look)
  })

  it('is found when the step of another was turned into one’s own (database administrator)', async () => {
    const ticketId = await taken()
    const colleagueId = colleague.actor.personId
    await asAdministrator(
      `update tenant.call_tickets set owner_id = '${colleagueId}' where ticket_id = $1;
        update tenant.call_ticket_steps set by_person = '${colleagueId}', owner_id = '${colleagueId}'
          where ticket_id = $1 and kind = 'taken'`,
      ticketId,
    )
    await by.tickets.openContact(colleague, ticketId)
    const look = await lookOf(ticketId)
    await expect.poll(found, { timeout: 40_000 }).toContain(look)
  })

  it('is found when its row was deleted, and not where only the product wrote (database administrator)', async () => {
    const lawful = await taken()
    await by.tickets.openContact(supervisor, lawful)
    const ticketId = await taken()
    await by.tickets.openContact(supervisor, ticketId)
    const look = await lookOf(ticketId)
    await asAdministrator('delete from tenant.call_ticket_looks where ticket_id = $1', ticketId)
    await expect.poll(found, { timeout: 40_000 }).toContain(look)
    expect(await found()).not.toContain(await lookOf(lawful))
  })
})
