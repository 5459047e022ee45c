import type { AttemptId, CampaignId, EntryId, PreviewEnd, TenantId } from '@sekisho/contract'
import { previewRule } from '@sekisho/contract'
import { LEAD_MACHINE, type LookOrder, moved, type StopCode } from '@sekisho/dialer'
import type { EntryWriter } from '../ledger/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { CallEvents } from './call-events.ts'
import type { CampaignFacts } from './campaign-book.ts'
import { asAttempt, type Chosen, oneAtATime, seatDueLeads } from './choose-leads.ts'
import { type PreviewStep, previewStep } from './preview-decision.ts'
import { insertPreviews, lockOpenPreviews, type OpenPreview, writeEnds } from './preview-rows.ts'

interface PreviewDependencies {
  readonly writer: EntryWriter
  readonly events: Pick<CallEvents, 'announce'>
}

export interface LookAfterRequest {
  readonly campaignId: CampaignId
  readonly nowMs: number
  readonly stop: StopCode | null
  readonly facts: CampaignFacts
  /** How many may be dialled now. */
  readonly freeLines: number
  /** Callers of the campaign for whom no seat is free. */
  readonly callersUnseated: number
}

export interface GiveRequest extends Pick<LookAfterRequest, 'campaignId' | 'nowMs' | 'facts'> {
  readonly order: LookOrder | null
}

/** A preview with what is done about it now. */
interface Stepping {
  readonly preview: OpenPreview
  readonly step: PreviewStep
}

/** A preview whose lead is dialled: `dialPreviews` ends it once the attempt is there. */
export interface DialledPreview {
  readonly preview: OpenPreview
  readonly end: 'dialled' | 'dialled_at_limit'
  readonly chosen: Chosen
}

/**
 * Ends a campaign's previews whose time is over or whose lead must not be called any more, and gives those that are to be
 * dialled now. Nobody else chooses numbers of the tenant until the transaction ends.
 */
export async function lookAfterPreviews(
  dependencies: PreviewDependencies,
  tx: Tx,
  request: LookAfterRequest,
): Promise<DialledPreview[]> {
  const { nowMs, stop, freeLines, callersUnseated } = request
  // an end is an entry, and there are none now
  if (stop === 'ledger_unavailable') return []
  await oneAtATime(tx)
  const open = await lockOpenPreviews(tx, request.campaignId, nowMs)
  const taken = new Set<string>()
  let left = freeLines
  const steps = open.map((preview): Stepping => {
    const number = preview.lead.phone_index?.toString('hex') ?? ''
    const isNumberBusy = preview.isNumberBusy || taken.has(number)
    const step = previewStep({ ...preview, isNumberBusy }, { nowMs, stop, hasLine: left > 0 })
    if (step.kind === 'dials') {
      taken.add(number)
      left -= 1
    }
    return { preview, step }
  })
  await endPreviews(dependencies, tx, request, [...endsOf(steps), ...freedForCallers(steps, callersUnseated)])
  return steps.flatMap(({ preview, step }) =>
    step.kind === 'dials' ? [{ preview, end: step.end, chosen: asAttempt(preview.lead) }] : [],
  )
}

interface Ending {
  readonly preview: OpenPreview
  readonly end: PreviewEnd
  readonly attemptId: AttemptId | null
}

const endsOf = (steps: readonly Stepping[]): Ending[] =>
  steps.flatMap(({ preview, step }) => (step.kind === 'ends' ? [{ preview, end: step.end, attemptId: null }] : []))

/** Somebody on the line comes before somebody who might be called; whoever began to look last has lost least. */
function freedForCallers(steps: readonly Stepping[], callersUnseated: number): Ending[] {
  return steps
    .filter(({ preview, step }) => step.kind === 'stays' && preview.isConnected)
    .toReversed()
    .slice(0, Math.max(0, callersUnseated))
    .map(({ preview }) => ({ preview, end: 'callers_first', attemptId: null }))
}

/** Ends the previews whose attempts have just been made: their seats wait for the line that will ring for them. */
export async function endDialled(
  dependencies: PreviewDependencies,
  tx: Tx,
  request: Pick<LookAfterRequest, 'campaignId' | 'nowMs' | 'facts'>,
  dialled: readonly DialledPreview[],
): Promise<void> {
  const ends = dialled.map(({ preview, end, chosen: { attemptId } }) => ({ preview, end, attemptId }))
  await endPreviews(dependencies, tx, request, ends)
}

async function endPreviews(
  { writer, events }: PreviewDependencies,
  tx: Tx,
  { campaignId, nowMs, facts }: Pick<LookAfterRequest, 'campaignId' | 'nowMs' | 'facts'>,
  ends: readonly Ending[],
): Promise<void> {
  if (ends.length === 0) return
  for (const { preview } of ends) moved(LEAD_MACHINE, 'leased', `return_${preview.lead.state}`)
  await writeEnds(
    tx,
    nowMs,
    ends.map(({ preview: { previewId, lead }, end, attemptId }) => ({
      ...{ previewId, end, attemptId, leadState: lead.state, dueAtMs: null },
    })),
  )
  await writer.enterAll(
    tx,
    ends.map(({ preview: { previewId, lead, givenAtMs }, end, attemptId }) => ({
      type: 'preview.ended',
      purpose: 'dialling',
      campaignKind: facts.kind,
      counts: { duration_ms: Math.max(0, nowMs - givenAtMs) },
      refs: {
        ...{ campaign: campaignId, list: lead.list_id, entry: previewId, preview_end: end },
        ...(attemptId === null ? {} : { attempt: attemptId }),
      },
      subject: { contactId: lead.contact_id, listId: lead.list_id },
    })),
  )
  for (const { preview, end } of ends)
    await tellOfEnd(events, tx, { campaignId, previewId: preview.previewId, operatorId: preview.lead.operatorId, end })
}

/** The page is told why it shows the contact no more; the dialler, that a seat and a lead are free. */
export async function tellOfEnd(
  events: Pick<CallEvents, 'announce'>,
  tx: Tx,
  over: {
    readonly campaignId: CampaignId
    readonly previewId: EntryId
    readonly operatorId: OpenPreview['lead']['operatorId']
    readonly end: PreviewEnd
  },
): Promise<void> {
  const tenantId: TenantId = tenantOf(tx)
  const { campaignId, operatorId } = over
  await events.announce(tx, { kind: 'preview_over', tenantId, ...over })
  await events.announce(tx, { kind: 'desk_changed', tenantId, campaignId, operatorId })
}

/**
 * Gives free operators due leads to look at. The same is asked as before a call, because the call may follow within a
 * second.
 *
 * @returns  how many were given
 */
export async function givePreviews(
  { writer, events }: PreviewDependencies,
  tx: Tx,
  { campaignId, nowMs, facts, order }: GiveRequest,
  count: number,
): Promise<number> {
  const leads = await seatDueLeads(tx, campaignId, nowMs, count, 'all', order)
  if (leads.length === 0) return 0
  for (const { state } of leads) moved(LEAD_MACHINE, state, 'lease')
  const entryIds = await writer.enterAll(
    tx,
    leads.map(({ contact_id: contactId, list_id: listId }) => ({
      type: 'preview.given',
      purpose: 'dialling',
      campaignKind: facts.kind,
      refs: { campaign: campaignId, list: listId },
      subject: { contactId, listId },
    })),
  )
  const { seconds, atLimit } = previewRule(facts.settings)
  // entries come in the order asked
  const given = leads.flatMap((lead, index) => {
    const previewId = entryIds[index]
    return previewId === undefined ? [] : [{ ...lead, previewId }]
  })
  await insertPreviews(tx, campaignId, { nowMs, limitAtMs: nowMs + seconds * 1_000, atLimit }, given)
  const tenantId: TenantId = tenantOf(tx)
  for (const { previewId, operatorId } of given)
    await events.announce(tx, { kind: 'previewing', tenantId, campaignId, previewId, operatorId })
  return given.length
}
