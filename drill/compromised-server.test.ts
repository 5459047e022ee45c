import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Entry, type EntryId, HEAD_OFFICE, type ListId, type Receipt, type TenantId } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { entryOf, memoryLog, type MemoryLog } from '../apps/keyservice/src/test-support/memory-log.ts'
import { enterAndPlace } from '../apps/server/src/ledger/test-entries.ts'
import { keysOfLog } from '../apps/server/src/ledger/test-ledger-state.ts'
import { checkPublishedLog } from '../apps/server/src/ledger/test-published-log.ts'
import type { PersonActor } from '../apps/server/src/platform/actor.ts'
import { newId } from '../apps/server/src/platform/new-id.ts'
import { type Spine, startSpine, type TestContact, type TestTenant } from '../apps/server/src/test-spine.ts'
import { unknownLogs } from './support/reconciliation.ts'
import { until } from './support/trial.ts'

// A server process in an attacker's hands: everything the server may do, he may do. He calls the key service, queues
// entries under anybody's name, and reads what the sequencer publishes.

let spine: Spine
let tenant: TestTenant
let other: TestTenant
let contact: TestContact
let operator: PersonActor

beforeEach(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  other = await spine.tenant()
  contact = await spine.contact(tenant, { name: '架空 花子', kana: 'カクウ ハナコ' }, '+819000000001')
  operator = await spine.person(tenant, 'operator')
})
afterEach(() => spine.stop())

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
    // it names no attempt of any call: that is what holding it against the calls finds
    expect(leaf.entry.refs?.attempt).toBeUndefined()
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
  it('goes on with a tenant’s log by itself: it reads, and the ledger stops for good with the first entry after it', async () => {
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
    await spine.keys.cosign({ heads: [log.growth(size)] })
    expect(await open(log.receipt(position))).toEqual({ name: '架空 花子' })
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

  it('makes a tenant of its own under a known client to try telephone numbers: the key service knows a log that the house does not', async () => {
    const [tenantId, logId] = [newId<TenantId>(), randomBytes(16).toString('hex')]
    await spine.keys.ensureTenant({ tenantId, clientId: tenant.clientId })
    await spine.keys.ensureLog({ logId, tenantId, origin: 'sekisho.test/hidden' })
    const log = memoryLog(logId)
    const id = newId<EntryId>()
    const value = '+819000000001'
    const commitments = await spine.keys.commit({
      tenantId,
      entryId: id,
      values: [{ name: 'query', value: `phone:${value}` }],
    })
    const position = log.add(
      entryOf(logId, { id, type: 'contact.searched', purpose: 'oversight', counts: { lookups: 1 }, commitments }),
      Date.now(),
    )
    await spine.keys.cosign({ heads: [log.growth(0)] })
    const hidden = await spine.keys.lookup({ receipt: log.receipt(position), tenantId, kind: 'phone', value })
    // the index of the client's other tenants: he learns whether that number is on one of their lists
    const { receipt } = await enterAndPlace(spine, tenant.tenantId, {
      type: 'contact.searched',
      purpose: 'oversight',
      counts: { lookups: 1 },
      commit: { query: `phone:${value}` },
    })
    expect(await spine.keys.lookup({ receipt, tenantId: tenant.tenantId, kind: 'phone', value })).toEqual(hidden)
    // what gives it away
    expect(await unknownLogs(spine.test.superuser, spine.keys)).toEqual([logId])
  })
})

describe('what the key service tells a compromised server without an entry', () => {
  it('whether a guess is what an entry commits to: commitments hide nothing from whoever may make them', async () => {
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
    const guess = async (value: string) =>
      (await spine.keys.commit({ tenantId: tenant.tenantId, entryId, values: [{ name: 'query', value }] })).query
    expect(await guess('phone:+819000000006')).not.toBe(rows[0]?.query)
    expect(await guess('phone:+819000000007')).toBe(rows[0]?.query)
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
