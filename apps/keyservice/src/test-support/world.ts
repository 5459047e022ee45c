import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  CommitmentName,
  CompanyId,
  ContactId,
  Entry,
  EntryId,
  FieldCode,
  ListId,
  Receipt,
  TenantId,
} from '@sekisho/contract'
import type { ClearNumber, FieldValues, IndexKind, KeyServiceClient } from '@sekisho/vault'
import { uuidText } from '@sekisho/vault'
import { entryOf, memoryLog } from './memory-log.ts'
import type { MemoryLog } from './memory-log.ts'

/** A new id of the kind that the caller expects; the brand exists for the compiler only. */
export function newId(): never {
  return uuidV7(Date.now()) as never
}

/** RFC 9562, 5.7: entries are committed to only while their ids are fresh. */
export function uuidV7(atMs: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(atMs, 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  return uuidText(bytes)
}

/** A folder for one test, and how to remove it. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'sekisho-keyservice-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

// Fictitious. 090-0000-... is given to no subscriber.
export const clearValues = { name: '関所 花子', kana: 'セキショ ハナコ', amount: '12800' } satisfies FieldValues
export const clearNumber: ClearNumber = { e164: '+819000001234', asReceived: '090-0000-1234' }

/** What a server has: a client's tenant with its log, a list and one sealed contact, and a way to enter things. */
export interface World {
  readonly clientId: CompanyId
  readonly tenantId: TenantId
  readonly listId: ListId
  readonly contactId: ContactId
  readonly log: MemoryLog
  readonly sealedContact: Uint8Array
  readonly sealedNumber: Uint8Array
  /** Enters, has the head cosigned, gives the receipt. */
  enter(given: Partial<Entry> & Pick<Entry, 'type'>, sequencedAtMs?: number): Promise<Receipt>
  commitments(
    entryId: EntryId,
    values: Partial<Record<CommitmentName, string>>,
  ): Promise<Partial<Record<CommitmentName, string>>>
  receiptForContact(contactId: ContactId, fields: FieldCode[], more?: Partial<Entry>): Promise<Receipt>
  receiptForNumber(contactId: ContactId, ordinal: number): Promise<Receipt>
  receiptForLookup(kind: IndexKind, value: string, lookups?: number): Promise<Receipt>
}

export interface WorldOptions {
  readonly clientId?: CompanyId
  readonly nowMs?: () => number
}

export async function newWorld(keys: KeyServiceClient, options: WorldOptions = {}): Promise<World> {
  const { clientId = newId(), nowMs = Date.now } = options
  const tenantId: TenantId = newId()
  const listId: ListId = newId()
  const contactId: ContactId = newId()
  const log = memoryLog(randomBytes(16).toString('hex'))
  await keys.ensureClient({ clientId })
  await keys.ensureTenant({ tenantId, clientId })
  await keys.ensureList({ tenantId, listId })
  await keys.ensureLog({ logId: log.id, tenantId, origin: `ledger.example/${log.id}` })
  const row = { tenantId, listId, contactId, rowVersion: 1 }
  let cosignedSize = 0

  async function enter(given: Partial<Entry> & Pick<Entry, 'type'>, sequencedAtMs = nowMs()): Promise<Receipt> {
    const position = log.add(entryOf(log.id, given), sequencedAtMs)
    await keys.cosign({ heads: [log.growth(cosignedSize)] })
    cosignedSize = log.size
    return log.receipt(position)
  }

  async function commitments(entryId: EntryId, values: Partial<Record<CommitmentName, string>>) {
    const named = Object.entries(values) as [CommitmentName, string][]
    return await keys.commit({
      tenantId,
      entryId,
      values: named.map(([name, value]) => ({ name, value, listId })),
    })
  }

  return {
    clientId,
    tenantId,
    listId,
    contactId,
    log,
    sealedContact: await keys.sealContact({ ...row, values: clearValues }),
    sealedNumber: await keys.sealNumber({ ...row, ordinal: 1, number: clearNumber }),
    enter,
    commitments,
    async receiptForContact(subject, fields, more = {}) {
      const id: EntryId = newId()
      const committed = await commitments(id, { subject })
      return await enter({ type: 'contact.opened', id, fields, commitments: committed, ...more })
    },
    async receiptForNumber(subject, ordinal) {
      const id: EntryId = newId()
      const committed = await commitments(id, { subject, number: `${subject}/${ordinal}` })
      return await enter({ type: 'number.unsealed', id, commitments: committed })
    },
    async receiptForLookup(kind, value, lookups = 1) {
      const id: EntryId = newId()
      const committed = await commitments(id, { query: `${kind}:${value}` })
      return await enter({ type: 'contact.searched', id, counts: { lookups }, commitments: committed })
    },
  }
}

/** The code with which a call is refused, or 'opened' when it is not. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'opened'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
