import { type CampaignId, type CampaignKind, type CampaignSettings, campaignSettings } from '@sekisho/contract'
import { type AttemptLimits, type CallingRules, callingRules, campaignRules, type RuleOf } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** A campaign's settings in the form in which dialler and desks use them. */
export interface CampaignFacts {
  readonly campaignId: CampaignId
  readonly revision: number
  readonly name: string
  readonly kind: Exclude<CampaignKind, 'none'>
  readonly settings: CampaignSettings
  readonly ruleOf: RuleOf
  readonly calling: CallingRules
  readonly limits: AttemptLimits
}

/** Changes of the calling rules beside the hours of a campaign: another wall, other holidays. */
export type CallingRuleChanges = Partial<Omit<CallingRules, 'hours'>>

export interface CampaignBook {
  /** The campaign at a revision; read once and kept, because a revision never changes. */
  read(tx: Tx, campaignId: CampaignId, revision: number): Promise<CampaignFacts>
}

/** More than the running campaigns of one server. */
const mostCampaigns = 2_000

export function createCampaignBook(changes: CallingRuleChanges = {}): CampaignBook {
  const kept = new Map<CampaignId, CampaignFacts>()
  return {
    async read(tx, campaignId, revision) {
      const known = kept.get(campaignId)
      if (known?.revision === revision) return known
      const { rows } = await tx.client.query<{ name: string; kind: string; settings: unknown; revision: number }>(
        'select name, kind, settings, revision from tenant.campaigns where tenant_id = $1 and campaign_id = $2',
        [tenantOf(tx), campaignId],
      )
      const row = rows[0]
      if (row === undefined) throw new Error('no such campaign')
      const settings = campaignSettings.parse(row.settings)
      const facts: CampaignFacts = {
        campaignId,
        revision: row.revision,
        name: row.name,
        kind: row.kind === 'production' ? 'production' : 'test',
        settings,
        ruleOf: campaignRules(settings.dispositions),
        calling: callingRules(settings.hours, changes),
        limits: settings,
      }
      if (kept.size >= mostCampaigns) kept.clear()
      kept.set(campaignId, facts)
      return facts
    },
  }
}
