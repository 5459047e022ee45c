import type { TenantId } from '@sekisho/contract'
import { type Hash, parseLeaf } from '@sekisho/ledger'
import type { Journal, JournalEntry } from './journal.ts'
import { leavesFrom } from './leaves-from.ts'
import type { LogFiles } from './log-files.ts'
import type { LogState } from './log-state.ts'
import { readPlaced } from './read-queued.ts'
import type { SequencerDatabase } from './sequencer-database.ts'
import type { Witness } from './witness.ts'

/** A log with the files it is published in. */
export interface OpenLog {
  readonly tenantId: TenantId
  readonly state: LogState
  readonly files: LogFiles
}

/** A log is behind what the key service has cosigned: promised entries are missing here (a restore, or a fork). */
export class LedgerRewoundError extends Error {
  constructor(log: string, have: number, promised: number) {
    super(
      `log ${log} holds ${have} entries here, and ${promised} were cosigned; the index could not fill the gap: ` +
        `restore a later copy of the ledger's folder, do not go on`,
    )
    this.name = 'LedgerRewoundError'
  }
}

/** A log went on elsewhere: the key service cosigned another history than the one in this folder. */
export class LedgerForkedError extends Error {
  constructor() {
    super('the key service has cosigned another history of a log: two folders were sequenced, do not go on')
    this.name = 'LedgerForkedError'
  }
}

/** A gap that was filled: entered in the head-office log as `ledger.rewound`. */
export interface FilledGap {
  readonly log: string
  readonly from: number
  readonly size: number
}

/** Rows of the index that the database held and holds no more: entered in the head-office log as `database.rewound`. */
export interface LostRows {
  readonly log: string
  readonly rows: number
  readonly size: number
}

const chunk = 500
/**
 * What a crash takes from the index is a second or so: the last batch, and what PostgreSQL had not yet written of a
 * commit that nobody waited for. Older rows that are gone were taken, or the database is an earlier copy.
 */
const crashLosesMs = 5_000

export interface RecoveryDependencies {
  readonly logs: readonly OpenLog[]
  readonly journal: Journal
  /** What the journal held, in order. */
  readonly journaled: readonly JournalEntry[]
  readonly database: SequencerDatabase
  readonly witness: Pick<Witness, 'heads'>
}

/**
 * Brings trees, journal, key service and index together after any kill, in this order: what was journaled goes back into
 * the trees; the key service's heads say how much was promised; a gap (a restored backup) is filled from the index, if
 * that leads to the cosigned root and to no other. The index is filled afterwards, by `fillIndex`.
 *
 * @throws LedgerRewoundError, LedgerForkedError  a person has to look
 */
export async function recover(dependencies: RecoveryDependencies): Promise<FilledGap[]> {
  const { logs, witness } = dependencies
  replay(logs, dependencies.journaled)
  const heads = new Map((await witness.heads({})).map((head) => [head.log, head]))
  const filled: FilledGap[] = []
  for (const open of logs) {
    const head = heads.get(open.state.log)
    if (head === undefined) {
      open.state.cosigned = { size: 0, root: open.state.cosigned.root }
      continue
    }
    const root = Buffer.from(head.root)
    const from = open.state.tree.size()
    if (head.size > from) {
      await fillGap(dependencies, open, { size: head.size, root })
      filled.push({ log: open.state.log, from, size: head.size })
    }
    if (head.size === open.state.tree.size() && !root.equals(open.state.tree.root())) throw new LedgerForkedError()
    open.state.cosigned = { size: head.size, root }
  }
  return filled
}

/** Logs of which the index lacks more than a crash takes: somebody restored an earlier copy of the database, or deleted. */
export async function lostRows(database: SequencerDatabase, logs: readonly OpenLog[]): Promise<LostRows[]> {
  const newest = Math.max(0, ...logs.map((open) => placedAt(open, open.state.tree.size() - 1)))
  const lost: LostRows[] = []
  for (const open of logs) {
    const size = open.state.tree.size()
    const { whole, rows } = await database.indexed(open.tenantId, size)
    if (rows === size) continue
    const isHole = rows !== whole
    if (isHole || newest - placedAt(open, whole) > crashLosesMs)
      lost.push({ log: open.state.log, rows: size - rows, size })
  }
  return lost
}

function placedAt(open: OpenLog, position: number): number {
  const leaf = position < 0 ? undefined : leavesFrom(open, position)[0]
  return leaf === undefined ? 0 : parseLeaf(leaf).sequencedAtMs
}

function replay(logs: readonly OpenLog[], journaled: readonly JournalEntry[]): void {
  const byLog = new Map(logs.map((open) => [open.state.log, open.state]))
  for (const { log, position, leaf } of journaled) {
    const state = byLog.get(log)
    if (state === undefined) throw new Error(`the journal holds an entry of a log that does not exist: ${log}`)
    if (position < state.tree.size()) continue
    if (position > state.tree.size()) throw new LedgerRewoundError(log, state.tree.size(), position)
    state.append([leaf])
  }
}

/**
 * The folder is older than what was promised. The index is only derived, and whoever administers the database can write
 * to it; but no other leaves than the promised ones lead to the cosigned root, so they may be taken from anywhere.
 */
async function fillGap(
  { journal, database }: RecoveryDependencies,
  { tenantId, state }: OpenLog,
  head: { size: number; root: Hash },
): Promise<void> {
  const have = state.tree.size()
  const found: JournalEntry[] = []
  while (have + found.length < head.size) {
    const at = have + found.length
    const leaves = await database.indexedLeaves(tenantId, at, Math.min(chunk, head.size - at))
    if (leaves.length === 0) break
    for (const { position, entryId, leaf } of leaves) {
      if (position !== have + found.length) throw new LedgerRewoundError(state.log, have, head.size)
      found.push({ log: state.log, position, entryId, leaf })
    }
  }
  if (have + found.length < head.size) throw new LedgerRewoundError(state.log, have, head.size)
  // the tree is in memory only: when the root is another one, this process ends and nothing was written
  state.append(found.map(({ leaf }) => leaf))
  if (!state.tree.root().equals(head.root)) throw new LedgerRewoundError(state.log, have, head.size)
  for (let at = 0; at < found.length; at += chunk) journal.append(found.slice(at, at + chunk))
}

/** The index is derived: whatever is missing at its end, or has a hole, is written again from the log's own files. */
export async function fillIndex(database: SequencerDatabase, open: OpenLog): Promise<void> {
  const { tenantId, state } = open
  const size = state.tree.size()
  for (let at = (await database.indexed(tenantId, size)).whole; at < size; ) {
    const from = at
    const leaves = leavesFrom(open, from)
    await database.index(leaves.map((leaf, offset) => readPlaced({ tenantId, position: from + offset, leaf })))
    at += leaves.length
  }
}
