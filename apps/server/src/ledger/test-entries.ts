import type { EntryId, Receipt, TenantId } from '@sekisho/contract'
import type { IndexKind } from '@sekisho/vault'
import { type Spine, type TestContact, untilAvailable } from '../test-spine.ts'
import type { EntryDraft } from './entry-writer.ts'
import { type Actor, systemActor } from '../platform/actor.ts'

/** Enters something and waits until it has its place and stands in the index. */
export async function enterAndPlace(
  spine: Spine,
  tenantId: TenantId | 'house',
  draft: EntryDraft,
  actor: Actor = systemActor('scheduler'),
): Promise<{ entryId: EntryId; receipt: Receipt }> {
  await untilAvailable(spine.receipts)
  const entryId = await spine.test.database.transaction(actor, tenantId, (tx) => spine.writer.enter(tx, draft))
  const receipt = await spine.receipts.await(tenantId === 'house' ? houseTenant : tenantId, entryId)
  await untilIndexed(spine, entryId)
  return { entryId, receipt }
}

const houseTenant = '00000000-0000-4000-8000-000000000000' as TenantId

/** Receipts come a moment before the index. */
export async function untilIndexed(spine: Spine, entryId: EntryId): Promise<void> {
  await until(async () => {
    const { rowCount } = await spine.test.superuser.query('select from tenant.entry_index where entry_id = $1', [
      entryId,
    ])
    return rowCount === 1
  })
}

/** Waits for something that other processes bring about; the test's own time limit ends it. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}

const indexColumns = {
  phone: ['contact_numbers', 'phone_index'],
  customer_number: ['contacts', 'customer_index'],
  person: ['contacts', 'person_index'],
} as const satisfies Record<IndexKind, readonly [string, string]>

/** Gives a contact the blind index of a key, as an import would, by way of an entered look-up. */
export async function indexContact(
  spine: Spine,
  { tenantId, contactId }: TestContact,
  kind: IndexKind,
  value: string,
): Promise<void> {
  const { receipt } = await enterAndPlace(spine, tenantId, {
    type: 'contact.searched',
    purpose: 'oversight',
    counts: { lookups: 1 },
    commit: { query: `${kind}:${value}` },
  })
  const index = await spine.keys.lookup({ receipt, tenantId, kind, value })
  const [table, column] = indexColumns[kind]
  await spine.test.superuser.query(`update tenant.${table} set ${column} = $2 where contact_id = $1`, [
    contactId,
    Buffer.from(index),
  ])
}
