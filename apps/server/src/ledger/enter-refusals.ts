import type { KeyServiceCalls } from '@sekisho/vault'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import type { EntryWriter } from './entry-writer.ts'

const task = 'keyservice.refusals'
/** One transaction's worth; a flood takes several rounds. */
const mostAtOnce = 200

export interface RefusalsDependencies {
  readonly database: Database
  readonly keys: Pick<KeyServiceCalls, 'refusals' | 'status'>
  readonly writer: EntryWriter
}

/**
 * Enters what the key service refused since the last time in the head-office log, each refusal once: the number reached
 * stands in the same transaction as the entries, and its row is locked, so several servers do not enter one twice.
 *
 * @returns  enters what is new; the database is asked only when the key service counts otherwise than the last time
 */
export function refusalsReader(dependencies: RefusalsDependencies): () => Promise<void> {
  let reached: number | undefined
  return async () => {
    if (reached !== undefined && (await dependencies.keys.status({})).refused === reached) return
    reached = await enterRefusals(dependencies)
  }
}

/** Enters the next of them. @returns the number that was reached */
async function enterRefusals({ database, keys, writer }: RefusalsDependencies): Promise<number> {
  return database.transaction(systemActor('keyservice'), 'house', async (tx) => {
    await tx.client.query(
      'insert into house.task_positions (task, position) values ($1, 0) on conflict (task) do nothing',
      [task],
    )
    const { rows } = await tx.client.query<{ position: string }>(
      'select position from house.task_positions where task = $1 for update',
      [task],
    )
    let after = Number(rows[0]?.position ?? 0)
    // a key service that counts from the start again has lost its file
    if ((await keys.status({})).refused < after) after = 0
    const refusals = (await keys.refusals({ after })).slice(0, mostAtOnce)
    for (const { atMs, log, position } of refusals) {
      await writer.enter(tx, {
        type: 'keyservice.refused',
        outcome: 'denied',
        reason: 'key_service_refused',
        purpose: 'oversight',
        at: atMs,
        ...(log === undefined ? {} : { refs: { log } }),
        ...(position === undefined ? {} : { counts: { from_position: position } }),
      })
    }
    const last = refusals.at(-1)
    if (last === undefined) return after
    await tx.client.query('update house.task_positions set position = $2 where task = $1', [task, last.number])
    return last.number
  })
}
