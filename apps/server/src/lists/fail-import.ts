import { type ImportMode, type ListId, ProblemError, type TenantId } from '@sekisho/contract'
import type { Tx } from '../platform/database/index.ts'
import type { ListsDependencies } from './dependencies.ts'
import { cleanUp } from './clean-up.ts'
import { reasonOf } from './failure-reason.ts'
import { bringsPeople, failedTypes } from './import-modes.ts'
import { ImportProblem, importer } from './import-under-way.ts'

/** Why an import failed, in codes and places; what `tenant.lists.failure` holds. */
export interface ImportFailure {
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>
}

export function failureOf(error: unknown): ImportFailure {
  if (error instanceof ImportProblem) return { code: error.code, detail: error.detail }
  if (error instanceof ProblemError) return { code: error.detail[0] ?? error.code, detail: {} }
  return { code: 'interrupted', detail: {} }
}

/** Marks an import as failed, with its entry, and removes what it has written, keys included; what was before it stays as it was. */
export async function failImport(
  dependencies: ListsDependencies,
  tenantId: TenantId,
  listId: ListId,
  error: unknown,
): Promise<void> {
  await dependencies.database.transaction(importer, tenantId, (tx) => failImportIn(dependencies, tx, listId, error))
  await cleanUp(dependencies, tenantId, listId)
}

/** What was stopped, changed and put on a list stays so, and stands in the entry. */
function countsOf({ leads_stopped, rows_accepted, rows_changed }: FailedList) {
  return {
    ...{ new: undefined, add: undefined },
    exclude: { leads: leads_stopped },
    do_not_call: { accepted: rows_accepted },
    difference: { contacts: rows_changed, leads: leads_stopped },
  } as const
}

interface FailedList {
  readonly leads_stopped: number
  readonly rows_accepted: number
  readonly rows_changed: number
}

export async function failImportIn(
  { writer, clock }: ListsDependencies,
  tx: Tx,
  listId: ListId,
  error: unknown,
): Promise<void> {
  // waits for a batch that is being written, and lets no other begin
  const list = await tx.db
    .selectFrom('tenant.lists')
    .select(['state', 'mode', 'leads_stopped', 'rows_accepted', 'rows_changed'])
    .where('list_id', '=', listId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (list?.state !== 'importing') return
  const mode = list.mode as ImportMode
  const counts = countsOf(list)[mode]
  const entryId = await writer.enter(tx, {
    type: failedTypes[mode],
    ...(counts === undefined ? {} : { counts }),
    outcome: 'failed',
    reason: error instanceof ImportProblem ? 'invalid_input' : reasonOf(error),
    purpose: 'list_intake',
    refs: { list: listId },
  })
  await tx.db
    .updateTable('tenant.lists')
    .set({
      state: 'failed',
      failure: JSON.stringify(failureOf(error)),
      finished_at: new Date(clock.now()),
      // what keeps nobody has no keys that would have to end
      ...(bringsPeople(mode) ? { ended_by: entryId } : {}),
    })
    .where('list_id', '=', listId)
    .execute()
}
