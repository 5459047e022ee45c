import {
  type CampaignId,
  campaignSettings,
  type CampaignSettings,
  type CampaignView,
  type FigureRules,
  type JobId,
  ProblemError,
  type ReportQuestion,
  type ReportView,
  type TenantId,
} from '@sekisho/contract'
import { startOfDay } from '@sekisho/dialer'
import { type Both, callInLines, dateOfDay, periodOf, reportColumns, reportLines } from '@sekisho/figures'
import type { Actor } from '../platform/actor.ts'
import { type Database, type RowScope, type Tx, tenantOf } from '../platform/database/index.ts'
import { readLayout, readRules } from './documents.ts'
import { readCallIns } from './read-call-ins.ts'
import { readMeasured } from './read-measured.ts'
import { resultLabels } from './result-labels.ts'
import { settleTallies } from './settle-tallies.ts'

export interface ReportCampaign {
  readonly campaignId: CampaignId
  readonly jobId: JobId
  readonly name: string
  readonly kind: CampaignView['kind']
  readonly state: CampaignView['state']
  readonly settings: CampaignSettings
}

/**
 * The campaigns in question that the transaction may see; test campaigns only where one is asked for by itself, or where
 * there are no others.
 *
 * @throws ProblemError `not_found` a campaign or job that does not exist for whoever asks
 */
export async function campaignsOf(
  tx: Tx,
  { campaignId, jobId }: Pick<ReportQuestion, 'campaignId' | 'jobId'>,
): Promise<ReportCampaign[]> {
  let query = tx.db
    .selectFrom('tenant.campaigns')
    .select(['campaign_id', 'job_id', 'name', 'kind', 'state', 'settings'])
  if (campaignId !== undefined) query = query.where('campaign_id', '=', campaignId)
  if (jobId !== undefined) query = query.where('job_id', '=', jobId)
  const found = await query.orderBy('name').orderBy('campaign_id').execute()
  const isMixed = found.some(({ kind }) => kind === 'production')
  const rows = isMixed ? found.filter(({ kind }) => kind === 'production') : found
  if (campaignId !== undefined && rows.length === 0) throw new ProblemError('not_found')
  if (jobId !== undefined) {
    const job = await tx.db.selectFrom('tenant.jobs').select('job_id').where('job_id', '=', jobId).executeTakeFirst()
    if (job === undefined) throw new ProblemError('not_found')
  }
  return rows.map((row) => ({
    campaignId: row.campaign_id,
    jobId: row.job_id,
    name: row.name,
    kind: row.kind as CampaignView['kind'],
    state: row.state as CampaignView['state'],
    settings: campaignSettings.parse(row.settings),
  }))
}

export interface ReportAsked {
  readonly tenantId: TenantId
  readonly actor: Actor
  readonly rowScope: RowScope
  readonly question: ReportQuestion
  /** Whether the work of single operators may be seen. */
  readonly withOperators: boolean
  readonly madeBy: string
}

/**
 * Makes a report of what was done, as it is at this moment. Tallies are brought up to date before, in a transaction of
 * the product's own: who may read a report changes nothing.
 *
 * @throws ProblemError `not_found`
 */
export async function makeReport(
  { database, nowMs }: { readonly database: Database; readonly nowMs: number },
  asked: ReportAsked,
): Promise<ReportView> {
  const { tenantId, actor, rowScope, question, withOperators } = asked
  const inReach = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.transaction(actor, tenantId, work, rowScope)
  const { campaigns, layout, rules, client } = await inReach(async (tx) => ({
    campaigns: await campaignsOf(tx, question),
    layout: await readLayout(tx),
    rules: await readRules(tx),
    client: await clientOf(tx),
  }))
  for (const { campaignId } of campaigns) await settleTallies(database, tenantId, campaignId, rules.value.person, nowMs)
  const period = periodOf(question.kind, question.date)
  const settingsOf = new Map(campaigns.map(({ campaignId, settings }) => [campaignId, settings]))
  const successesOf = (campaignId: CampaignId) =>
    (settingsOf.get(campaignId)?.dispositions ?? []).filter(({ isSuccess }) => isSuccess).map(({ code }) => code)
  const counted = { campaignIds: [...settingsOf.keys()], period, rules: rules.value, successesOf }
  const { measured, callIns } = await inReach(async (tx) => ({
    measured: await readMeasured(tx, { ...counted, withOperators, nowMs }),
    callIns: await readCallIns(tx, counted),
  }))
  const resultsOf = (campaignId: CampaignId) => ({
    offers: (code: string) =>
      settingsOf.get(campaignId)?.dispositions.some((disposition) => disposition.code === code) === true,
    isSuccess: (code: string) => isSuccessIn(rules.value, successesOf(campaignId), code),
  })
  const { kind } = question
  const lines = reportLines({ kind, period, measured, layout: layout.value, rules: rules.value, resultsOf })
  const labelOf = resultLabels([...settingsOf.values()])
  return {
    ...{ kind, from: dateOfDay(period.fromDay), until: dateOfDay(period.untilDay - 1), ...client },
    campaigns: campaigns.map(({ campaignId, name }) => ({ campaignId, name })),
    ...{ title: layout.value.title, madeAt: nowMs, madeBy: asked.madeBy },
    ...{ layoutVersion: layout.version, rulesVersion: rules.version },
    columns: reportColumns(layout.value, rules.value),
    ...{ total: lines.total, bands: lines.bands, days: lines.days },
    operators: withOperators ? lines.operators : null,
    results: lines.results.map((result) => ({ ...result, label: result.code === null ? few : labelOf(result.code) })),
    callIns: callInLines({ callIns, period, layout: layout.value, rules: rules.value }),
    smallCells: {
      atLeast: rules.value.smallCells.atLeast,
      isMerged: lines.results.some(({ code }) => code === null),
    },
    sections: layout.value.sections.filter((section) => withOperators || section !== 'operators'),
    isOver: nowMs >= startOfDay(period.untilDay),
  }
}

const few: Both = { ja: '少数の結果(合算)', en: 'Rare results, together' }

function isSuccessIn(rules: FigureRules, ofCampaign: readonly string[], code: string): boolean {
  return (rules.success === 'campaign' ? ofCampaign : rules.success).includes(code)
}

async function clientOf(tx: Tx): Promise<Pick<ReportView, 'client' | 'tenantName'>> {
  const row = await tx.db
    .selectFrom('house.tenants as t')
    .innerJoin('house.companies as c', 'c.company_id', 't.client_id')
    .select(['t.name as tenant_name', 'c.company_id', 'c.name'])
    .where('t.tenant_id', '=', tenantOf(tx))
    .executeTakeFirstOrThrow()
  return { client: { clientId: row.company_id, name: row.name }, tenantName: row.tenant_name }
}
