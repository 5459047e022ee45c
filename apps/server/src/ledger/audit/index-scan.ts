import type { EntryId, TenantId } from '@sekisho/contract'
import { type KeyServiceCalls, KeyServiceError } from '@sekisho/vault'
import type { MonotonicClock } from '../../platform/clock.ts'
import { leavesFrom } from '../leaves-from.ts'
import { readPlaced } from '../read-queued.ts'
import type { OpenLog } from '../recovery.ts'
import type { IndexedEntry } from '../sequencer-database.ts'
import type { AuditDatabase, FiledSubject } from './audit-database.ts'
import type { Findings } from './findings.ts'

/** Everything the scan needs, by what it does. */
export interface IndexScanDependencies {
  readonly logs: () => Iterable<OpenLog>
  /** Whether the entry at a position has been written to the index. */
  readonly isIndexed: (tenantId: TenantId, position: number) => boolean
  readonly database: AuditDatabase
  readonly keys: Pick<KeyServiceCalls, 'checkSubject'>
  readonly findings: Findings
  readonly clock: MonotonicClock
  /** A log that was compared to its end rests for so long. */
  readonly rescanEveryMs: number
}

/** Entries that are compared in one step; a bundle is a whole number of them. */
const entriesAStep = 32

/** Where the scan stands in one log. */
interface Turn {
  at: number
  /** How long the log was when this round began; what came since belongs to the next one. */
  until: number
  steppedMs: number
  restUntilMs: number
}

/**
 * Compares the index in PostgreSQL with what the ledger holds, a few entries a step, round and round (architecture, Ledger:
 * differences are found by re-deriving). Rows that differ are entered as a finding and written anew; entries that are not
 * filed under the contact they commit to are entered, too, and stay so: who that is stands nowhere else.
 */
export function createIndexScan(dependencies: IndexScanDependencies) {
  const { logs, isIndexed, database, keys, findings, clock, rescanEveryMs } = dependencies
  const turns = new Map<string, Turn>()
  /** Positions that could not be repaired: somebody keeps them wrong. Said once. */
  const stubborn = new Set<string>()

  /** The log that has waited longest, unless all of them rest. */
  function next(): { open: OpenLog; turn: Turn } | undefined {
    const now = clock.monotonicMs()
    let found: { open: OpenLog; turn: Turn } | undefined
    for (const open of logs()) {
      const turn = turns.get(open.state.log) ?? { at: 0, until: 0, steppedMs: 0, restUntilMs: 0 }
      if (turn.restUntilMs <= now && (found === undefined || turn.steppedMs < found.turn.steppedMs))
        found = { open, turn }
    }
    if (found === undefined) return undefined
    const { open, turn } = found
    turns.set(open.state.log, turn)
    turn.steppedMs = now
    if (turn.at === 0) turn.until = open.state.tree.size()
    return found
  }

  async function compare(open: OpenLog, entries: readonly IndexedEntry[]): Promise<void> {
    const wrong = new Set(await database.differences(entries))
    for (const { position } of entries) {
      if (!wrong.has(position)) stubborn.delete(nameOf(open, position))
      else if (stubborn.has(nameOf(open, position))) wrong.delete(position)
    }
    const [first] = [...wrong].sort((a, b) => a - b)
    if (first === undefined) return
    await enterChanged(open, first, wrong.size)
    // a trigger or a lock may be in the way: the scan goes on, and this was said
    await database.repair(entries.filter(({ position }) => wrong.has(position))).catch(() => undefined)
    for (const position of await database.differences(entries)) stubborn.add(nameOf(open, position))
  }

  async function enterChanged({ state }: OpenLog, position: number, rows: number): Promise<void> {
    await findings.enterAnew({
      type: 'finding.index_changed',
      log: state.log,
      counts: { from_position: Math.max(0, position), rows },
    })
  }

  async function removeStrays(open: OpenLog): Promise<void> {
    const find = () => database.strays(open.tenantId, () => open.state.tree.size())
    const strays = (await find()).filter((position) => !stubborn.has(nameOf(open, position)))
    const [first] = strays
    if (first === undefined) return
    await enterChanged(open, first, strays.length)
    await database.remove(open.tenantId, strays).catch(() => undefined)
    for (const position of await find()) stubborn.add(nameOf(open, position))
  }

  async function checkSubjects(open: OpenLog, entries: readonly IndexedEntry[], at: number): Promise<void> {
    const committed = entries.filter(({ entry }) => entry.commitments?.subject !== undefined)
    const filed = await database.subjects(
      open.tenantId,
      committed.map(({ entryId }) => entryId),
    )
    const checks = await Promise.all(committed.map((entry) => isFiled(entry, filed)))
    const rows = checks.filter((isRight) => !isRight).length
    if (rows === 0) return
    const counts = { from_position: at - (at % entriesAStep), rows }
    await findings.enter({ type: 'finding.subject_changed', log: open.state.log, counts })
  }

  async function isFiled(
    { tenantId, entryId, entry }: IndexedEntry,
    filed: ReadonlyMap<EntryId, FiledSubject>,
  ): Promise<boolean> {
    const subject = filed.get(entryId)
    const commitment = entry.commitments?.subject
    if (subject === undefined || commitment === undefined) return false
    if (entry.refs?.list !== undefined && entry.refs.list !== subject.listId) return false
    try {
      return await keys.checkSubject({ tenantId, entryId, ...subject, commitment })
    } catch (error) {
      // a destroyed list takes with it what its entries commit to
      if (error instanceof KeyServiceError && error.code === 'unknown_key') return true
      throw error
    }
  }

  return {
    /** Compares the next entries; false while all logs rest. */
    async step(): Promise<boolean> {
      const found = next()
      if (found === undefined) return false
      const { open, turn } = found
      const { tenantId, state } = open
      const { at } = turn
      const leaves = leavesFrom(open, at).slice(0, entriesAStep - (at % entriesAStep))
      const entries = leaves
        .map((leaf, offset) => readPlaced({ tenantId, position: at + offset, leaf }))
        .filter(({ position }) => position < turn.until && isIndexed(tenantId, position))
      if (entries.length > 0) {
        await compare(open, entries)
        await checkSubjects(open, entries, at)
      }
      turn.at += entries.length
      if (entries.length > 0 && turn.at < turn.until) return true
      await removeStrays(open)
      state.checkedAt = clock.now()
      turn.at = 0
      turn.restUntilMs = clock.monotonicMs() + rescanEveryMs
      return true
    },
  }
}

function nameOf({ state }: OpenLog, position: number): string {
  return `${state.log} ${position}`
}
