import { type CampaignKind, type CampaignSettings, ratioOf, type ShadowEnd } from '@sekisho/contract'
import { callableUntil, dayOf, type PacedBy, type StopCode } from '@sekisho/dialer'
import { type CampaignBook, readTenantClient } from '../dialling/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { stoppedBy } from '../stop-switches/index.ts'
import type { Shadow } from './queries.ts'

const stopped = stoppedBy({ tenant: 'c.tenant_id', job: 'c.job_id', campaign: 'c.campaign_id' })

/** What a campaign's rows say of its shadow at one moment. */
export interface SeenCampaign {
  readonly kind: Exclude<CampaignKind, 'none'>
  readonly stop: StopCode | null
  /** When calling ends today; null outside of its hours. */
  readonly endsAtMs: number | null
  /** Null where its own way of pacing is not played. */
  readonly livePacing: PacedBy | null
  /** Why the shadow is over, or null. */
  readonly end: ShadowEnd | null
}

export async function lookAtCampaign(
  { campaigns }: { readonly campaigns: CampaignBook },
  tx: Tx,
  shadow: Shadow,
  nowMs: number,
): Promise<SeenCampaign> {
  const { campaignId } = shadow
  const { rows } = await tx.client.query<{ state: string; revision: number; is_stopped: boolean }>(
    `select c.state, c.revision, ${stopped} is not null as is_stopped from tenant.campaigns c where c.campaign_id = $1`,
    [campaignId],
  )
  const [row] = rows
  if (row === undefined) throw new Error('a shadow of no campaign')
  const { kind, settings, calling } = await campaigns.read(tx, campaignId, row.revision)
  const endsAtMs = callableUntil(calling, nowMs)
  return {
    ...{ kind, endsAtMs },
    end:
      row.state === 'closed'
        ? 'campaign_closed'
        : dayOf(nowMs) !== dayOf(shadow.startedAtMs)
          ? 'day_over'
          : isPacedOtherwise(shadow, settings)
            ? 'settings_changed'
            : null,
    stop: stopOf(row, endsAtMs !== null),
    livePacing: await livePacingOf(tx, shadow),
  }
}

function stopOf({ state, is_stopped }: { state: string; is_stopped: boolean }, mayCall: boolean): StopCode | null {
  if (state !== 'running') return 'campaign_stopped'
  if (is_stopped) return 'campaign_switched_off'
  return mayCall ? null : 'outside_hours'
}

function isPacedOtherwise({ liveMode, liveCapPercent, liveLinesPerTen }: Shadow, settings: CampaignSettings): boolean {
  if (settings.mode !== liveMode) return true
  if (liveMode !== 'predictive' && liveMode !== 'ratio') return false
  return settings.abandonCapPercent !== liveCapPercent || (liveLinesPerTen ?? ratioOf(settings)) !== ratioOf(settings)
}

/** A municipality’s campaign dials one to one whatever its settings say. */
async function livePacingOf(tx: Tx, { liveMode, liveCapPercent, liveLinesPerTen }: Shadow): Promise<PacedBy | null> {
  if (liveMode === 'progressive') return { mode: 'progressive' }
  if (liveMode === 'preview' || (liveMode === 'ratio' && liveLinesPerTen === null)) return null
  const { isMunicipal } = await readTenantClient(tx)
  const cap = isMunicipal ? 0 : liveCapPercent / 100
  return liveLinesPerTen === null ? { mode: 'predictive', cap } : { mode: 'ratio', cap, linesPerTen: liveLinesPerTen }
}
