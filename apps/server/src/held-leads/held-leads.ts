import {
  type CampaignId,
  campaignSettings,
  type HeldLead,
  type LeadDecisionGround,
  type LeadId,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import {
  campaignRules,
  checkPromise,
  defaultDisposition,
  LEAD_MACHINE,
  type LeadHappening,
  moved,
} from '@sekisho/dialer'
import type { CampaignBook } from '../dialling/index.ts'
import type { DoNotCall } from '../do-not-call/index.ts'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { holdReason, skipReasons } from './hold-reason.ts'
import { type HeldRow, type LockedLead, lockLead, moveLead, readHeldLeads } from './queries.ts'

export interface HeldLeadsDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly campaigns: CampaignBook
  readonly doNotCall: Pick<DoNotCall, 'record'>
}

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

export type Decision = { readonly revision: number; readonly ground: LeadDecisionGround } & (
  | { readonly decision: 'call_again'; readonly at: number }
  | { readonly decision: 'final' }
  | { readonly decision: 'refused'; readonly reach: 'offer' | 'all' }
)

/** Leads that wait for somebody to look at them: a missing result, a complaint, a family that refused. */
export interface HeldLeads {
  /** Who waits longest first, a hundred at most. @throws ProblemError `not_found` */
  list(asking: Asking, campaignId: CampaignId): Promise<{ leads: HeldLead[]; hasMore: boolean }>
  /**
   * Lets a lead go on, or ends it, with an entry of what was decided and why.
   *
   * @throws ProblemError `not_found`; `conflict` somebody else was first, or it does not wait any more;
   *         `invalid_input` a time at which nobody may be called, somebody without a number that may be called (on the
   *         do-not-call list, all numbers dead), or a refusal of somebody who was never called;
   *         `ledger_unavailable`, `key_service_unavailable`: nothing was decided
   */
  decide(asking: Asking, leadId: LeadId, decision: Decision): Promise<void>
}

const pageSize = 100
/** The results that a refusal is entered as: a declined offer, and no call ever again. */
const refusalCodes = { offer: '31', all: '32' } as const
const happenings = {
  call_again: 'release',
  final: 'outcome_finish',
  refused: 'outcome_finish',
} as const satisfies Record<Decision['decision'], LeadHappening>

export function createHeldLeads(dependencies: HeldLeadsDependencies): HeldLeads {
  const { database, writer, clock, campaigns, doNotCall } = dependencies
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  return {
    list: (asking, campaignId) =>
      within(asking, async (tx) => {
        const campaign = await tx.db
          .selectFrom('tenant.campaigns')
          .select('settings')
          .where('campaign_id', '=', campaignId)
          .executeTakeFirst()
        if (campaign === undefined) throw new ProblemError('not_found')
        const viewOf = viewsOf(campaignSettings.parse(campaign.settings))
        const rows = await readHeldLeads(tx, campaignId, pageSize + 1)
        return { leads: rows.slice(0, pageSize).map(viewOf), hasMore: rows.length > pageSize }
      }),

    decide: (asking, leadId, decision) =>
      within(asking, async (tx) => {
        const lead = await lockLead(tx, leadId)
        if (lead === undefined) throw new ProblemError('not_found')
        if (lead.state !== 'held' || lead.revision !== decision.revision) throw new ProblemError('conflict')
        const facts = await campaigns.read(tx, lead.campaign_id, lead.campaign_revision)
        const nowMs = clock.now()
        if (decision.decision === 'call_again') {
          const checked = checkPromise(facts.calling, decision.at, nowMs)
          if (!checked.ok) throw new ProblemError('invalid_input', 'at', checked.reason)
          // the dialler would end the lead without a call, and nobody would hear of it
          if (!lead.may_be_called) throw new ProblemError('invalid_input', 'not_callable')
        }
        await moveLead(tx, leadId, {
          state: moved(LEAD_MACHINE, lead.state, happenings[decision.decision]),
          dueAtMs: decision.decision === 'call_again' ? decision.at : null,
          finishedReason: { call_again: null, final: 'supervisor', refused: 'do_not_call' }[decision.decision],
        })
        const common = { campaignKind: facts.kind, policyHash: asking.policyHash }
        await writer.enter(tx, {
          ...common,
          type: 'lead.decided',
          purpose: 'supervision',
          refs: {
            ...{ campaign: lead.campaign_id, list: lead.list_id, session: asking.actor.sessionId },
            ...{ lead_decision: decision.decision, ground: decision.ground },
            ...(lead.attempt_id === null ? {} : { attempt: lead.attempt_id }),
            ...(lead.last_disposition === null ? {} : { disposition: lead.last_disposition }),
          },
          subject: { contactId: lead.contact_id, listId: lead.list_id },
        })
        if (decision.decision === 'refused')
          await doNotCall.record(tx, {
            ...common,
            ...callOf(lead),
            disposition: refusalCodes[decision.reach],
            refusalScope: facts.settings.refusalScope,
            atMs: nowMs,
          })
      }),
  }
}

/** The call that a refusal belongs to. Without one nobody can have refused anything. */
function callOf({ campaign_id, attempt_id, contact_id, list_id }: LockedLead) {
  if (attempt_id === null) throw new ProblemError('invalid_input', 'never_called')
  return { campaignId: campaign_id, attemptId: attempt_id, contactId: contact_id, listId: list_id }
}

function viewsOf(settings: ReturnType<typeof campaignSettings.parse>): (row: HeldRow) => HeldLead {
  const ruleOf = campaignRules(settings.dispositions)
  return (row) => {
    const { disposition } = row
    const own = settings.dispositions.find(({ code }) => code === disposition)?.label
    const usual = disposition === null ? undefined : defaultDisposition(disposition)?.label
    return {
      leadId: row.lead_id,
      // the end of the id is random; its beginning is a time
      mark: row.lead_id.slice(-6),
      revision: row.revision,
      heldAt: (row.skipped_at ?? row.ended_at ?? row.due_at).getTime(),
      disposition,
      label: own === undefined || own === usual?.ja ? (usual ?? null) : { ja: own, en: own },
      because:
        row.skipped_as === null
          ? holdReason(disposition === null ? null : ruleOf(disposition).next)
          : skipReasons[row.skipped_as],
      attempts: row.attempts,
      operator: row.operator,
      memoOf: row.has_memo ? row.attempt_id : null,
      wasCalled: row.attempt_id !== null,
      mayCallAgain: row.may_be_called,
    }
  }
}
