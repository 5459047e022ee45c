import { join } from 'node:path'
import { type EntryId, HEAD_OFFICE } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf } from '../do-not-call/test-refusals.ts'
import { auditDatabase } from '../ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../ledger/audit/ledger-audit.ts'
import type { PersonActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { handingOver, ticketing } from './test-tickets.ts'
import { ticketCheck } from './ticket-check.ts'

const clock = { now: () => Date.parse('2026-11-24T10:00:00+09:00'), setTimer: () => () => undefined }
let spine: Spine
let by: ReturnType<typeof ticketing>
let operator: PersonActor
let supervisor: Asking
let audit: { stop(): Promise<void> }
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { test, sequencer, sequencerKeys: keys, dataDir } = spine
  const tenant = await spine.tenant({ dispositions: handingOver.map((disposition) => ({ ...disposition })) })
  by = ticketing(spine, tenant, clock)
  operator = await spine.person(tenant, 'operator')
  supervisor = by.asking(await spine.person(tenant, 'supervisor'))
  audit = startLedgerAudit({
    ...{ ledger: sequencer().audited, database: auditDatabase(test.sequencer), keys, clock: systemClock },
    onError: (error) => void errors.push(error),
    folder: join(dataDir, 'ledger'),
    pace: { roundMs: 20, rescanEveryMs: 60_000 },
    checks: [ticketCheck({ everyMs: 50 })],
  })
})
afterAll(async () => {
  await audit.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

/** A complaint that a supervisor has in hand, with a note on it. */
async function complaint(): Promise<EntryId> {
  const { ticketId } = await by.made(operator, '52')
  await by.tickets.take(supervisor, ticketId, 1)
  await by.tickets.note(supervisor, ticketId, '折り返す')
  return ticketId
}

/** Entries of whose ticket something was found. */
async function found(): Promise<string[]> {
  const entries = await entriesOf(spine, HEAD_OFFICE, 'finding.ticket_changed')
  return entries.map(({ refs }) => (refs as { entry: string }).entry)
}

/** Past the product: what the tables themselves refuse is switched off, as its administrator can. */
async function asAdministrator(text: string, ticketId: EntryId): Promise<void> {
  await spine.test.superuser.query(
    `begin; set local session_replication_role = replica; ${text.replaceAll('$1', `'${ticketId}'`)}; commit`,
  )
}

describe('a hand-over ticket', () => {
  it('fits the ledger where only the product wrote to it', async () => {
    const ticketId = await complaint()
    await by.tickets.wait(supervisor, ticketId, 2, '2026-11-30')
    await by.tickets.finish(supervisor, ticketId, 3, 'settled')
    // what is found after it was looked at after it
    const changed = await complaint()
    await asAdministrator(`update tenant.call_tickets set reason = 'other' where ticket_id = $1`, changed)
    await expect.poll(found, { timeout: 40_000 }).toContain(changed)
    const own = (await by.entered(ticketId)).map(({ id }) => id as string)
    expect((await found()).filter((entry) => own.includes(entry))).toEqual([])
  })

  it.each([
    ['deletes it', 'delete from tenant.call_tickets where ticket_id = $1', 'ticket.made'],
    ['deletes a step', `delete from tenant.call_ticket_steps where ticket_id = $1 and revision = 2`, 'ticket.taken'],
    ['deletes a note', 'delete from tenant.call_ticket_notes where ticket_id = $1', 'ticket.noted'],
    [
      'marks it as done',
      `update tenant.call_tickets set state = 'done', outcome = 'settled' where ticket_id = $1`,
      'ticket.taken',
    ],
    [
      'marks it and its last step as done',
      `with step as (update tenant.call_ticket_steps set kind = 'done', outcome = 'settled' where ticket_id = $1 and revision = 2)
        update tenant.call_tickets set state = 'done', outcome = 'settled' where ticket_id = $1`,
      'ticket.taken',
    ],
    ['gives it more time', `update tenant.call_tickets set due_on = due_on + 30 where ticket_id = $1`, 'ticket.made'],
    [
      'takes the complaint off it',
      `update tenant.call_tickets set disposition = '51' where ticket_id = $1`,
      'ticket.made',
    ],
  ])('is found when somebody %s past the product (database administrator)', async (_what, change, type) => {
    const ticketId = await complaint()
    const entry = (await by.entered(ticketId)).find((each) => each.type === type)
    await asAdministrator(change, ticketId)
    await expect.poll(found, { timeout: 40_000 }).toContain(entry?.id)
  })

  it('is found when somebody adds a step that nobody entered (database administrator)', async () => {
    const ticketId = await complaint()
    const entryId = newId<EntryId>()
    await by.rows(
      `insert into tenant.call_ticket_steps (tenant_id, ticket_id, revision, campaign_id, entry_id, kind, by_person, at, owner_id, outcome)
        select tenant_id, ticket_id, 3, campaign_id, $2, 'done', owner_id, now(), owner_id, 'settled'
        from tenant.call_tickets where ticket_id = $1`,
      ...[ticketId, entryId],
    )
    await by.rows(
      `update tenant.call_tickets set state = 'done', outcome = 'settled', revision = 3 where ticket_id = $1`,
      ticketId,
    )
    await expect.poll(found, { timeout: 40_000 }).toContain(entryId)
  })
})
