import { randomUUID } from 'node:crypto'
import { type CampaignKind, type ShadowEnd, type ShadowId, shadowNeeds, type TenantId } from '@sekisho/contract'
import { dayOf, mayCallAt, type PacedBy, type RecordedCall, type StopCode } from '@sekisho/dialer'
import { type CampaignBook, countDue, readTenantClient } from '../dialling/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { stoppedBy } from '../stop-switches/index.ts'
import { endShadow } from './end-shadow.ts'
import { holdShadows, markPlayed, type Shadow } from './queries.ts'
import { countDialled, readCalls, readPresence } from './read-facts.ts'
import { readLive } from './read-live.ts'
import {
  createShadowRun,
  pieceMs,
  reservoirMs,
  type RunFacts,
  type ShadowRun,
  twinsOfEach,
  warmUpMs,
} from './shadow-run.ts'
import { type PacedAs, readStretches, writeStretches } from './stretches.ts'

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
/** What happened within the last seconds may not have been written yet. */
const writtenWithinMs = 5_000
/** Behind by more, by a pause or by too much to play: what lies between is left out, and seen to be missing. */
const catchUpMs = 5 * 60_000
/** The list is counted no more often, and no further; no floor dials more between two counts. */
const countEveryMs = 60_000
const mostCounted = 10_000
const minuteOfDialling = 2_000
const scheduler = systemActor('scheduler')
const stopped = stoppedBy({ tenant: 'c.tenant_id', job: 'c.job_id', campaign: 'c.campaign_id' })

interface Pool {
  /** The real calls in it, and until when they are counted. */
  dialled: number
  dialledUntilMs: number
  poolAtMs: number
  pool: number
}

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
      const campaign = await lookAt(dependencies, tx, shadow, nowMs)
      if (campaign.end === null) return { campaign, ...(await readFacts(tx, shadow, playing, untilMs, nowMs)) }
      await endShadow(dependencies, tx, shadow, { kind: campaign.kind, endedAs: campaign.end, atMs: nowMs })
      return null
    })
    if (look === null) return void playing.delete(shadow.shadowId)
    const { campaign, known, facts, beginning } = look
    if (beginning !== null) playing.set(shadow.shadowId, beginning(campaign.livePacing))
    const current = playing.get(shadow.shadowId)
    if (current !== undefined && facts !== null)
      await current.run.play(untilMs, { ...facts, pool: current.pool, stop: campaign.stop }, rest)
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

interface Campaign {
  readonly kind: Exclude<CampaignKind, 'none'>
  readonly stop: StopCode | null
  /** Null where its own way of pacing is not played. */
  readonly livePacing: PacedBy | null
  /** Why the shadow is over, or null. */
  readonly end: ShadowEnd | null
}

async function lookAt(
  { campaigns }: Pick<ShadowPlayerDependencies, 'campaigns'>,
  tx: Tx,
  shadow: Shadow,
  nowMs: number,
): Promise<Campaign> {
  const { campaignId, liveMode, liveCapPercent } = shadow
  const { rows } = await tx.client.query<{ state: string; revision: number; is_stopped: boolean }>(
    `select c.state, c.revision, ${stopped} is not null as is_stopped from tenant.campaigns c where c.campaign_id = $1`,
    [campaignId],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a shadow of no campaign')
  const { kind, settings, calling } = await campaigns.read(tx, campaignId, row.revision)
  const isOther =
    settings.mode !== liveMode || (liveMode === 'predictive' && settings.abandonCapPercent !== liveCapPercent)
  return {
    kind,
    end:
      row.state === 'closed'
        ? 'campaign_closed'
        : dayOf(nowMs) !== dayOf(shadow.startedAtMs)
          ? 'day_over'
          : isOther
            ? 'settings_changed'
            : null,
    stop: stopOf(row, mayCallAt(calling, nowMs)),
    livePacing: await livePacingOf(tx, shadow),
  }
}

function stopOf({ state, is_stopped }: { state: string; is_stopped: boolean }, mayCall: boolean): StopCode | null {
  if (state !== 'running') return 'campaign_stopped'
  if (is_stopped) return 'campaign_switched_off'
  return mayCall ? null : 'outside_hours'
}

/** A municipality’s campaign dials one to one whatever its settings say. */
async function livePacingOf(tx: Tx, { liveMode, liveCapPercent }: Shadow): Promise<PacedBy | null> {
  if (liveMode === 'progressive') return { mode: 'progressive' }
  if (liveMode !== 'predictive') return null
  const { isMunicipal } = await readTenantClient(tx)
  return { mode: 'predictive', cap: isMunicipal ? 0 : liveCapPercent / 100 }
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

/** How many calls more than the real floor twins of each kind placed until now, on average: those leads are used up. */
async function aheadOf(tx: Tx, { shadowId, campaignId }: Shadow): Promise<Record<PacedAs, number>> {
  const stretches = await readStretches(tx, shadowId)
  const times = new Map(stretches.map(({ beganAtMs, endedAtMs }) => [beganAtMs, endedAtMs]))
  const real = await readLive(
    tx,
    campaignId,
    [...times].map(([fromMs, untilMs]) => ({ fromMs, untilMs })),
  )
  const dialled = real.reduce((sum, each) => sum + each.dialled, 0)
  const aheadOfReal = (kind: PacedAs): number => {
    const own = stretches.filter(({ pacedAs }) => pacedAs === kind)
    return Math.round(own.reduce((sum, each) => sum + each.dialled, 0) / twinsOfEach) - dialled
  }
  return { other: aheadOfReal('other'), as_live: aheadOfReal('as_live') }
}

/** As many due leads are counted as twins could have used up by now, and some more: that is enough for the next minute. */
async function countPool(
  tx: Tx,
  { campaignId }: Shadow,
  pool: Pool,
  { mostDialled, nowMs }: { readonly mostDialled: number; readonly nowMs: number },
): Promise<void> {
  const untilMs = Math.max(pool.dialledUntilMs, nowMs - writtenWithinMs)
  pool.dialled += await countDialled(tx, campaignId, pool.dialledUntilMs, untilMs)
  pool.dialledUntilMs = untilMs
  const limit = Math.min(mostCounted, Math.max(0, mostDialled - pool.dialled) + minuteOfDialling)
  const due = await countDue(tx, campaignId, nowMs, limit)
  pool.pool = due >= mostCounted ? Number.POSITIVE_INFINITY : pool.dialled + due
  pool.poolAtMs = nowMs
}
