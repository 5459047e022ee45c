import { type CampaignId, type CampaignKind, type CampaignSettings, campaignSettings } from '@sekisho/contract'
import { type AttemptLimits, type CallingRules, campaignRules, type RuleOf } from '@sekisho/dialer'
import { createCallingCalendar, type RuleChanges } from '../calendar/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** A campaign's settings in the form in which dialler and desks use them. */
export interface CampaignDescription {
  readonly campaignId: CampaignId
  readonly revision: number
  readonly name: string
  readonly kind: Exclude<CampaignKind, 'none'>
  readonly settings: CampaignSettings
  readonly ruleOf: RuleOf
  readonly limits: AttemptLimits
}

/** With when it may call, as the calendar stands in this transaction. */
export interface CampaignFacts extends CampaignDescription {
  readonly calling: CallingRules
}

export type CallingRuleChanges = RuleChanges

export interface CampaignBook {
  /** The campaign at a revision: read once and kept, because a revision never changes. */
  describe(tx: Tx, campaignId: CampaignId, revision: number): Promise<CampaignDescription>
  /** The same with its calendar, which may have changed since: asked of the database each time. */
  read(tx: Tx, campaignId: CampaignId, revision: number): Promise<CampaignFacts>
}

/** More than the running campaigns of one server. */
const mostCampaigns = 2_000

export function createCampaignBook(changes: CallingRuleChanges = {}): CampaignBook {
  const kept = new Map<CampaignId, CampaignDescription>()
  const calendar = createCallingCalendar(changes)
  return {
    describe,
    async read(tx, campaignId, revision) {
      const facts = await describe(tx, campaignId, revision)
      return { ...facts, calling: await calendar.callingRules(tx, campaignId, facts.settings.hours) }
    },
  }

  async function describe(tx: Tx, campaignId: CampaignId, revision: number): Promise<CampaignDescription> {
    const known = kept.get(campaignId)
    if (known?.revision === revision) return known
    const { rows } = await tx.client.query<{ name: string; kind: string; settings: unknown; revision: number }>(
      'select name, kind, settings, revision from tenant.campaigns where tenant_id = $1 and campaign_id = $2',
      [tenantOf(tx), campaignId],
    )
    const row = rows[0]
    if (row === undefined) throw new Error('no such campaign')
    const settings = campaignSettings.parse(row.settings)
    const facts = {
      campaignId,
      revision: row.revision,
      name: row.name,
      kind: row.kind === 'production' ? ('production' as const) : ('test' as const),
      settings,
      ruleOf: campaignRules(settings.dispositions),
      limits: settings,
    }
    if (kept.size >= mostCampaigns) kept.clear()
    kept.set(campaignId, facts)
    return facts
  }
}
