import { randomUUID } from 'node:crypto'
import { type ShadowId, shadowNeeds, type TenantId } from '@sekisho/contract'
import type { PacedBy, RecordedCall } from '@sekisho/dialer'
import type { CampaignBook } from '../dialling/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { endShadow } from './end-shadow.ts'
import { aheadOf, countEveryMs, countPool, type Pool } from './list-pool.ts'
import { lookAtCampaign } from './look-at-campaign.ts'
import { holdShadows, markPlayed, type Shadow } from './queries.ts'
import { readCalls, readPresence } from './read-facts.ts'
import {
  createShadowRun,
  pieceMs,
  reservoirMs,
  type RunFacts,
  type ShadowRun,
  warmUpMs,
  writtenWithinMs,
} from './shadow-run.ts'
import { writeStretches } from './stretches.ts'

export interface ShadowPlayerDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly campaigns: CampaignBook
  readonly onError: (error: unknown) => void
}

/** Plays the shadows of all tenants. It has neither carrier nor gate: nothing that it decides can ring. */
export interface ShadowPlayer {
  /** Plays what has passed by now; by itself it does so every fifteen seconds. */
  beat(): Promise<void>
  stop(): Promise<void>
}

const everyMs = 15_000
const heldMs = 60_000
/** Behind by more, by a pause or by too much to play: what lies between is left out, and seen to be missing. */
const catchUpMs = 5 * 60_000
const scheduler = systemActor('scheduler')

interface Playing extends Pool {
  readonly run: ShadowRun
}

export function playShadows(dependencies: ShadowPlayerDependencies): ShadowPlayer {
  const { database, clock, onError } = dependencies
  const holder = randomUUID()
  const playing = new Map<ShadowId, Playing>()
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  let cancel = (): void => undefined

  const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  async function play(tenantId: TenantId, shadow: Shadow): Promise<void> {
    const nowMs = clock.now()
    const untilMs = Math.floor((nowMs - writtenWithinMs) / pieceMs) * pieceMs
    const look = await database.transaction(scheduler, tenantId, async (tx) => {
      const campaign = await lookAtCampaign(dependencies, tx, shadow, nowMs)
      if (campaign.end === null) return { campaign, ...(await readFacts(tx, shadow, playing, untilMs, nowMs)) }
      await endShadow(dependencies, tx, shadow, { kind: campaign.kind, endedAs: campaign.end, atMs: nowMs })
      return null
    })
    if (look === null) return void playing.delete(shadow.shadowId)
    const { campaign, known, facts, beginning } = look
    if (beginning !== null) playing.set(shadow.shadowId, beginning(campaign.livePacing))
    const current = playing.get(shadow.shadowId)
    if (current !== undefined && facts !== null)
      await current.run.play(
        untilMs,
        { ...facts, pool: current.pool, stop: campaign.stop, endsAtMs: campaign.endsAtMs },
        rest,
      )
    const isOurs = await database.transaction(scheduler, tenantId, async (tx) => {
      const playedUntilMs = current === undefined ? null : untilMs
      const isKept = await markPlayed(tx, holder, { shadowId: shadow.shadowId, known, playedUntilMs })
      const stretches = current?.run.takeStretches() ?? []
      if (isKept && stretches.length > 0) await writeStretches(tx, shadow.shadowId, stretches)
      return isKept
    })
    if (!isOurs) playing.delete(shadow.shadowId)
  }

  async function playAll(): Promise<void> {
    const tenants = await database.transaction(scheduler, 'house', (tx) =>
      tx.db.selectFrom('house.tenants').select('tenant_id').execute(),
    )
    const held = new Set<ShadowId>()
    for (const { tenant_id: tenantId } of tenants) {
      if (isStopped) return
      const shadows = await database.transaction(scheduler, tenantId, (tx) => holdShadows(tx, holder, heldMs))
      for (const shadow of shadows) {
        held.add(shadow.shadowId)
        try {
          await play(tenantId, shadow)
        } catch (error) {
          // what was played and not written is played again, from the rows
          playing.delete(shadow.shadowId)
          onError(error)
        }
      }
    }
    for (const shadowId of playing.keys()) if (!held.has(shadowId)) playing.delete(shadowId)
  }

  function beat(): Promise<void> {
    running = running.then(playAll).catch(onError)
    return running
  }

  function later(): void {
    cancel = clock.setTimer(everyMs, () => {
      void beat().then(() => {
        if (!isStopped) later()
      })
    })
  }
  later()

  return {
    beat,
    async stop() {
      isStopped = true
      cancel()
      await running
    },
  }
}

interface Look {
  readonly known: { readonly calls: number; readonly talks: number }
  /** Null while too little is known. */
  readonly facts: Pick<RunFacts, 'presence' | 'calls'> | null
  /** Makes twins where there are none, or those that there are fell too far behind. */
  readonly beginning: ((livePacing: PacedBy | null) => Playing) | null
}

async function readFacts(
  tx: Tx,
  shadow: Shadow,
  playing: ReadonlyMap<ShadowId, Playing>,
  untilMs: number,
  nowMs: number,
): Promise<Look> {
  const { campaignId } = shadow
  const current = playing.get(shadow.shadowId)
  if (current !== undefined && current.run.playedMs >= untilMs - catchUpMs) {
    const fromMs = current.run.playedMs
    if (nowMs - current.poolAtMs >= countEveryMs)
      await countPool(tx, shadow, current, { mostDialled: current.run.mostDialled(), nowMs })
    return {
      known: current.run.known(),
      facts: {
        presence: await readPresence(tx, campaignId, fromMs, untilMs),
        calls: await readCalls(tx, campaignId, fromMs, untilMs),
      },
      beginning: null,
    }
  }
  const { playedUntilMs, startedAtMs, seed, window } = shadow
  const since = playedUntilMs ?? startedAtMs
  // by another process, or the one before this: it goes on there, if that is not long ago
  const fromMs = playedUntilMs !== null && since >= untilMs - catchUpMs ? since : untilMs
  const calls = await readCalls(tx, campaignId, fromMs - reservoirMs, untilMs)
  const before = calls.filter(({ endedAtMs }) => endedAtMs < fromMs)
  const known = { calls: before.length, talks: before.filter(isTalkWithPerson).length }
  if (known.calls < shadowNeeds.calls || known.talks < shadowNeeds.talks) return { known, facts: null, beginning: null }
  const aheadBefore = await aheadOf(tx, shadow)
  const pool = { dialled: 0, dialledUntilMs: fromMs, poolAtMs: Number.NEGATIVE_INFINITY, pool: 0 }
  const mostDialled = Math.max(aheadBefore.other, aheadBefore.as_live)
  await countPool(tx, shadow, pool, { mostDialled, nowMs })
  return {
    known,
    facts: { presence: await readPresence(tx, campaignId, fromMs - warmUpMs, untilMs), calls },
    beginning: (livePacing) => ({
      ...pool,
      run: createShadowRun({
        ...{ seed, fromMs, window, calls: before, aheadBefore },
        pacing: { other: otherPacing(shadow), as_live: livePacing },
      }),
    }),
  }
}

const isTalkWithPerson = ({ talk, isMachine }: RecordedCall): boolean => talk !== null && !isMachine

function otherPacing({ mode, capPercent }: Shadow): PacedBy {
  return mode === 'progressive' ? { mode } : { mode, cap: capPercent / 100 }
}
