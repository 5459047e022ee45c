import {
  type AbandonmentAlarm,
  type AbandonmentView,
  type CampaignId,
  campaignSettings,
  modesAhead,
} from '@sekisho/contract'
import { type AbandonmentAccount, abandonmentAlarmsOf } from '@sekisho/dialer'
import { DEFAULT_FIGURE_RULES, definitionOf } from '@sekisho/figures'
import {
  type AnswerAccount,
  createAnswerAccount,
  type Findings,
  isDoubted,
  readTenantClient,
} from '../dialling/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'
import type { RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './campaigns.ts'

export interface AbandonmentDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly findings: Findings
}

/** Accounts of abandoned calls of campaigns that dial ahead, for those who answer for them. No row of a person is in them. */
export interface AbandonmentAccounts {
  /** Of all campaigns in the decision's scope that may abandon anybody, also while a finding keeps them from it. */
  read(asking: Asking): Promise<AbandonmentView[]>
}

interface KeptAccount {
  readonly account: AnswerAccount
  /** The last look: every page of every supervisor asks, and a look counts what came since. */
  read: { readonly atMs: number; readonly result: Promise<AbandonmentAccount> } | undefined
}

const freshMs = 2_000
/** More than the running campaigns of one server. */
const mostCampaigns = 2_000
const dialler = systemActor('dialler')
/** The same for everybody: a client's own definitions of figures change nothing of what the law counts. */
const definition = definitionOf('abandon_rate', DEFAULT_FIGURE_RULES)

export function createAbandonmentAccounts({ database, clock, findings }: AbandonmentDependencies): AbandonmentAccounts {
  const kept = new Map<CampaignId, KeptAccount>()

  function keptOf(campaignId: CampaignId): KeptAccount {
    const known = kept.get(campaignId)
    if (known !== undefined) return known
    if (kept.size >= mostCampaigns) kept.clear()
    const made: KeptAccount = { account: createAnswerAccount(campaignId), read: undefined }
    kept.set(campaignId, made)
    return made
  }

  /** One look at a time: an account goes on from where its last look was. */
  function accountOf(tenantId: Asking['tenantId'], campaignId: CampaignId): Promise<AbandonmentAccount> {
    const of = keptOf(campaignId)
    const nowMs = clock.now()
    if (of.read !== undefined && Math.abs(nowMs - of.read.atMs) < freshMs) return of.read.result
    const before = of.read?.result.catch(() => undefined) ?? Promise.resolve(undefined)
    const result = before.then(() => database.transaction(dialler, tenantId, (tx) => of.account.read(tx, clock.now())))
    const read = { atMs: nowMs, result }
    of.read = read
    result.catch(() => {
      if (of.read === read) of.read = undefined
    })
    return result
  }

  return {
    async read({ actor, tenantId, rowScope }) {
      const found = await findings.all()
      const { campaigns, client } = await database.transaction(
        actor,
        tenantId,
        async (tx) => ({ campaigns: await readCapped(tx), client: await readTenantClient(tx) }),
        rowScope,
      )
      if (client.isMunicipal) return []
      const views: AbandonmentView[] = []
      for (const { campaignId, capPercent, begun } of campaigns) {
        const account = await accountOf(tenantId, campaignId)
        const { today, window, worstToday, worstOfWindow } = account
        views.push({
          ...{ campaignId, capPercent, today, window },
          ...{ worstToday: halfHourView(worstToday), worstOfWindow: halfHourView(worstOfWindow) },
          alarms: abandonmentAlarmsOf(account, capPercent / 100).map((alarm) => ({
            ...{ alarm, since: begun.get(alarm) ?? null },
          })),
          isDoubted: isDoubted(found, campaignId, client),
        })
      }
      return views
    },
  }
}

function halfHourView(half: AbandonmentAccount['worstToday']): AbandonmentView['worstToday'] {
  return half === null ? null : { at: half.atMs, answered: half.answered, abandoned: half.abandoned }
}

interface Capped {
  readonly campaignId: CampaignId
  readonly capPercent: number
  /** Since when, as it was entered. */
  readonly begun: ReadonlyMap<AbandonmentAlarm, number>
}

async function readCapped(tx: Tx): Promise<Capped[]> {
  const { rows } = await tx.client.query<{
    campaign_id: CampaignId
    settings: unknown
    alarms: AbandonmentAlarm[] | null
    begun: Date[] | null
  }>({
    name: 'campaigns with a cap',
    text: `select c.campaign_id, c.settings, array_agg(a.alarm) filter (where a.alarm is not null) as alarms,
        array_agg(a.began_at) filter (where a.alarm is not null) as begun
      from tenant.campaigns c
        left join tenant.abandonment_alarms a on a.tenant_id = c.tenant_id and a.campaign_id = c.campaign_id
      where c.tenant_id = $1 and c.state <> 'closed' and c.settings ->> 'mode' = any ($2)
      group by c.tenant_id, c.campaign_id order by c.created_at, c.campaign_id`,
    values: [tenantOf(tx), modesAhead],
  })
  return rows.flatMap(({ campaign_id: campaignId, settings, alarms, begun }) => {
    const { data } = campaignSettings.safeParse(settings)
    // what no settings are is not dialled, and has no cap to be held to
    if (data === undefined || data.abandonCapPercent === 0) return []
    const since = (alarms ?? []).map((alarm, index) => [alarm, begun?.[index]?.getTime() ?? 0] as const)
    return [{ campaignId, capPercent: data.abandonCapPercent, begun: new Map(since) }]
  })
}

export function abandonmentHandlers(accounts: AbandonmentAccounts) {
  return {
    'abandonment.accounts': async ({ actor, tenantId, rowScope, decision }) => ({
      definition,
      campaigns: await accounts.read({ actor, tenantId, rowScope, policyHash: decision.policyHash }),
    }),
  } as const satisfies RouteHandlers
}
