import {
  type CampaignId,
  type CampaignReadiness,
  type CampaignSettings,
  type CampaignView,
  isAheadMode,
  type JobId,
  ProblemError,
  type TemplateKey,
  templateKeys,
  type TenantId,
} from '@sekisho/contract'
import { createCallingCalendar, type RuleChanges } from '../calendar/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { checkReadiness } from './check-readiness.ts'
import { hasCallableLead, lockCampaign, readCampaigns } from './queries.ts'
import { contradictions, missingSettings } from './readiness.ts'
import { enteredSettings } from './settings-digest.ts'
import { readClient, readSurroundings } from './surroundings.ts'
import { campaignTemplate, usualTemplate } from './templates.ts'

export interface CampaignsDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  /** What the dialler goes by beside a campaign's own hours; the law's wall and the public holidays without it. */
  readonly callingRules?: RuleChanges
}

/** Who asks, decided already: what every function here takes first. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

export interface NewCampaign {
  readonly jobId: JobId
  readonly name: string
  readonly kind: 'production' | 'test'
  readonly settings: CampaignSettings
}

export interface CampaignChange {
  readonly revision: number
  readonly name: string
  readonly settings: CampaignSettings
}

/** Calling efforts of a tenant. Every change stands in the ledger by the same transaction. */
export interface Campaigns {
  list(asking: Asking): Promise<CampaignView[]>
  /** @throws ProblemError `not_found` */
  read(asking: Asking, campaignId: CampaignId): Promise<CampaignView>
  /**
   * @throws ProblemError `not_found` (the job), `invalid_input`, `municipality_abandons_nobody`,
   *   `ledger_unavailable`
   */
  create(asking: Asking, campaign: NewCampaign): Promise<CampaignId>
  /**
   * @throws ProblemError `not_found`, `conflict` when somebody changed it first, `invalid_input`,
   *   `municipality_abandons_nobody`, `ledger_unavailable`
   */
  change(asking: Asking, campaignId: CampaignId, change: CampaignChange): Promise<number>
  /** @throws ProblemError `not_found`, `not_ready` with the codes of `readiness.ts`, `ledger_unavailable` */
  start(asking: Asking, campaignId: CampaignId): Promise<void>
  /** @throws ProblemError `not_found`, `ledger_unavailable` (calling stands still then anyway) */
  stop(asking: Asking, campaignId: CampaignId): Promise<void>
  /** Everything that a start looks at and what somebody should know besides. @throws ProblemError `not_found` */
  readiness(asking: Asking, campaignId: CampaignId): Promise<CampaignReadiness>
  /** What a new campaign of this tenant may begin with. */
  templates(asking: Asking): Promise<{ templates: Template[]; usual: TemplateKey }>
}

export interface Template {
  readonly key: TemplateKey
  readonly settings: CampaignSettings
}

export function createCampaigns(dependencies: CampaignsDependencies): Campaigns {
  const { database, writer, clock, callingRules } = dependencies
  const calendar = createCallingCalendar(callingRules)
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  return {
    list: (asking) => within(asking, (tx) => readCampaigns(tx, null)),

    async read(asking, campaignId) {
      const [found] = await within(asking, (tx) => readCampaigns(tx, campaignId))
      if (found === undefined) throw new ProblemError('not_found')
      return found
    },

    create: (asking, { jobId, name, kind, settings }) =>
      within(asking, async (tx) => {
        refuseContradictions(settings)
        await refuseAbandoning(tx, settings)
        const job = await tx.db
          .selectFrom('tenant.jobs')
          .select('job_id')
          .where('job_id', '=', jobId)
          .executeTakeFirst()
        if (job === undefined) throw new ProblemError('not_found')
        const campaignId = newId<CampaignId>()
        await tx.db
          .insertInto('tenant.campaigns')
          .values({
            tenant_id: asking.tenantId,
            campaign_id: campaignId,
            job_id: jobId,
            name,
            kind,
            settings: JSON.stringify(settings),
          })
          .execute()
        const { mode, ...said } = enteredSettings(campaignId, settings)
        await writer.enter(tx, {
          type: 'campaign.created',
          purpose: 'supervision',
          policyHash: asking.policyHash,
          campaignKind: kind,
          ...said,
          refs: { campaign: campaignId, job: jobId, session: asking.actor.sessionId, ...mode },
          commit: { label: name },
        })
        return campaignId
      }),

    change: (asking, campaignId, { revision, name, settings }) =>
      within(asking, async (tx) => {
        refuseContradictions(settings)
        await refuseAbandoning(tx, settings)
        const campaign = await lockCampaign(tx, campaignId)
        if (campaign === undefined) throw new ProblemError('not_found')
        if (campaign.revision !== revision) throw new ProblemError('conflict')
        if (campaign.state === 'closed') throw new ProblemError('invalid_input', 'closed')
        // what runs stays able to run: operators would sit before an empty page otherwise
        const missing = campaign.state === 'running' ? await missingOf(tx, campaignId, settings) : []
        if (missing.length > 0) throw new ProblemError('invalid_input', ...missing)
        await tx.db
          .updateTable('tenant.campaigns')
          .set({ name, settings: JSON.stringify(settings), revision: revision + 1 })
          .where('campaign_id', '=', campaignId)
          .execute()
        const { mode, ...said } = enteredSettings(campaignId, settings)
        await writer.enter(tx, {
          type: 'campaign.changed',
          purpose: 'supervision',
          policyHash: asking.policyHash,
          campaignKind: campaign.kind,
          ...said,
          refs: { campaign: campaignId, session: asking.actor.sessionId, ...mode },
          commit: { label: name },
        })
        return revision + 1
      }),

    start: (asking, campaignId) =>
      within(asking, async (tx) => {
        const campaign = await lockCampaign(tx, campaignId)
        if (campaign === undefined) throw new ProblemError('not_found')
        if (campaign.state === 'closed') throw new ProblemError('not_ready', 'closed')
        if (campaign.state === 'running') return
        const missing: string[] = await missingOf(tx, campaignId, campaign.settings)
        if (!(await hasCallableLead(tx, campaignId))) missing.push('no_leads')
        if (missing.length > 0) throw new ProblemError('not_ready', ...missing)
        await move(tx, asking, campaignId, campaign.kind, 'running')
      }),

    stop: (asking, campaignId) =>
      within(asking, async (tx) => {
        const campaign = await lockCampaign(tx, campaignId)
        if (campaign === undefined) throw new ProblemError('not_found')
        if (campaign.state === 'running') await move(tx, asking, campaignId, campaign.kind, 'stopped')
      }),

    readiness: (asking, campaignId) =>
      within(asking, async (tx) => {
        const [campaign] = await readCampaigns(tx, campaignId)
        if (campaign === undefined) throw new ProblemError('not_found')
        const nowMs = clock.now()
        const rules = await calendar.callingRules(tx, campaignId, campaign.settings.hours)
        return checkReadiness(campaign, await readSurroundings(tx, campaign, nowMs), nowMs, rules)
      }),

    templates: (asking) =>
      within(asking, async (tx) => {
        const { name, sector } = await readClient(tx)
        return {
          templates: templateKeys.map((key) => ({ key, settings: campaignTemplate(key, name) })),
          usual: usualTemplate(sector),
        }
      }),
  }

  async function missingOf(tx: Tx, campaignId: CampaignId, settings: CampaignSettings) {
    const rules = await calendar.callingRules(tx, campaignId, settings.hours)
    return missingSettings(settings, clock.now(), rules)
  }

  async function move(
    tx: Tx,
    asking: Asking,
    campaignId: CampaignId,
    kind: CampaignView['kind'],
    state: 'running' | 'stopped',
  ): Promise<void> {
    await tx.db
      .updateTable('tenant.campaigns')
      .set({ state, ...(state === 'running' ? { started_at: new Date(clock.now()) } : {}) })
      .where('campaign_id', '=', campaignId)
      .execute()
    await writer.enter(tx, {
      type: state === 'running' ? 'campaign.started' : 'campaign.stopped',
      purpose: 'supervision',
      policyHash: asking.policyHash,
      campaignKind: kind,
      refs: { campaign: campaignId, session: asking.actor.sessionId },
    })
  }
}

/** Nobody who answers a town hall is left without a voice. The dialler asks it again before each call. */
async function refuseAbandoning(tx: Tx, { mode, abandonCapPercent }: CampaignSettings): Promise<void> {
  if (!isAheadMode(mode) || abandonCapPercent === 0) return
  const { sector } = await readClient(tx)
  if (sector === 'municipality') throw new ProblemError('municipality_abandons_nobody')
}

function refuseContradictions(settings: CampaignSettings): void {
  const places = contradictions(settings)
  if (places.length > 0) throw new ProblemError('invalid_input', ...places)
}
