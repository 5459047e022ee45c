import { connect, type Socket } from 'node:net'
import { type EntryId, ProblemError, type Receipt, type TenantId } from '@sekisho/contract'
import { encodeFrame, frameReader, isRecord } from '@sekisho/vault'
import type { MonotonicClock } from '../platform/clock.ts'
import type { LogFacts, SequencerState } from './sequencer-port.ts'

/** How long the ledger may take before it counts as unavailable, in milliseconds. */
export interface LedgerLimits {
  /** For a receipt (style.md, openContact). */
  readonly receiptMs: number
  /** For a committed entry to have its place: longer stops gate and dialling (architecture, Ledger). */
  readonly unplacedMs: number
  /** Without a beat the sequencer counts as gone: calling has to stop within a second (rule 2). */
  readonly beatMs: number
}

export const ledgerLimits: LedgerLimits = { receiptMs: 2_000, unplacedMs: 2_000, beatMs: 800 }
const reconnectMs = 200
/** How long nobody looks at most; what becomes too old is looked at when it does. */
const watchMs = 250
/** A watch that comes later than this was kept from running. */
const lateMs = 200

export type LedgerState = {
  readonly isAvailable: boolean
  readonly reason: string | null
  readonly unplaced: number
  readonly oldestUnplacedMs: number
}

/** An entry that this process committed and that has no place yet. */
export interface ExpectedEntry {
  readonly tenantId: TenantId
  readonly entryId: EntryId
  readonly body: Buffer
}

/** The server's side of the ledger: receipts for its entries, and whether the ledger stands. */
export interface Receipts {
  /**
   * The receipt of a committed entry.
   * @throws ProblemError `ledger_unavailable` when there is none in time
   */
  await(tenantId: TenantId, entryId: EntryId): Promise<Receipt>
  /** An entry was committed: it has to get its place within two seconds, or the ledger counts as unavailable. */
  expect(entry: ExpectedEntry): void
  /** Entries that were to have their places by now: somebody holds or deletes rows of the queue. */
  overdue(): readonly ExpectedEntry[]
  /**
   * How a log stands, with inclusion proofs of the positions asked (at most 1,000).
   * @throws ProblemError `ledger_unavailable`
   */
  facts(tenantId: TenantId, positions: readonly number[]): Promise<LogFacts>
  state(): LedgerState
  /** The slowest receipt of the last second or two, in milliseconds; 0 when none was asked for. */
  recentMs(): number
  /** Called on every change between available and not. */
  onChange(listener: (state: LedgerState) => void): () => void
  close(): void
}

interface Expected extends ExpectedEntry {
  sinceMs: number
}

/** @param limits  those of the product; tests on a machine that does much besides give it more time */
export function connectReceipts(
  socketPath: string,
  clock: MonotonicClock,
  { receiptMs, unplacedMs, beatMs }: LedgerLimits = ledgerLimits,
): Receipts {
  const waiting = new Map<EntryId, { tenantId: TenantId; settle: (receipt: Receipt | undefined) => void }>()
  const questions = new Map<number, (facts: LogFacts | null) => void>()
  // in the order in which they were committed, so that the first is the oldest
  const expected = new Map<EntryId, Expected>()
  const slowness = worstOfLately(clock)
  const unsent = new Map<TenantId, EntryId[]>()
  const listeners = new Set<(state: LedgerState) => void>()
  let socket: Socket | undefined
  let isClosed = false
  let lastQuestion = 0
  let beat: { state: SequencerState; atMs: number } | undefined
  /** Time in which this process did not run: what came meanwhile could not be heard, so it counts against nobody. */
  let lostMs = 0
  let watchedAt = clock.monotonicMs()
  let watchAfterMs = watchMs
  let last = compute()
  let cancelWatch = (): void => undefined

  /** Milliseconds that passed while this process ran. */
  function runningMs(): number {
    return clock.monotonicMs() - lostMs
  }

  function oldestExpectedMs(): number {
    const [oldest] = expected.values()
    return oldest === undefined ? 0 : runningMs() - oldest.sinceMs
  }

  function compute(): LedgerState {
    const unplaced = Math.max(beat?.state.unplaced ?? 0, expected.size)
    const oldestUnplacedMs = Math.round(Math.max(beat?.state.oldestUnplacedMs ?? 0, oldestExpectedMs()))
    const reason =
      beat === undefined || socket === undefined || runningMs() - beat.atMs > beatMs
        ? 'sequencer_gone'
        : (beat.state.stalled ?? (oldestUnplacedMs > unplacedMs ? 'unplaced' : null))
    return { isAvailable: reason === null, reason, unplaced, oldestUnplacedMs }
  }

  function review(): void {
    const state = compute()
    const hasChanged = state.isAvailable !== last.isAvailable
    last = state
    if (hasChanged) for (const listener of listeners) listener(state)
  }

  function watch(): void {
    const sinceLastMs = clock.monotonicMs() - watchedAt
    if (sinceLastMs > watchAfterMs + lateMs) lostMs += sinceLastMs - watchAfterMs
    watchedAt = clock.monotonicMs()
    // beats that arrived while this process was busy stand behind this timer in the queue: let them in first
    setImmediate(() => {
      if (isClosed) return
      review()
      watchAfterMs = untilTooOldMs()
      cancelWatch = clock.setTimer(watchAfterMs, watch)
    })
  }

  /** Until the last beat or the oldest entry without a place would be too old, if nothing came meanwhile. */
  function untilTooOldMs(): number {
    const leftMs = [
      ...(beat === undefined ? [] : [beat.atMs + beatMs - runningMs()]),
      ...(expected.size === 0 ? [] : [unplacedMs - oldestExpectedMs()]),
    ]
    return Math.min(watchMs, ...leftMs.filter((ms) => ms > 0).map((ms) => Math.floor(ms) + 1))
  }

  function open(): void {
    if (isClosed) return
    const opened = connect(socketPath)
    const read = frameReader()
    opened.on('connect', () => {
      socket = opened
      askAgain()
    })
    opened.on('data', (chunk: Buffer) => {
      for (const message of read(chunk)) receive(message)
    })
    opened.on('error', () => undefined)
    opened.on('close', () => {
      if (socket === opened) socket = undefined
      for (const settle of questions.values()) settle(null)
      review()
      clock.setTimer(reconnectMs, open)
    })
  }

  /** Whatever was asked before the connection broke; the sequencer has its two seconds from now on. */
  function askAgain(): void {
    for (const [entryId, { tenantId }] of waiting) send({ want: entryId, tenant: tenantId })
    for (const entry of expected.values()) {
      entry.sinceMs = runningMs()
      tellExpected(entry)
    }
  }

  function receive(message: unknown): void {
    if (!isRecord(message)) return
    if (message.beat !== undefined) {
      beat = { state: message.beat as SequencerState, atMs: runningMs() }
      return review()
    }
    if (message.placed !== undefined) {
      for (const entryId of message.placed as EntryId[]) expected.delete(entryId)
      return
    }
    if (message.answer !== undefined) return questions.get(message.answer as number)?.(message.facts as LogFacts | null)
    const entryId = message.entry as EntryId
    expected.delete(entryId)
    waiting.get(entryId)?.settle(message.receipt as Receipt)
  }

  function send(message: unknown): void {
    socket?.write(encodeFrame(message))
  }

  /** Entries of one moment go in one message. */
  function tellExpected({ tenantId, entryId }: ExpectedEntry): void {
    const ids = unsent.get(tenantId)
    if (ids !== undefined) return void ids.push(entryId)
    unsent.set(tenantId, [entryId])
    setImmediate(() => {
      const expect = unsent.get(tenantId) ?? []
      unsent.delete(tenantId)
      for (let at = 0; at < expect.length; at += 1_000) send({ expect: expect.slice(at, at + 1_000), tenant: tenantId })
      send({ wake: true })
    })
  }

  open()
  watch()
  return {
    async await(tenantId, entryId) {
      const askedAtMs = clock.monotonicMs()
      const receipt = await new Promise<Receipt | undefined>((resolve) => {
        const cancel = clock.setTimer(receiptMs, () => settle(undefined))
        const settle = (found: Receipt | undefined): void => {
          cancel()
          waiting.delete(entryId)
          resolve(found)
        }
        waiting.set(entryId, { tenantId, settle })
        send({ want: entryId, tenant: tenantId })
      })
      slowness.note(clock.monotonicMs() - askedAtMs)
      if (receipt === undefined) throw new ProblemError('ledger_unavailable')
      return receipt
    },
    expect(entry) {
      expected.set(entry.entryId, { ...entry, sinceMs: runningMs() })
      tellExpected(entry)
    },
    overdue() {
      const now = runningMs()
      return [...expected.values()].filter(({ sinceMs }) => now - sinceMs > unplacedMs)
    },
    async facts(tenantId, positions) {
      const number = ++lastQuestion
      const facts = await new Promise<LogFacts | null>((resolve) => {
        const cancel = clock.setTimer(receiptMs, () => settle(null))
        const settle = (found: LogFacts | null): void => {
          cancel()
          questions.delete(number)
          resolve(found)
        }
        questions.set(number, settle)
        send({ ask: number, tenant: tenantId, positions })
      })
      if (facts === null) throw new ProblemError('ledger_unavailable')
      return facts
    },
    state: () => last,
    recentMs: () => slowness.worstMs(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      cancelWatch()
      socket?.destroy()
    },
  }
}

const latelyMs = 1_000

/** The worst of the current and the last second. */
function worstOfLately(clock: MonotonicClock): { note(ms: number): void; worstMs(): number } {
  let [second, worst, worstBefore] = [0, 0, 0]
  function turn(): void {
    const now = Math.floor(clock.monotonicMs() / latelyMs)
    if (now === second) return
    worstBefore = now === second + 1 ? worst : 0
    worst = 0
    second = now
  }
  return {
    note(ms) {
      turn()
      worst = Math.max(worst, ms)
    },
    worstMs() {
      turn()
      return Math.max(worst, worstBefore)
    },
  }
}
