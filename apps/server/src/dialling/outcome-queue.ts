import { type AttemptId, type CampaignId, ProblemError, type TenantId } from '@sekisho/contract'
import { ATTEMPT_MACHINE, statesBefore } from '@sekisho/dialer'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'
import type { Background } from './background.ts'
import type { CallEvents } from './call-events.ts'
import type { CampaignBook } from './campaign-book.ts'
import { type Finish, type FinishedAttempt, finishAttempts } from './finish-attempts.ts'
import { lockDesksOf, settleSeats } from './desk-rows.ts'
import { previewedAmong } from './preview-rows.ts'
import type { AtStep } from './steps.ts'

/** A move that nobody waits for: the call was placed, or it rings. */
export interface QuietMove {
  readonly attemptId: AttemptId
  readonly ringingAtMs: number | null
}

export interface OutcomeQueue {
  move(tenantId: TenantId, move: QuietMove): void
  /** Ends an attempt that reached no operator; repeated until it is written, also through an outage of the ledger. */
  finish(tenantId: TenantId, finish: Finish): void
  /** How many ends are not written yet. */
  waiting(): number
  /** Writes what can be written now; what cannot is found by the next dialler. */
  flush(): Promise<void>
}

export interface OutcomeQueueDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly campaigns: CampaignBook
  readonly events: CallEvents
  readonly clock: Clock
  readonly background: Background
  readonly atStep: AtStep
  readonly onError: (error: unknown) => void
  /** Ends were written: lines are free and leads have new due times. */
  readonly onFinished: (tenantId: TenantId, ended: readonly EndedLine[]) => void
}

/** The end of a call that reached no operator. */
export interface EndedLine {
  readonly campaignId: CampaignId
  /** Dropped by the carrier: no result of whoever was called, and no call that was lost with a process of ours. */
  readonly hasFailed: boolean
}

/** 回線障害, with the word of the carrier. */
const hasFailed = ({ disposition, cause }: Finish): boolean => disposition === 'S07' && cause !== 'vanished'

/** Everything of this long is written in one transaction: at 100 attempts a second each one alone would be too many. */
const gatherMs = 40
const retryMs = 500
const mostAtOnce = 200
const dialler = systemActor('dialler')

interface TenantQueue {
  moves: QuietMove[]
  finishes: Finish[]
  isRunning: boolean
}

export function createOutcomeQueue(dependencies: OutcomeQueueDependencies): OutcomeQueue {
  const { database, writer, campaigns, events, clock, background, atStep, onError, onFinished } = dependencies
  const queues = new Map<TenantId, TenantQueue>()

  function queueOf(tenantId: TenantId): TenantQueue {
    const known = queues.get(tenantId)
    if (known !== undefined) return known
    const added: TenantQueue = { moves: [], finishes: [], isRunning: false }
    queues.set(tenantId, added)
    return added
  }

  function schedule(tenantId: TenantId, queue: TenantQueue, waitMs: number): void {
    if (queue.isRunning) return
    queue.isRunning = true
    clock.setTimer(waitMs, () => background.run(() => drain(tenantId, queue)))
  }

  async function drain(tenantId: TenantId, queue: TenantQueue): Promise<void> {
    const moves = queue.moves.splice(0)
    const finishes = queue.finishes.splice(0, mostAtOnce)
    let waitMs = gatherMs
    try {
      await write(tenantId, moves, finishes)
    } catch (error) {
      // a move that was lost is a legal gap; an end never is
      waitMs = await separate(tenantId, queue, finishes, error)
    }
    queue.isRunning = false
    if (queue.moves.length + queue.finishes.length > 0) schedule(tenantId, queue, waitMs)
  }

  /** One end that cannot be written must not hold up the others. */
  async function separate(
    tenantId: TenantId,
    queue: TenantQueue,
    finishes: readonly Finish[],
    error: unknown,
  ): Promise<number> {
    if (error instanceof ProblemError || finishes.length === 0) {
      queue.finishes.unshift(...finishes)
      if (!(error instanceof ProblemError)) onError(error)
      return retryMs
    }
    for (const finish of finishes) {
      try {
        await write(tenantId, [], [finish])
      } catch (single) {
        onError(single)
        queue.finishes.push(finish)
      }
    }
    return retryMs
  }

  async function write(tenantId: TenantId, moves: readonly QuietMove[], finishes: readonly Finish[]): Promise<void> {
    const ends = await database.transaction(dialler, tenantId, async (tx) => {
      await writeMoves(tx, moves)
      if (finishes.length === 0) return []
      await lockDesksOf(
        tx,
        finishes.map(({ attemptId }) => attemptId),
      )
      const ended = await finishAttempts({ writer, campaigns }, tx, clock.now(), finishes)
      await settle(tx, tenantId, ended)
      atStep('ending')
      const failed = new Set(finishes.filter(hasFailed).map(({ attemptId }) => attemptId))
      return ended.map(({ attemptId, campaignId }) => ({ campaignId, hasFailed: failed.has(attemptId) }))
    })
    if (ends.length === 0) return
    atStep('ended')
    onFinished(tenantId, ends)
  }

  /** Operators whose lines ended without a talk are told when it changes something for them, or for what they look at. */
  async function settle(tx: Tx, tenantId: TenantId, ended: readonly FinishedAttempt[]): Promise<void> {
    const lines = ended.flatMap(({ attemptId, operatorId, wasConnected }) =>
      operatorId === null || wasConnected ? [] : [{ attemptId, operatorId }],
    )
    const settled = await settleSeats(
      tx,
      lines.map(({ operatorId }) => operatorId),
      clock.now(),
    )
    const previewed = await previewedAmong(
      tx,
      lines.map(({ attemptId }) => attemptId),
    )
    for (const line of lines)
      if (settled.has(line.operatorId) || previewed.has(line.attemptId))
        await events.announce(tx, { kind: 'released', tenantId, ...line })
  }

  return {
    move(tenantId, move) {
      const queue = queueOf(tenantId)
      queue.moves.push(move)
      schedule(tenantId, queue, gatherMs)
    },
    finish(tenantId, finish) {
      const queue = queueOf(tenantId)
      queue.finishes.push(finish)
      schedule(tenantId, queue, gatherMs)
    },
    async flush() {
      for (const [tenantId, queue] of queues) {
        const finishes = queue.finishes.splice(0)
        await write(tenantId, queue.moves.splice(0), finishes).catch(onError)
      }
    },
    waiting: () => [...queues.values()].reduce((sum, { finishes }) => sum + finishes.length, 0),
  }
}

const beforeRinging = statesBefore(ATTEMPT_MACHINE, 'ring')
const beforePlaced = statesBefore(ATTEMPT_MACHINE, 'place')

async function writeMoves(tx: Tx, moves: readonly QuietMove[]): Promise<void> {
  if (moves.length === 0) return
  // the last report of an attempt is the one that counts
  const last = [...new Map(moves.map((move) => [move.attemptId, move])).values()]
  await tx.client.query({
    name: 'move attempts',
    text: `update tenant.attempts a set ringing_at = m.ringing_at,
        state = case when m.ringing_at is null then 'dialling' else 'ringing' end
      from unnest($2::uuid[], $3::timestamptz[]) as m (attempt_id, ringing_at)
      where a.tenant_id = $1 and a.attempt_id = m.attempt_id
        and a.state = any (case when m.ringing_at is null then $4::text[] else $5::text[] end)`,
    values: [
      tenantOf(tx),
      last.map(({ attemptId }) => attemptId),
      last.map(({ ringingAtMs }) => (ringingAtMs === null ? null : new Date(ringingAtMs))),
      beforePlaced,
      beforeRinging,
    ],
  })
}
