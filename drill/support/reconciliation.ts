import { type Entry, HEAD_OFFICE } from '@sekisho/contract'
import type { KeyServiceClient } from '@sekisho/vault'
import type { ClientBase } from 'pg'
import type { LogOnDisk } from './ledger-on-disk.ts'
import type { Trial } from './trial.ts'

// What an auditor can find by holding ledger, key service and tables against each other. The product does not run these
// by itself yet; the drills show that what they look for is there to be found.

/** An entry and its place. */
export interface Finding {
  readonly position: number
  readonly entry: Entry
}

/**
 * Contacts that were shown on a call that never was: the ledger holds no opening of a number for that attempt that came
 * before and was used. Whoever writes to the tables can invent a live call; he cannot spend the dialler's right for it.
 */
export async function openedWithoutCall(log: LogOnDisk, keys: KeyServiceClient): Promise<Finding[]> {
  const dialled = new Map<string, number>()
  const suspects: Finding[] = []
  for (const [position, entry] of log.entries.entries()) {
    const attempt = entry.refs?.attempt ?? ''
    if (entry.outcome !== 'done') continue
    if (entry.type === 'number.unsealed' && entry.actor_kind === 'dialler') dialled.set(attempt, position)
    if (entry.type === 'contact.opened' && !(await wasUsed(dialled.get(attempt)))) suspects.push({ position, entry })
  }
  return suspects

  async function wasUsed(position: number | undefined): Promise<boolean> {
    if (position === undefined) return false
    const [isSpent] = await keys.spent({ log: log.log, positions: [position] })
    return isSpent === true
  }
}

/** Rights that stand in the table and in no ledger: nobody gave them by way of the product. */
export async function rightsWithoutEntry(trial: Trial, logs: readonly LogOnDisk[]): Promise<string[]> {
  const entered = new Set<string>(
    logs.flatMap(({ entries }) =>
      entries.flatMap(({ type, outcome, refs }) =>
        type === 'designation.granted' && outcome === 'done' && refs?.designation !== undefined
          ? [refs.designation]
          : [],
      ),
    ),
  )
  const { rows } = await trial.sql<{ designation_id: string }>('select designation_id from house.designations')
  return rows.map(({ designation_id }) => designation_id).filter((id) => !entered.has(id))
}

/** Logs that the key service signs and the house does not know. */
export async function unknownLogs(
  database: Pick<ClientBase, 'query'>,
  keys: Pick<KeyServiceClient, 'heads'>,
): Promise<string[]> {
  const heads = await keys.heads({})
  const { rows } = await database.query<{ log_id: string }>('select log_id from house.logs')
  const known = new Set(rows.map(({ log_id }) => log_id))
  return heads.map(({ log }) => log).filter((log) => !known.has(log))
}

/** Entries of the head office's log by type, as the files have them. */
export function houseEntries(logs: readonly LogOnDisk[], type: string): Entry[] {
  return logs.find(({ tenantId }) => tenantId === HEAD_OFFICE)?.entries.filter((entry) => entry.type === type) ?? []
}
