import type { FieldCode } from '@sekisho/contract'
import type { Keystore, OperationParameters } from '@sekisho/vault'
import type { DifferTask } from './messages.ts'

/**
 * What the thread of a comparison or a difference works with: the keys of the lists it compares with, and no others.
 *
 * @throws KeyServiceError `unknown_key` for a list that is not the tenant's, or whose keys have ended
 */
export function differTask(
  keystore: Keystore,
  { tenantId, uploadId, digest, lists, format, unpacking, mapping, rules }: OperationParameters<'beginComparison'>,
  maxRows: number,
  into: DifferTask['into'],
): DifferTask {
  return {
    kind: 'differ',
    source: { key: keystore.tenantKey(tenantId, 'upload'), tenantId, uploadId, digest },
    format,
    unpacking,
    mapping,
    rules,
    fields: mapping.columns.flatMap(({ field }): FieldCode[] => (field === null ? [] : [field])),
    maxRows,
    indexKey: keystore.clientIndexKey(tenantId).key.export(),
    lists: lists.map((listId) => ({ listId, key: keystore.listKey(tenantId, listId, 'seal') })),
    into,
  }
}
