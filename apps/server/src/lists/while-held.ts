import { ProblemError } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { holdImport, importer, isImporting } from './import-under-way.ts'
import type { PlannedImport } from './start-import.ts'

/**
 * Works on a planned import while nobody else does, and settles it; its file is removed then, unless that is held.
 *
 * @param work    gets the transaction that holds the locks, which changes nothing, so that nothing has to be kept for it
 * @param settle  the list's end and its entry, in one transaction
 * @returns       false when it was no longer waiting
 * @throws        ProblemError `conflict` when it was taken back meanwhile; what `work` and `settle` throw
 */
export async function whileHeld<Result>(
  { database, sealed }: Pick<ListsDependencies, 'database' | 'sealed'>,
  planned: PlannedImport,
  work: (holder: Tx) => Promise<Result>,
  settle: (tx: Tx, result: Result) => Promise<{ readonly isHeld: boolean }>,
): Promise<boolean> {
  const { tenantId, listId, uploadId } = planned
  const settled = await database.transaction(importer, tenantId, async (holder) => {
    if (!(await holdImport(holder, planned))) return null
    const result = await work(holder)
    return database.transaction(importer, tenantId, async (tx) => {
      if (!(await isImporting(tx, listId, 'locked'))) throw new ProblemError('conflict')
      return settle(tx, result)
    })
  })
  if (settled === null) return false
  if (!settled.isHeld) await sealed.remove({ tenantId, objectId: uploadId })
  return true
}
