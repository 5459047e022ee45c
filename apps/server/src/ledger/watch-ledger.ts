import { HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import { type KeyServiceCalls, KeyServiceError } from '@sekisho/vault'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { EntryWriter } from './entry-writer.ts'
import type { Receipts } from './receipts.ts'
import { refusalsReader } from './enter-refusals.ts'
import { createUnusedOpenings } from './unused-openings.ts'

export interface LedgerWatchDependencies {
  readonly database: Database
  readonly keys: Pick<KeyServiceCalls, 'refusals' | 'spent' | 'status'>
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'state' | 'onChange' | 'overdue' | 'expect'>
  readonly clock: Clock
  /** Told of what failed; it is tried again. */
  readonly onError: (error: unknown) => void
}

export interface LedgerWatch {
  /** Openings whose right was never used, among those this process has looked at. */
  unusedOpenings(tenantId: TenantId): number
  stop(): Promise<void>
}

const tickMs = 500
const refusalsEveryTicks = 6
const unusedEveryTicks = 20
const scheduler = systemActor('scheduler')

/** A time in which no receipts were given; entered once the ledger stands again. */
interface Stall {
  readonly from: number
  readonly reason: string | null
  /** Rows that had vanished from the queue and were queued again. */
  requeued: number
  until: number | null
}

/**
 * Watches the ledger from the server's side: refusals of the key service become entries, openings that nobody used are
 * counted, rows that vanished from the queue are queued again, and every stop of the ledger is entered afterwards.
 */
export function watchLedger(dependencies: LedgerWatchDependencies): LedgerWatch {
  const { database, writer, receipts, clock, onError } = dependencies
  const unused = createUnusedOpenings(dependencies)
  const enterRefusals = refusalsReader(dependencies)
  const stalls: Stall[] = []
  let hasStood = receipts.state().isAvailable
  let ticks = 0
  let running = Promise.resolve()
  let cancel = (): void => undefined
  const stopping = { isAsked: false }

  const endListening = receipts.onChange(({ isAvailable, reason }) => {
    const open = stalls.at(-1)
    if (isAvailable) {
      hasStood = true
      if (open !== undefined) open.until ??= clock.now()
    } else if (hasStood && (open === undefined || open.until !== null)) {
      stalls.push({ from: clock.now(), reason, requeued: 0, until: null })
    }
  })

  /** Somebody who deletes rows of the queue deletes what was promised to nobody yet; the bytes are still here. */
  async function requeue(): Promise<void> {
    if (receipts.state().reason !== 'unplaced') return
    for (const entry of receipts.overdue()) {
      const { rowCount } = await database.transaction(scheduler, entry.tenantId, (tx) =>
        tx.client.query(
          'insert into tenant.entry_queue (tenant_id, entry_id, body) values ($1, $2, $3) on conflict do nothing',
          [entry.tenantId, entry.entryId, entry.body],
        ),
      )
      if (rowCount !== 1) continue
      const open = stalls.at(-1)
      if (open !== undefined) open.requeued += 1
      receipts.expect(entry)
    }
  }

  async function enterStalls(): Promise<void> {
    for (let stall = stalls[0]; stall !== undefined && stall.until !== null; stall = stalls[0]) {
      const { from, until, reason, requeued } = stall
      await database.transaction(scheduler, HEAD_OFFICE, async (tx) => {
        await writer.enter(tx, {
          type: 'ledger.stalled',
          outcome: 'failed',
          reason: reason === 'storage_full' ? 'storage_full' : 'ledger_unavailable',
          purpose: 'oversight',
          at: from,
          ...(requeued === 0 ? {} : { counts: { rows: requeued } }),
        })
        await writer.enter(tx, {
          type: 'ledger.resumed',
          purpose: 'oversight',
          at: until,
          counts: { duration_ms: Math.max(0, until - from) },
        })
      })
      stalls.shift()
    }
  }

  async function tick(): Promise<void> {
    ticks += 1
    await requeue()
    if (!receipts.state().isAvailable) return
    await enterStalls()
    if (ticks % refusalsEveryTicks === 0) await enterRefusals()
    if (ticks % unusedEveryTicks === 0) await unused.look()
  }

  function schedule(): void {
    cancel = clock.setTimer(tickMs, () => {
      running = tick()
        .catch((error: unknown) => {
          // while the ledger or the key service is away, everything here fails: that is what the stall says
          if (receipts.state().isAvailable && !isAway(error)) onError(error)
        })
        .then(() => {
          if (!stopping.isAsked) schedule()
        })
    })
  }
  schedule()

  return {
    unusedOpenings: unused.of,
    async stop() {
      stopping.isAsked = true
      cancel()
      endListening()
      await running
    },
  }
}

/** The key service went a moment before the sequencer could say so. */
function isAway(error: unknown): boolean {
  return error instanceof KeyServiceError && (error.code === 'unavailable' || error.code === 'timeout')
}
