import type { KeyServiceClient } from '@sekisho/vault'
import type { AttemptId, ContactId, Entry, EntryId, ListId, Receipt } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bothCallers, keyServicePaths } from './test-support/both-callers.ts'
import { startKeyService } from './start-key-service.ts'
import type { KeyService } from './start-key-service.ts'
import { clearNumber, clearValues, codeOf, newId, newWorld, temporaryFolder } from './test-support/world.ts'
import type { World } from './test-support/world.ts'

const folder = temporaryFolder()
let service: KeyService
let keys: KeyServiceClient
let world: World

beforeAll(async () => {
  service = await startKeyService(keyServicePaths(folder.path))
  keys = bothCallers(service)
  world = await newWorld(keys)
})

afterAll(async () => {
  keys.close()
  await service.close()
  folder.remove()
})

function openContact(receipt: Receipt, more: Partial<Parameters<KeyServiceClient['openContact']>[0]> = {}) {
  const { tenantId, listId, contactId, sealedContact: sealed } = world
  return keys.openContact({
    receipt,
    tenantId,
    listId,
    contactId,
    rowVersion: 1,
    sealed,
    fields: ['name', 'kana'],
    ...more,
  })
}

function openNumber(receipt: Receipt, more: Partial<Parameters<KeyServiceClient['openNumber']>[0]> = {}) {
  const { tenantId, listId, contactId, sealedNumber: sealed } = world
  return keys.openNumber({ receipt, tenantId, listId, contactId, ordinal: 1, rowVersion: 1, sealed, ...more })
}

describe('opening with a receipt (K-07, E-01)', () => {
  it('opens the fields that the entry names, and no others', async () => {
    const receipt = await world.receiptForContact(world.contactId, ['amount', 'kana', 'name'])
    expect(await openContact(receipt)).toEqual({ name: clearValues.name, kana: clearValues.kana })
  })

  it('opens one number for one attempt', async () => {
    expect(await openNumber(await world.receiptForNumber(world.contactId, 1))).toEqual(clearNumber)
  })

  it('gives the same index for the same key in two tenants of one client, and another in another client', async () => {
    const sibling = await newWorld(keys, { clientId: world.clientId })
    const stranger = await newWorld(keys)
    const indexes: Uint8Array[] = []
    for (const each of [world, sibling, stranger]) {
      const receipt = await each.receiptForLookup('phone', clearNumber.e164)
      indexes.push(await keys.lookup({ receipt, tenantId: each.tenantId, kind: 'phone', value: clearNumber.e164 }))
    }
    expect(indexes[0]).toHaveLength(16)
    expect(indexes[1]).toEqual(indexes[0])
    expect(indexes[2]).not.toEqual(indexes[0])
  })

  it('opens with a receipt against a later head than the first that covers the entry', async () => {
    const receipt = await world.receiptForContact(world.contactId, ['kana', 'name'])
    await world.enter({ type: 'floor.watched' })
    const later = world.log.receipt(receipt.position)
    expect(later.size).toBe(receipt.size + 1)
    expect(await codeOf(openContact(later))).toBe('opened')
  })
})

describe('opening memos with a receipt (K-07, E-01)', () => {
  interface TestMemo {
    readonly attemptId: AttemptId
    readonly sealed: Uint8Array
  }
  const note = async (text: string, contactId: ContactId = world.contactId): Promise<TestMemo> => {
    const { tenantId, listId } = world
    const attemptId: AttemptId = newId()
    return { attemptId, sealed: await keys.sealMemo({ tenantId, listId, contactId, attemptId, text }) }
  }
  const receiptFor = async (memos: number, more: Partial<Entry> = {}): Promise<Receipt> => {
    const id: EntryId = newId()
    const commitments = await world.commitments(id, { subject: world.contactId })
    return world.enter({ type: 'memo.opened', id, counts: { memos }, commitments, ...more })
  }
  const openMemos = (receipt: Receipt, memos: readonly TestMemo[]) => {
    const { tenantId, listId, contactId } = world
    return keys.openMemos({ receipt, tenantId, listId, contactId, memos: [...memos] })
  }

  it('opens those of one contact, as many as the entry counts, once', async () => {
    const memos = [await note('土曜の午前を希望'), await note('折り返し')]
    const receipt = await receiptFor(2)
    expect(await openMemos(receipt, memos)).toEqual(['土曜の午前を希望', '折り返し'])
    expect(await codeOf(openMemos(receipt, memos))).toBe('refused_spent')
  })

  it('refuses more than the entry counts, and an entry that counts none', async () => {
    const memos = [await note('一'), await note('二')]
    expect(await codeOf(openMemos(await receiptFor(1), memos))).toBe('refused_count')
    expect(await codeOf(openMemos(await receiptFor(0, { counts: {} }), memos))).toBe('refused_count')
  })

  it('opens no memo about somebody else, and none that was moved to another attempt', async () => {
    const [own, other] = [await note('本人'), await note('別人', newId())]
    expect(await codeOf(openMemos(await receiptFor(2), [own, other]))).toBe('sealed_data_damaged')
    const moved = { attemptId: newId() as AttemptId, sealed: own.sealed }
    expect(await codeOf(openMemos(await receiptFor(1), [moved]))).toBe('sealed_data_damaged')
  })

  it('needs an entry of its own type, about this contact, that was not denied', async () => {
    const memos = [await note('本人')]
    const contact = await world.receiptForContact(world.contactId, ['name'])
    expect(await codeOf(openMemos(contact, memos))).toBe('refused_wrong_type')
    expect(await codeOf(openMemos(await receiptFor(1, { outcome: 'denied' }), memos))).toBe('refused_wrong_type')
    const id: EntryId = newId()
    const commitments = await world.commitments(id, { subject: newId() })
    expect(await codeOf(openMemos(await receiptFor(1, { id, commitments }), memos))).toBe('refused_wrong_subject')
    expect(await codeOf(openContact(await receiptFor(1)))).toBe('refused_wrong_type')
  })
})

describe('what needs no receipt (architecture rule 3)', () => {
  it('tells an auditor whether an entry is about a contact, without telling whom it is about (M-09)', async () => {
    const { tenantId, listId, contactId } = world
    const entryId: EntryId = newId()
    const { subject = '' } = await world.commitments(entryId, { subject: contactId })
    const check = (of: Partial<Parameters<KeyServiceClient['checkSubject']>[0]>) =>
      keys.checkSubject({ tenantId, entryId, listId, contactId, commitment: subject, ...of })
    expect(await check({})).toBe(true)
    expect(await check({ contactId: newId() })).toBe(false)
    expect(await check({ entryId: newId() })).toBe(false)
    expect(await check({ commitment: 'AAAA' })).toBe(false)
  })

  it('commits to the same value differently in every entry', async () => {
    const { tenantId, listId } = world
    const values = [
      { name: 'subject', value: 'x', listId },
      { name: 'number', value: 'x', listId },
      { name: 'label', value: 'x' },
    ] as const
    const made = [
      await keys.commit({ tenantId, entryId: newId(), values }),
      await keys.commit({ tenantId, entryId: newId(), values }),
    ]
    expect(new Set(made.flatMap((each) => Object.values(each))).size).toBe(6)
  })

  it('tells whether an entry commits to a right, and nothing of other commitments', async () => {
    const { tenantId } = world
    const entryId: EntryId = newId()
    const made = await world.commitments(entryId, { right: 'somebody, auditor', label: 'a typed login' })
    const check = (right: string, commitment = made.right) =>
      keys.checkRight({ tenantId, entryId, right, commitment: String(commitment) })
    expect(await check('somebody, auditor')).toBe(true)
    expect(await check('somebody, supervisor')).toBe(false)
    expect(await check('a typed login', made.label)).toBe(false)
  })

  it('gives a person one pseudonym in a tenant and another in the next', async () => {
    const stranger = await newWorld(keys, { clientId: world.clientId })
    const of = [{ kind: 'actor', id: newId() } as const, { kind: 'system', id: 'dialler' } as const]
    const here = await keys.pseudonyms({ tenantId: world.tenantId, of })
    expect(here.every((pseudonym) => /^[0-9a-f]{32}$/.test(pseudonym))).toBe(true)
    expect(await keys.pseudonyms({ tenantId: world.tenantId, of })).toEqual(here)
    const there = await keys.pseudonyms({ tenantId: stranger.tenantId, of })
    expect(new Set([...here, ...there]).size).toBe(4)
  })

  it('seals a memo, each time differently', async () => {
    const { tenantId, listId, contactId } = world
    const row = { tenantId, listId, contactId, attemptId: newId() }
    const [first, second] = [
      await keys.sealMemo({ ...row, text: '折り返し' }),
      await keys.sealMemo({ ...row, text: '折り返し' }),
    ]
    expect(first).not.toEqual(second)
    expect(Buffer.from(first).includes(Buffer.from('折り返し'))).toBe(false)
  })
})

describe('attacks with a receipt (K-07, E-01, M-03)', () => {
  it('refuses without a receipt', async () => {
    const forged = undefined as unknown as Receipt
    expect(await codeOf(openContact(forged))).toBe('refused_no_receipt')
    expect(await codeOf(openNumber(forged))).toBe('refused_no_receipt')
  })

  it('refuses a proof with an altered hash, a hash too few, and another index', async () => {
    await world.enter({ type: 'floor.watched' })
    const receipt = await world.receiptForContact(world.contactId, ['kana', 'name'])
    const altered = receipt.proof.map((hash) => Buffer.from(hash))
    altered[0]?.writeUInt8((altered[0].readUInt8(0) + 1) % 256, 0)
    expect(await codeOf(openContact({ ...receipt, proof: altered }))).toBe('refused_bad_proof')
    expect(await codeOf(openContact({ ...receipt, proof: receipt.proof.slice(1) }))).toBe('refused_bad_proof')
    expect(await codeOf(openContact({ ...receipt, position: receipt.position - 1 }))).toBe('refused_bad_proof')
    expect(await codeOf(openContact({ ...receipt, position: receipt.size }))).toBe('refused_bad_proof')
    expect(await codeOf(openContact(receipt))).toBe('opened')
  })

  it('refuses a leaf that was altered after it was placed', async () => {
    const receipt = await world.receiptForContact(world.contactId, ['name'])
    const text = Buffer.from(receipt.leaf).toString('utf8')
    const leaf = Buffer.from(text.replace('"fields":["name"]', '"fields":["name","kana"]'))
    expect(leaf.length).toBeGreaterThan(receipt.leaf.length)
    expect(await codeOf(openContact({ ...receipt, leaf }))).toBe('refused_bad_proof')
  })

  it('refuses a leaf with an undeclared name, and one of another log, though the proofs are right', async () => {
    const extra = await world.enter({ type: 'contact.opened', note: 'x' } as never)
    expect(await codeOf(openContact(extra))).toBe('refused_bad_proof')
    const foreign = await world.enter({ type: 'contact.opened', log: 'f'.repeat(32) })
    expect(await codeOf(openContact(foreign))).toBe('refused_bad_proof')
  })

  it('refuses the receipt of another tenant', async () => {
    const other = await newWorld(keys, { clientId: world.clientId })
    const id: EntryId = newId()
    const commitments = await world.commitments(id, { subject: world.contactId })
    const receipt = await other.enter({ type: 'contact.opened', id, fields: ['kana', 'name'], commitments })
    expect(await codeOf(openContact(receipt))).toBe('refused_wrong_tenant')
    expect(await codeOf(openContact(receipt, { tenantId: other.tenantId }))).toBe('unknown_key')
  })

  it('refuses the receipt of another contact, another list, and another ordinal', async () => {
    const receipt = await world.receiptForContact(newId(), ['kana', 'name'])
    expect(await codeOf(openContact(receipt))).toBe('refused_wrong_subject')
    const listId: ListId = newId()
    await keys.ensureList({ tenantId: world.tenantId, listId })
    const rightContact = await world.receiptForContact(world.contactId, ['kana', 'name'])
    expect(await codeOf(openContact(rightContact, { listId }))).toBe('refused_wrong_subject')
    const second = await world.receiptForNumber(world.contactId, 2)
    expect(await codeOf(openNumber(second))).toBe('refused_wrong_subject')
  })

  it('refuses a field that the entry does not name', async () => {
    const receipt = await world.receiptForContact(world.contactId, ['name'])
    expect(await codeOf(openContact(receipt, { fields: ['name', 'amount'] }))).toBe('refused_wrong_field')
  })

  it('refuses entries whose type opens something else or nothing, and denied ones', async () => {
    const number = await world.receiptForNumber(world.contactId, 1)
    expect(await codeOf(openContact(number))).toBe('refused_wrong_type')
    const watched = await world.receiptForContact(world.contactId, ['kana', 'name'], { type: 'floor.watched' })
    expect(await codeOf(openContact(watched))).toBe('refused_wrong_type')
    const invented = await world.receiptForContact(world.contactId, ['kana', 'name'], { type: 'toString' })
    expect(await codeOf(openContact(invented))).toBe('refused_wrong_type')
    for (const outcome of ['denied', 'failed'] as const) {
      const receipt = await world.receiptForContact(world.contactId, ['kana', 'name'], { outcome })
      expect(await codeOf(openContact(receipt))).toBe('refused_wrong_type')
    }
  })

  it('refuses a look-up of another value, another kind, and an entry that counts more than one', async () => {
    const { tenantId } = world
    const receipt = await world.receiptForLookup('customer_number', 'A-1')
    const ask = (kind: 'phone' | 'customer_number', value: string, of = receipt) =>
      codeOf(keys.lookup({ receipt: of, tenantId, kind, value }))
    expect(await ask('customer_number', 'A-2')).toBe('refused_wrong_subject')
    expect(await ask('phone', 'A-1')).toBe('refused_wrong_subject')
    expect(await ask('customer_number', 'A-3', await world.receiptForLookup('customer_number', 'A-3', 5))).toBe(
      'refused_count',
    )
    expect(await ask('customer_number', 'A-1')).toBe('opened')
  })

  it('refuses a spent receipt, and of two at the same moment opens one', async () => {
    const receipt = await world.receiptForContact(world.contactId, ['kana', 'name'])
    const codes = await Promise.all([codeOf(openContact(receipt)), codeOf(openContact(receipt))])
    expect(codes.sort()).toEqual(['opened', 'refused_spent'])
    expect(await codeOf(openContact(receipt))).toBe('refused_spent')
    expect(await keys.spent({ log: world.log.id, positions: [receipt.position, receipt.position + 1] })).toEqual([
      true,
      false,
    ])
  })

  it('refuses sealed bytes of another row, version or table, and the entry stays spent', async () => {
    const { tenantId, listId, contactId } = world
    const other: ContactId = newId()
    const row = { tenantId, listId, rowVersion: 1, values: clearValues }
    const moved = [
      await keys.sealContact({ ...row, contactId: other }),
      await keys.sealContact({ ...row, contactId, rowVersion: 2 }),
      world.sealedNumber,
      Buffer.concat([world.sealedContact, Buffer.from([0])]),
    ]
    for (const sealed of moved) {
      const receipt = await world.receiptForContact(contactId, ['kana', 'name'])
      expect(await codeOf(openContact(receipt, { sealed }))).toBe('sealed_data_damaged')
      expect(await codeOf(openContact(receipt))).toBe('refused_spent')
    }
  })

  it('keeps every refusal with its entry, for the head-office ledger (M-01)', async () => {
    const before = (await keys.refusals({ after: 0 })).at(-1)?.number ?? 0
    const receipt = await world.receiptForContact(newId(), ['kana', 'name'])
    await codeOf(openContact(receipt))
    expect(await keys.refusals({ after: before })).toEqual([
      {
        number: before + 1,
        atMs: expect.any(Number),
        code: 'refused_wrong_subject',
        op: 'openContact',
        log: world.log.id,
        position: receipt.position,
      },
    ])
  })
})
