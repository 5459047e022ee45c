import { ProblemError } from '@sekisho/contract'
import { type Matched, matchUpload, type RowKeys } from '@sekisho/vault'
import type { ListsDependencies } from './dependencies.ts'
import { freshEntry, type ImportRun } from './import-under-way.ts'
import { readSession } from './read-session.ts'
import type { PlannedImport } from './start-import.ts'

/**
 * Blind indexes of a file's rows from the key service, batch by batch, as fast as calls and other imports let it: this
 * does not give way to them.
 *
 * @param take  each batch, before the next one is read
 * @returns     what the whole file came to
 * @throws      ImportProblem the file; ProblemError `internal` when it was stopped, key service, ledger, disk
 */
export async function readRowKeys(
  dependencies: ListsDependencies,
  planned: PlannedImport,
  { onProgress, signal }: ImportRun,
  take: (batch: RowKeys) => Promise<void>,
): Promise<Matched> {
  const { keys } = dependencies
  const { tenantId, uploadId, digest, by, mapping, rules, encoding, delimiter, unpacking } = planned
  const entryId = await freshEntry(dependencies, planned)
  const asked = { tenantId, uploadId, digest, by, format: { encoding, delimiter }, unpacking, mapping, rules }
  const steps = readSession(dependencies, planned, entryId, (receipt, chunks) =>
    matchUpload(keys, { receipt, ...asked }, { chunks }),
  )
  for await (const step of steps) {
    if (step.kind === 'matched') return step
    if (signal.aborted) throw new ProblemError('internal', 'interrupted')
    await take(step)
    onProgress(step.progress.rows)
  }
  throw new ProblemError('key_service_unavailable')
}
