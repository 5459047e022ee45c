import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type AttemptId, type Entry, type EntryId, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import { leafHash } from '@sekisho/ledger'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '../../platform/actor.ts'
import { systemClock } from '../../platform/clock.ts'
import { newId } from '../../platform/new-id.ts'
import { type Spine, startSpine, type TestContact, type TestTenant } from '../../test-spine.ts'
import type { EntryDraft } from '../entry-writer.ts'
import { enterAndPlace, until } from '../test-entries.ts'
import { auditDatabase } from './audit-database.ts'
import { startLedgerAudit } from './ledger-audit.ts'

let spine: Spine
let tenant: TestTenant
let contact: TestContact
let audit: { stop(): Promise<void> } | undefined
const errors: unknown[] = []

beforeEach(async () => {
  errors.length = 0
  spine = await startSpine()
  tenant = await spine.tenant()
  contact = await spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
})
afterEach(async () => {
  await audit?.stop()
  audit = undefined
  await spine.stop()
  expect(errors).toEqual([])
})

/** The product's own audit, with rounds so quick that a test need not wait. */
function startAudit(): void {
  audit = startLedgerAudit({
    ledger: spine.sequencer().audited,
    database: auditDatabase(spine.test.sequencer),
    keys: spine.sequencerKeys,
    clock: systemClock,
    folder: join(spine.dataDir, 'ledger'),
    onError: (error) => void errors.push(error),
    pace: { roundMs: 10, rescanEveryMs: 50 },
  })
}

async function restartAudit(): Promise<void> {
  await audit?.stop()
  startAudit()
}

const sql = (text: string, values: unknown[] = []) => spine.test.superuser.query(text, values)

async function findings(type: string): Promise<Entry[]> {
  const { rows } = await spine.test.superuser.query<{ entry: Entry }>(
    `select convert_from(body, 'utf8')::jsonb as entry from tenant.entry_index where tenant_id = $1 and type = $2 order by position`,
    [HEAD_OFFICE, type],
  )
  return rows.map((row) => row.entry)
}

async function untilFound(type: string, times = 1): Promise<Entry[]> {
  await until(async () => (await findings(type)).length >= times)
  return findings(type)
}

/** Waits until the whole of the tenant's log was compared once more from now on. */
async function untilScanned(tenantId: TenantId): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    const before = (await spine.receipts.facts(tenantId, [])).checkedAt ?? 0
    await until(async () => ((await spine.receipts.facts(tenantId, [])).checkedAt ?? 0) > before)
  }
}

async function logOf(tenantId: TenantId): Promise<string> {
  const { rows } = await sql('select log_id from house.logs where tenant_id = $1', [tenantId])
  return rows[0].log_id as string
}

const subject = () => ({ contactId: contact.contactId, listId: contact.listId })

function shown(attempt: AttemptId | undefined, about = subject()): EntryDraft {
  return {
    ...{ type: 'contact.opened', purpose: 'call', fields: ['name'], subject: about },
    refs: { list: about.listId, ...(attempt === undefined ? {} : { attempt }) },
  }
}

/** The dialler's way: one number opened for one attempt. */
async function dial(attempt: AttemptId, about: TestContact = contact, isUsed = true): Promise<void> {
  const { tenantId, listId, contactId } = about
  const { receipt } = await enterAndPlace(
    spine,
    tenantId,
    {
      ...{ type: 'number.unsealed', purpose: 'dialling', refs: { list: listId, attempt } },
      subject: { contactId, listId, ordinal: 1 },
    },
    systemActor('dialler'),
  )
  if (!isUsed) return
  const { rows } = await sql('select sealed from tenant.contact_numbers where contact_id = $1', [contactId])
  const sealed = rows[0].sealed as Buffer
  await spine.keys.openNumber({ receipt, tenantId, listId, contactId, ordinal: 1, rowVersion: 1, sealed })
}

/** The dialler's way with a call to an own number: looked up once, and answered for one attempt. */
async function answer(attempt: AttemptId, about: TestContact = contact, isUsed = true): Promise<void> {
  const { tenantId, listId, contactId } = about
  const from = '+819000000001'
  const arrival: EntryDraft = {
    ...{ type: 'call_in.arrived', purpose: 'dialling', counts: { lookups: 1 }, commit: { query: `phone:${from}` } },
  }
  const { entryId, receipt } = await enterAndPlace(spine, tenantId, arrival, systemActor('dialler'))
  if (isUsed) await spine.keys.lookup({ receipt, tenantId, kind: 'phone', value: from })
  await enterAndPlace(
    spine,
    tenantId,
    {
      ...{ type: 'call_in.answered', purpose: 'dialling', refs: { list: listId, attempt, entry: entryId } },
      subject: { contactId, listId },
    },
    systemActor('dialler'),
  )
}

/** The dialler's way with a preview: it gives the contact, and its operator opens it. */
async function preview(about: TestContact, actor = systemActor('dialler')): Promise<EntryDraft> {
  const { tenantId, listId, contactId } = about
  const given: EntryDraft = {
    ...{ type: 'preview.given', purpose: 'dialling', refs: { list: listId }, subject: { contactId, listId } },
  }
  const { entryId } = await enterAndPlace(spine, tenantId, given, actor)
  return lookedAt(entryId)
}

function lookedAt(previewId: EntryId): EntryDraft {
  const refs = { list: contact.listId, entry: previewId }
  return { type: 'contact.previewed', purpose: 'call', fields: ['name'], subject: subject(), refs }
}

describe('contacts that were shown (K-07, M-01)', () => {
  it('before a call are explained by the dialler who gave them, and by nobody else', async () => {
    startAudit()
    const neighbour = await spine.contact(tenant, { name: '架空 次郎' }, '+819000000003')
    await enterAndPlace(spine, tenant.tenantId, await preview(contact))
    const invented = await enterAndPlace(spine, tenant.tenantId, lookedAt(newId<EntryId>()))
    const another = await enterAndPlace(spine, tenant.tenantId, await preview(neighbour))
    const byOthers = await preview(contact, systemActor('importer'))
    const forged = await enterAndPlace(spine, tenant.tenantId, byOthers)
    const found = await untilFound('finding.opened_without_call', 3)
    expect(found.map(({ counts }) => counts?.from_position)).toEqual(
      [invented, another, forged].map(({ receipt }) => receipt.position),
    )
  })

  it('are explained by a call to an own number only when it arrived, was looked up, and is this person’s', async () => {
    startAudit()
    const [real, notLookedUp, another] = [newId<AttemptId>(), newId<AttemptId>(), newId<AttemptId>()]
    const neighbour = await spine.contact(tenant, { name: '架空 太郎' }, '+819000000002')
    await answer(real)
    await enterAndPlace(spine, tenant.tenantId, shown(real))
    await answer(notLookedUp, contact, false)
    const first = await enterAndPlace(spine, tenant.tenantId, shown(notLookedUp))
    await answer(another, neighbour)
    const second = await enterAndPlace(spine, tenant.tenantId, shown(another))
    const found = await untilFound('finding.opened_without_call', 2)
    expect(found.map(({ counts }) => counts?.from_position)).toEqual([first.receipt.position, second.receipt.position])
  })

  it('are found once when no call explains them, over restarts, and also when the state of the audit is lost', async () => {
    startAudit()
    const [real, invented, neverDialled] = [newId<AttemptId>(), newId<AttemptId>(), newId<AttemptId>()]
    await dial(real)
    await enterAndPlace(spine, tenant.tenantId, shown(real))
    const first = await enterAndPlace(spine, tenant.tenantId, shown(invented))
    await dial(neverDialled, contact, false)
    const second = await enterAndPlace(spine, tenant.tenantId, shown(neverDialled))
    const third = await enterAndPlace(spine, tenant.tenantId, shown(undefined))
    const log = await logOf(tenant.tenantId)
    const expected = [first, second, third].map(({ receipt }) => ({
      ...{ outcome: 'done', actor_kind: 'sequencer', refs: { log } },
      counts: { from_position: receipt.position },
    }))
    expect(await untilFound('finding.opened_without_call', 3)).toMatchObject(expected)
    await restartAudit()
    await audit?.stop()
    rmSync(join(spine.dataDir, 'ledger', 'audit.json'))
    startAudit()
    const last = await enterAndPlace(spine, tenant.tenantId, shown(newId()))
    const all = await untilFound('finding.opened_without_call', 4)
    expect(all.map(({ counts }) => counts?.from_position)).toEqual(
      [first, second, third, last].map(({ receipt }) => receipt.position),
    )
  })

  it('are found when the call was to somebody else', async () => {
    startAudit()
    const other = await spine.contact(tenant, { name: '架空 次郎' }, '+819000000002')
    const attempt = newId<AttemptId>()
    await dial(attempt)
    const { receipt } = await enterAndPlace(
      spine,
      tenant.tenantId,
      shown(attempt, { contactId: other.contactId, listId: other.listId }),
    )
    expect(await untilFound('finding.opened_without_call')).toMatchObject([
      { counts: { from_position: receipt.position } },
    ])
  })

  it('on a call that began before a restart of the audit are none', async () => {
    startAudit()
    const attempt = newId<AttemptId>()
    await dial(attempt)
    await untilScanned(tenant.tenantId)
    await restartAudit()
    await enterAndPlace(spine, tenant.tenantId, shown(attempt))
    await enterAndPlace(spine, tenant.tenantId, shown(newId()))
    expect(await untilFound('finding.opened_without_call')).toHaveLength(1)
  })
})

describe('the index of a log', () => {
  it('that somebody changed, thinned or added to is found, entered and what the ledger holds again (M-02, M-03)', async () => {
    const { tenantId } = tenant
    for (let count = 0; count < 5; count += 1)
      await enterAndPlace(spine, tenantId, { type: 'floor.watched', purpose: 'supervision' })
    const content = () => sql('select * from tenant.entry_index where tenant_id = $1 order by position', [tenantId])
    const before = (await content()).rows
    startAudit()
    await untilScanned(tenantId)
    expect(await findings('finding.index_changed')).toEqual([])
    await sql(`update tenant.entry_index set actor = 'nobody' where tenant_id = $1 and position = 1`, [tenantId])
    await sql('delete from tenant.entry_index where tenant_id = $1 and position = 3', [tenantId])
    await sql(
      `insert into tenant.entry_index select tenant_id, 4000, gen_random_uuid(), type, outcome, reason, at, sequenced_at,
         actor, actor_kind, campaign_id, body from tenant.entry_index where tenant_id = $1 and position = 2`,
      [tenantId],
    )
    await until(async () => (await content()).rows.length === 5)
    await untilScanned(tenantId)
    expect((await content()).rows).toEqual(before)
    const found = await untilFound('finding.index_changed', 2)
    const positions = found.map(({ counts }) => counts?.from_position)
    expect(positions).toContain(4000)
    expect(positions.some((position) => position === 1 || position === 3)).toBe(true)
    // the same row again is another finding, because it was right in between
    await sql(`update tenant.entry_index set actor = 'nobody' where tenant_id = $1 and position = 1`, [tenantId])
    await untilFound('finding.index_changed', found.length + 1)
  })

  it('that somebody keeps from being repaired is said once', async () => {
    const { tenantId } = tenant
    await enterAndPlace(spine, tenantId, { type: 'floor.watched', purpose: 'supervision' })
    await sql(`create function public.spoil() returns trigger language plpgsql as 'begin new.actor = ''nobody''; return new; end';
      create trigger spoil before insert on tenant.entry_index for each row when (new.tenant_id = '${tenantId}') execute function public.spoil()`)
    await sql(`update tenant.entry_index set actor = 'nobody' where tenant_id = $1`, [tenantId])
    startAudit()
    await untilFound('finding.index_changed')
    await untilScanned(tenantId)
    await untilScanned(tenantId)
    expect(await findings('finding.index_changed')).toHaveLength(1)
  })

  it('of the findings themselves is derived again as well', async () => {
    startAudit()
    await enterAndPlace(spine, tenant.tenantId, shown(newId()))
    await untilFound('finding.opened_without_call')
    await sql(`delete from tenant.entry_index where type = 'finding.opened_without_call'`)
    await untilFound('finding.opened_without_call')
    expect(await untilFound('finding.index_changed')).toMatchObject([{ refs: { log: await logOf(HEAD_OFFICE) } }])
  })
})

describe('the filing of entries under contacts', () => {
  it.each([
    ['taken away', 'delete from tenant.entry_subjects where entry_id = $1'],
    ['moved to another contact', 'update tenant.entry_subjects set contact_id = gen_random_uuid() where entry_id = $1'],
    ['moved to another list', 'update tenant.entry_subjects set list_id = gen_random_uuid() where entry_id = $1'],
  ])('that was %s is found, once (M-09)', async (_what, change) => {
    const { tenantId } = tenant
    await dial(newId())
    const attempt = newId<AttemptId>()
    await dial(attempt)
    const { entryId } = await enterAndPlace(spine, tenantId, shown(attempt))
    startAudit()
    await untilScanned(tenantId)
    expect(await findings('finding.subject_changed')).toEqual([])
    await sql(change, [entryId])
    expect(await untilFound('finding.subject_changed')).toMatchObject([
      { refs: { log: await logOf(tenantId) }, counts: { from_position: 0, rows: 1 } },
    ])
    await untilScanned(tenantId)
    expect(await findings('finding.subject_changed')).toHaveLength(1)
    expect(await findings('finding.opened_without_call')).toEqual([])
  })
})

describe('a log that the key service signs and the house does not know', () => {
  it('is found, once (K-07)', async () => {
    startAudit()
    const [tenantId, logId] = [newId<TenantId>(), randomBytes(16).toString('hex')]
    await spine.keys.ensureTenant({ tenantId, clientId: tenant.clientId })
    await spine.keys.ensureLog({ logId, tenantId, origin: 'sekisho.test/hidden' })
    const root = leafHash(Buffer.from('nobody reads this'))
    await spine.sequencerKeys.cosign({ heads: [{ log: logId, oldSize: 0, size: 1, root, proof: [] }] })
    expect(await untilFound('finding.unknown_log')).toMatchObject([{ refs: { log: logId } }])
    await restartAudit()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await findings('finding.unknown_log')).toHaveLength(1)
  })
})
