import { randomInt } from 'node:crypto'
import {
  type CampaignId,
  campaignSettings,
  type FloorFigures,
  ProblemError,
  ratioOf,
  type ShadowId,
  type ShadowPacing,
  type ShadowView,
} from '@sekisho/contract'
import { createAnswerAccount, readTenantClient } from '../dialling/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Asking } from './asking.ts'
import { endShadow } from './end-shadow.ts'
import { addShadow, lockShadow, type NamedShadow, readShadows } from './queries.ts'
import { readLive } from './read-live.ts'
import { readStretches, type Stretch } from './stretches.ts'

export interface ShadowDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
}

export interface ShadowPlace {
  readonly campaignId: CampaignId
  readonly shadowId: ShadowId
}

/** Shadow mode (並走試算): what another way of pacing would have given today, on this very floor, without a call by it. */
export interface Shadows {
  /**
   * @param shadowId  null for the newest of the campaign
   * @throws ProblemError `not_found`
   */
  read(asking: Asking, campaignId: CampaignId, shadowId: ShadowId | null): Promise<ShadowView>
  /**
   * Begins one; it is played by `playShadows` until somebody stops it, the day is over, or the campaign is paced otherwise.
   *
   * @throws ProblemError `not_found`; `invalid_input` the campaign is closed; `conflict` one goes on already;
   *   `municipality_abandons_nobody`; `ledger_unavailable`
   */
  start(asking: Asking, campaignId: CampaignId, pacing: ShadowPacing): Promise<ShadowId>
  /** Ends one; nothing happens where it is over. @throws ProblemError `not_found`, `ledger_unavailable` */
  stop(asking: Asking, place: ShadowPlace): Promise<void>
}

const mostShown = 10
const longestSeed = 2 ** 31

export function createShadows({ database, writer, clock }: ShadowDependencies): Shadows {
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  return {
    read: (asking, campaignId, shadowId) =>
      within(asking, async (tx) => {
        const { name, kind, state, settings } = await campaignOf(tx, campaignId)
        const shadows = await readShadows(tx, campaignId, mostShown)
        const shown = shadowId === null ? shadows[0] : shadows.find((each) => each.shadowId === shadowId)
        if (shown === undefined && shadowId !== null) throw new ProblemError('not_found')
        const { isMunicipal } = await readTenantClient(tx)
        return {
          madeAt: clock.now(),
          campaign: {
            ...{ name, kind, state, mode: settings.mode, abandonCapPercent: settings.abandonCapPercent },
            mayAbandonNobody: isMunicipal,
          },
          shadows: shadows.map(summaryOf),
          shown: shown === undefined ? null : await shownOf(tx, shown),
        }
      }),

    start: (asking, campaignId, pacing) =>
      within(asking, async (tx) => {
        const { actor, policyHash } = asking
        const nowMs = clock.now()
        // two who begin one at the same moment: the second is told so
        await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 43))', [campaignId])
        const { kind, state, settings } = await campaignOf(tx, campaignId)
        if (state === 'closed') throw new ProblemError('invalid_input', 'closed')
        const [newest] = await readShadows(tx, campaignId, 1)
        if (newest !== undefined && newest.endedAtMs === null) throw new ProblemError('conflict')
        // what may not be switched on is not tried, either
        if (pacing.mode === 'predictive' && (await readTenantClient(tx)).isMunicipal)
          throw new ProblemError('municipality_abandons_nobody')
        const { window } = await createAnswerAccount(campaignId).read(tx, nowMs)
        const capPercent = pacing.mode === 'predictive' ? pacing.capPercent : 0
        const shadowId = newId<ShadowId>()
        const entryId = await writer.enter(tx, {
          type: 'shadow.started',
          purpose: 'supervision',
          campaignKind: kind,
          policyHash,
          counts: { cap_percent: capPercent },
          refs: { campaign: campaignId, session: actor.sessionId, dialling_mode: pacing.mode },
        })
        await addShadow(tx, {
          ...{ shadowId, campaignId, mode: pacing.mode, capPercent, window, entryId },
          ...{ liveMode: settings.mode, liveCapPercent: settings.abandonCapPercent },
          liveLinesPerTen: ratioOf(settings),
          ...{ seed: randomInt(longestSeed), startedBy: actor.personId, startedAtMs: nowMs },
        })
        return shadowId
      }),

    stop: (asking, { campaignId, shadowId }) =>
      within(asking, async (tx) => {
        const { kind } = await campaignOf(tx, campaignId)
        const shadow = await lockShadow(tx, campaignId, shadowId)
        if (shadow === undefined) throw new ProblemError('not_found')
        if (shadow.endedAtMs !== null) return
        const by = { policyHash: asking.policyHash, session: asking.actor.sessionId }
        await endShadow({ writer }, tx, shadow, { kind, endedAs: 'stopped', atMs: clock.now(), by })
      }),
  }
}

async function campaignOf(tx: Tx, campaignId: CampaignId) {
  const row = await tx.db
    .selectFrom('tenant.campaigns')
    .select(['name', 'kind', 'state', 'settings'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  if (row === undefined) throw new ProblemError('not_found')
  return {
    name: row.name,
    kind: row.kind === 'production' ? ('production' as const) : ('test' as const),
    state: row.state as ShadowView['campaign']['state'],
    settings: campaignSettings.parse(row.settings),
  }
}

const summaryOf = ({ shadowId, mode, capPercent, startedBy, startedAtMs, endedAtMs, endedAs }: NamedShadow) => ({
  ...{ shadowId, mode, capPercent, startedBy, startedAt: startedAtMs, endedAt: endedAtMs, endedAs },
})

/** Twins and the real floor, over exactly the same stretches of time. */
async function shownOf(tx: Tx, shadow: NamedShadow): Promise<ShadowView['shown']> {
  const { campaignId, shadowId, liveMode, liveCapPercent, known, playedUntilMs } = shadow
  const played = await readStretches(tx, shadowId)
  const stretches = [...new Set(played.map(({ beganAtMs }) => beganAtMs))].map((fromMs) => {
    const twins = played.filter(({ beganAtMs }) => beganAtMs === fromMs)
    return { fromMs, untilMs: twins[0]?.endedAtMs ?? fromMs, twins }
  })
  const live = await readLive(tx, campaignId, stretches)
  return {
    ...summaryOf(shadow),
    ...{ liveMode, liveCapPercent, known, playedUntil: playedUntilMs },
    stretches: stretches.map(({ fromMs, untilMs, twins }, at) => ({
      ...{ from: fromMs, until: untilMs, live: live[at] ?? nothing },
      asLive: twins.filter(({ pacedAs }) => pacedAs === 'as_live').map(figuresOf),
      other: twins.filter(({ pacedAs }) => pacedAs === 'other').map(figuresOf),
    })),
  }
}

const nothing: FloorFigures = {
  ...{ talkMs: 0, wrapUpMs: 0, waitingMs: 0, dialled: 0, answered: 0, abandoned: 0, connected: 0 },
}

const figuresOf = ({
  talkMs,
  wrapUpMs,
  waitingMs,
  dialled,
  answered,
  abandoned,
  connected,
}: Stretch): FloorFigures => ({
  ...{ talkMs, wrapUpMs, waitingMs, dialled, answered, abandoned, connected },
})
