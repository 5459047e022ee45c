import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Entry,
  type EntryId,
  type EntryTypeName,
  HEAD_OFFICE,
  type ListId,
  type Receipt,
  type TenantId,
} from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { entryOf, memoryLog, type MemoryLog } from '../apps/keyservice/src/test-support/memory-log.ts'
import { auditDatabase } from '../apps/server/src/ledger/audit/audit-database.ts'
import { startLedgerAudit } from '../apps/server/src/ledger/audit/ledger-audit.ts'
import { enterAndPlace } from '../apps/server/src/ledger/test-entries.ts'
import { keysOfLog } from '../apps/server/src/ledger/test-ledger-state.ts'
import { checkPublishedLog } from '../apps/server/src/ledger/test-published-log.ts'
import type { PersonActor } from '../apps/server/src/platform/actor.ts'
import { systemClock } from '../apps/server/src/platform/clock.ts'
import { newId } from '../apps/server/src/platform/new-id.ts'
import { type Spine, startSpine, type TestContact, type TestTenant } from '../apps/server/src/test-spine.ts'
import { until } from './support/trial.ts'

// A server process in an attacker's hands: everything the server may do, he may do. He calls the key service, queues
// entries under anybody's name, and reads what the sequencer publishes.

let spine: Spine
let tenant: TestTenant
let other: TestTenant
let contact: TestContact
let operator: PersonActor
let audit: { stop(): Promise<void> }

beforeEach(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  other = await spine.tenant()
  contact = await spine.contact(tenant, { name: '架空 花子', kana: 'カクウ ハナコ' }, '+819000000001')
  operator = await spine.person(tenant, 'operator')
  audit = startLedgerAudit({
    ...{ ledger: spine.sequencer().audited, keys: spine.sequencerKeys, clock: systemClock },
    database: auditDatabase(spine.test.sequencer),
    folder: join(spine.dataDir, 'ledger'),
    onError: () => undefined,
    pace: { roundMs: 50, rescanEveryMs: 60_000 },
  })
})
afterEach(async () => {
  await audit.stop()
  await spine.stop()
})

/** What the sequencer's process found by itself, from the head office's log. */
async function findings(type: EntryTypeName): Promise<Entry[]> {
  const { rows } = await spine.test.superuser.query<{ entry: Entry }>(
    `select convert_from(body, 'utf8')::jsonb as entry from tenant.entry_index where tenant_id = $1 and type = $2`,
    [HEAD_OFFICE, type],
  )
  return rows.map((row) => row.entry)
}

async function codeOf(opening: Promise<unknown>): Promise<string> {
  return opening.then(
    () => 'opened',
    (error: unknown) => (error instanceof KeyServiceError ? error.code : String(error)),
  )
}

async function sealedContact(contactId: string): Promise<Buffer> {
  const { rows } = await spine.test.superuser.query<{ sealed: Buffer }>(
    'select sealed from tenant.contacts where contact_id = $1',
    [contactId],
  )
  return rows[0]?.sealed ?? Buffer.alloc(0)
}

async function open(receipt: Receipt, changes: { tenantId?: TenantId } = {}) {
  const { tenantId, listId, contactId } = contact
  const sealed = await sealedContact(contactId)
  return spine.keys.openContact({
    receipt,
    tenantId,
    listId,
    contactId,
    rowVersion: 1,
    sealed,
    fields: ['name'],
    ...changes,
  })
}

/** An entry that says that somebody opens the contact. */
const falseEntry = {
  type: 'contact.opened',
  purpose: 'call',
  fields: ['name'],
} as const

function subject() {
  return { subject: { contactId: contact.contactId, listId: contact.listId } }
}

async function published(tenantId: TenantId) {
  const keys = await keysOfLog(spine, tenantId)
  const folder = join(spine.dataDir, 'ledger', 'logs', keys.log)
  return { ...keys, folder, check: () => checkPublishedLog(folder, keys) }
}

async function untilPublishedSize(tenantId: TenantId, size: number): Promise<void> {
  const { folder } = await published(tenantId)
  await until(() => {
    try {
      return Number(readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n')[1]) >= size
    } catch {
      return false
    }
  })
}

/** A published log as the attacker has it, to go on with by himself. */
async function stolen(tenantId: TenantId): Promise<{ log: MemoryLog; size: number }> {
  const { log, check } = await published(tenantId)
  const { leaves, size } = check()
  return { log: memoryLog(log, leaves), size }
}

describe('a compromised server that wants to read (K-07, E-01)', () => {
  it('reads with a false entry under somebody else’s name, once, and the entry is published for good', async () => {
    const { receipt } = await enterAndPlace(spine, tenant.tenantId, { ...falseEntry, ...subject() }, operator)
    expect(await open(receipt)).toEqual({ name: '架空 花子' })
    expect(await codeOf(open(receipt))).toBe('refused_spent')
    await untilPublishedSize(tenant.tenantId, receipt.position + 1)
    const leaf = JSON.parse(String((await published(tenant.tenantId)).check().leaves[receipt.position])) as {
      entry: Entry
    }
    const [pseudonym] = await spine.keys.pseudonyms({
      tenantId: tenant.tenantId,
      of: [{ kind: 'actor', id: operator.personId }],
    })
    expect(leaf.entry).toMatchObject({ type: 'contact.opened', outcome: 'done', actor: pseudonym })
    // no number was dialled for it: the sequencer's process finds that, and no server keeps it from entering so
    await until(async () => (await findings('finding.opened_without_call')).length > 0, 20_000, 'the finding')
    expect(await findings('finding.opened_without_call')).toMatchObject([
      { refs: { log: leaf.entry.log }, counts: { from_position: receipt.position } },
    ])
  })

  it('reads one contact with one entry: a thousand contacts are a thousand entries, a look-up is one each, misses too', async () => {
    const values = Array.from({ length: 25 }, (_, number) => `+8190000000${10 + number}`)
    const positions: number[] = []
    for (const value of values) {
      const { receipt } = await enterAndPlace(
        spine,
        tenant.tenantId,
        { type: 'contact.searched', purpose: 'oversight', counts: { lookups: 1 }, commit: { query: `phone:${value}` } },
        operator,
      )
      positions.push(receipt.position)
      const next = values[(values.indexOf(value) + 1) % values.length] ?? ''
      const ask = (asked: string) =>
        codeOf(spine.keys.lookup({ receipt, tenantId: tenant.tenantId, kind: 'phone', value: asked }))
      expect([await ask(next), await ask(value), await ask(value)]).toEqual([
        'refused_wrong_subject',
        'opened',
        'refused_spent',
      ])
    }
    expect(positions).toEqual(positions.map((_, index) => (positions[0] ?? 0) + index))
    await untilPublishedSize(tenant.tenantId, (positions.at(-1) ?? 0) + 1)
    const { leaves } = (await published(tenant.tenantId)).check()
    expect(leaves.filter((leaf) => leaf.includes('"type":"contact.searched"'))).toHaveLength(values.length)
  })

  it('opens nothing without a receipt, and nothing of one tenant with an entry of another', async () => {
    expect(await codeOf(open(undefined as unknown as Receipt))).toBe('refused_no_receipt')
    const foreign = await enterAndPlace(spine, other.tenantId, { ...falseEntry }, operator)
    expect(await codeOf(open(foreign.receipt))).toBe('refused_wrong_tenant')
    expect(await codeOf(open(foreign.receipt, { tenantId: other.tenantId }))).toBe('unknown_key')
  })

  it('opens no number with sealed bytes that were moved from another contact', async () => {
    const second = await spine.contact(tenant, { name: '架空 次郎' }, '+819000000002')
    const { rows } = await spine.test.superuser.query<{ sealed: Buffer }>(
      'select sealed from tenant.contact_numbers where contact_id = $1',
      [second.contactId],
    )
    const { receipt } = await enterAndPlace(spine, tenant.tenantId, {
      type: 'number.unsealed',
      purpose: 'dialling',
      subject: { contactId: contact.contactId, listId: contact.listId, ordinal: 1 },
    })
    const { tenantId, listId, contactId } = contact
    const asked = { receipt, tenantId, listId, contactId, ordinal: 1, rowVersion: 1 }
    expect(await codeOf(spine.keys.openNumber({ ...asked, sealed: rows[0]?.sealed ?? Buffer.alloc(0) }))).toBe(
      'sealed_data_damaged',
    )
  })
})

describe('a compromised server that wants to read without leaving an entry in the published log (M-03)', () => {
  /** The tenant's log as the attacker goes on with it by himself: with an entry that stands in no published log. */
  async function ownContinuation() {
    const { receipt } = await enterAndPlace(spine, tenant.tenantId, { type: 'floor.watched', purpose: 'supervision' })
    await untilPublishedSize(tenant.tenantId, receipt.position + 1)
    const { log, size } = await stolen(tenant.tenantId)
    const id = newId<EntryId>()
    const commitments = await spine.keys.commit({
      tenantId: tenant.tenantId,
      entryId: id,
      values: [{ name: 'subject', value: contact.contactId, listId: contact.listId }],
    })
    const position = log.add(entryOf(log.id, { id, type: 'contact.opened', fields: ['name'], commitments }), Date.now())
    return { growth: { heads: [log.growth(size)] }, receipt: log.receipt(position) }
  }

  it('gets nothing cosigned: its socket takes no heads, the try is entered, and the ledger goes on', async () => {
    const { growth, receipt } = await ownContinuation()
    expect(await codeOf(spine.keys.cosign(growth))).toBe('refused_wrong_caller')
    expect(await codeOf(open(receipt))).toBe('refused_unknown_head')
    await enterAndPlace(spine, tenant.tenantId, { type: 'floor.watched', purpose: 'supervision' })
    const refused = await spine.keys.refusals({ after: 0 })
    expect(refused.map(({ op, code }) => [op, code])).toContainEqual(['cosign', 'refused_wrong_caller'])
  })

  it('where one uid runs everything, reaches the sequencer’s socket: it reads, and the ledger stops for good with the first entry after it', async () => {
    const { growth, receipt } = await ownContinuation()
    await spine.sequencerKeys.cosign(growth)
    expect(await open(receipt)).toEqual({ name: '架空 花子' })
    // the key service has promised a history that the sequencer does not have
    await expect(
      enterAndPlace(spine, tenant.tenantId, { type: 'floor.watched', purpose: 'supervision' }),
    ).rejects.toMatchObject({ code: 'ledger_unavailable' })
    await until(() => !spine.receipts.state().isAvailable, 20_000, 'the stop of the ledger')
    await spine.stopSequencer().catch(() => undefined)
    await expect(spine.startSequencer()).rejects.toThrow(/another history|restore a later copy/)
    const refused = await spine.keys.refusals({ after: 0 })
    expect(refused.map(({ code }) => code)).toContain('fork_refused')
  })

  it('is given no second log for a tenant', async () => {
    const asked = { logId: randomBytes(16).toString('hex'), tenantId: tenant.tenantId, origin: 'sekisho.test/second' }
    expect(await codeOf(spine.keys.ensureLog(asked))).toBe('bad_request')
  })

  /** A tenant of the attacker's own under a known client, with an entry that looks up one telephone number. */
  async function hiddenTenant(value: string) {
    const [tenantId, logId] = [newId<TenantId>(), randomBytes(16).toString('hex')]
    await spine.keys.ensureTenant({ tenantId, clientId: tenant.clientId })
    await spine.keys.ensureLog({ logId, tenantId, origin: 'sekisho.test/hidden' })
    const log = memoryLog(logId)
    const id = newId<EntryId>()
    const commitments = await spine.keys.commit({
      tenantId,
      entryId: id,
      values: [{ name: 'query', value: `phone:${value}` }],
    })
    const position = log.add(
      entryOf(logId, { id, type: 'contact.searched', purpose: 'oversight', counts: { lookups: 1 }, commitments }),
      Date.now(),
    )
    const lookUp = () => spine.keys.lookup({ receipt: log.receipt(position), tenantId, kind: 'phone', value })
    return { logId, growth: { heads: [log.growth(0)] }, lookUp }
  }

  it('makes a tenant of its own under a known client to try telephone numbers, and cannot get its log cosigned', async () => {
    const { growth, lookUp } = await hiddenTenant('+819000000001')
    expect(await codeOf(spine.keys.cosign(growth))).toBe('refused_wrong_caller')
    expect(await codeOf(lookUp())).toBe('refused_unknown_head')
  })

  it('where one uid runs everything, tries them: the key service signs a log that the house does not know, and that is entered', async () => {
    const value = '+819000000001'
    const { logId, growth, lookUp } = await hiddenTenant(value)
    await spine.sequencerKeys.cosign(growth)
    const hidden = await lookUp()
    // the index of the client's other tenants: he learns whether that number is on one of their lists
    const { receipt } = await enterAndPlace(spine, tenant.tenantId, {
      type: 'contact.searched',
      purpose: 'oversight',
      counts: { lookups: 1 },
      commit: { query: `phone:${value}` },
    })
    expect(await spine.keys.lookup({ receipt, tenantId: tenant.tenantId, kind: 'phone', value })).toEqual(hidden)
    // what gives it away
    await until(async () => (await findings('finding.unknown_log')).length > 0, 20_000, 'the finding')
    expect(await findings('finding.unknown_log')).toMatchObject([{ refs: { log: logId } }])
  })
})

describe('what the key service tells a compromised server without an entry', () => {
  it('nothing of whether a guess is what an entry commits to: each entry is committed to once (M-09)', async () => {
    const { entryId } = await enterAndPlace(spine, tenant.tenantId, {
      type: 'contact.searched',
      purpose: 'oversight',
      counts: { lookups: 1 },
      commit: { query: 'phone:+819000000007' },
    })
    const { rows } = await spine.test.superuser.query<{ query: string }>(
      `select convert_from(body, 'utf8')::jsonb #>> '{commitments,query}' as query from tenant.entry_index where entry_id = $1`,
      [entryId],
    )
    const guess = (value: string) =>
      codeOf(spine.keys.commit({ tenantId: tenant.tenantId, entryId, values: [{ name: 'query', value }] }))
    expect(await guess('phone:+819000000006')).toBe('refused_spent')
    expect(await guess('phone:+819000000007')).toBe('refused_spent')
    // what can be checked afterwards are ids that nobody guesses; a right is not a query
    const asked = { tenantId: tenant.tenantId, entryId, commitment: rows[0]?.query ?? '' }
    expect(await spine.keys.checkRight({ ...asked, right: 'phone:+819000000007' })).toBe(false)
  })

  it('no clear value and no key: what it may ask without a receipt gives ciphertext, hashes, heads and numbers', async () => {
    const { tenantId } = tenant
    const listId = newId<ListId>()
    await spine.keys.ensureList({ tenantId, listId })
    const answers = [
      await spine.keys.heads({}),
      await spine.keys.status({}),
      await spine.keys.refusals({ after: 0 }),
      await spine.keys.pseudonyms({ tenantId: HEAD_OFFICE, of: [{ kind: 'actor', id: operator.personId }] }),
    ]
    const text = JSON.stringify(answers)
    for (const name of ['root.key', 'keystore.json']) {
      const secret = readFileSync(join(spine.dataDir, 'keys', name), 'utf8')
      for (const word of secret.match(/[A-Za-z0-9+/_-]{40,}/g) ?? []) expect(text).not.toContain(word)
    }
    expect(text).not.toContain('花子')
  })
})
