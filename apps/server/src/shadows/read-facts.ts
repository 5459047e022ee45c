import type { CampaignId } from '@sekisho/contract'
import type { RecordedCall, TwinStretch } from '@sekisho/dialer'
import { DEFAULT_FIGURE_RULES } from '@sekisho/figures'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** In these states an operator is there for the campaign; on a call-in nobody is there for those whom it dials. */
const thereStates = ['available', 'reserved', 'connected', 'wrap_up', 'previewing']

/** As reports have it, where a client has no definitions of its own: an account of abandoned calls knows no others, either. */
export const { machine: machineCodes, notDialled: notDialledCodes } = DEFAULT_FIGURE_RULES
/** Our own doing, from which nobody learns who answers: hung up before it rang, and while it did. */
const ownDoing = ['S09', 'S10']
/** Whoever recorded a result an hour later was not wrapping up. */
const longestWrapUpMs = 3_600_000

/** Somebody was there for a campaign. */
export interface Presence {
  readonly operator: string
  readonly fromMs: number
  readonly untilMs: number
}

export async function readPresence(
  tx: Tx,
  campaignId: CampaignId,
  fromMs: number,
  untilMs: number,
): Promise<Presence[]> {
  const { rows } = await tx.client.query<{ operator: string; began: Date; ended: Date }>({
    name: 'presence at campaign',
    text: `with there as (
        select operator_id, range_agg(tstzrange(greatest(began_at, $3), least(ended_at, $4))) as at from (
          select operator_id, began_at, ended_at from tenant.desk_spans
            where tenant_id = $1 and campaign_id = $2 and ended_at > $3 and began_at < $4 and state = any ($5)
          union all
          select operator_id, since, 'infinity' from tenant.desks
            where tenant_id = $1 and campaign_id = $2 and since < $4 and tenant.desk_state(state, preview_id) = any ($5)) spans
        group by operator_id),
      call_ins as (
        select operator_id, range_agg(tstzrange(connected_at, coalesce(ended_at, 'infinity'))) as at from tenant.attempts
        where tenant_id = $1 and campaign_id = $2 and direction = 'in' and connected_at < $4
          and intended_at > $3::timestamptz - interval '4 hours' and intended_at < $4
        group by operator_id)
      select t.operator_id as operator, lower(r.at) as began, upper(r.at) as ended
      from there t left join call_ins c using (operator_id),
        unnest(t.at - coalesce(c.at, '{}'::tstzmultirange)) as r (at)
      order by lower(r.at), t.operator_id`,
    values: [tenantOf(tx), campaignId, new Date(fromMs), new Date(untilMs), thereStates],
  })
  return rows.map(({ operator, began, ended }) => ({ operator, fromMs: began.getTime(), untilMs: ended.getTime() }))
}

/** Who comes and who goes from `fromMs` on, where these were there until then; in the order of time. */
export function movesOf(
  presence: readonly Presence[],
  there: ReadonlySet<string>,
  fromMs: number,
  untilMs: number,
): TwinStretch['moves'] {
  const staying = new Set(presence.filter((each) => each.fromMs <= fromMs).map(({ operator }) => operator))
  const gone = [...there].filter((operator) => !staying.has(operator))
  const moves = gone.map((operator) => ({ atMs: fromMs, operator, isThere: false }))
  for (const { operator, ...at } of presence) {
    if (at.fromMs > fromMs || !there.has(operator)) moves.push({ atMs: at.fromMs, operator, isThere: true })
    if (at.untilMs < untilMs) moves.push({ atMs: at.untilMs, operator, isThere: false })
  }
  return moves.sort((one, other) => one.atMs - other.atMs)
}

interface CallRow {
  intended_at: Date
  answered_at: Date | null
  connected_at: Date | null
  hung_up_at: Date | null
  ended_at: Date
  disposition: string
}

/** The campaign's outgoing calls that ended in this time, by the index attempts_campaign_time; none lasted for two hours. */
export async function readCalls(
  tx: Tx,
  campaignId: CampaignId,
  fromMs: number,
  untilMs: number,
): Promise<RecordedCall[]> {
  const { rows } = await tx.client.query<CallRow>({
    name: 'calls for a shadow',
    text: `select intended_at, answered_at, connected_at, hung_up_at, ended_at, disposition from tenant.attempts
      where tenant_id = $1 and campaign_id = $2 and intended_at >= $3::timestamptz - interval '2 hours' and intended_at < $4
        and direction = 'out' and state = 'ended' and ended_at >= $3 and ended_at < $4
        and disposition <> all ($5) and cause is distinct from 'vanished'
      order by ended_at, attempt_id`,
    values: [...[tenantOf(tx), campaignId, new Date(fromMs), new Date(untilMs)], [...notDialledCodes, ...ownDoing]],
  })
  return rows.map(recordedOf)
}

function recordedOf({
  intended_at,
  answered_at,
  connected_at,
  hung_up_at,
  ended_at,
  disposition,
}: CallRow): RecordedCall {
  const isConnected = connected_at !== null && hung_up_at !== null
  const isMachine = machineCodes.includes(disposition)
  // a machine that nobody heard is a call that nobody answered
  const isAnswered = answered_at !== null && (isConnected || !isMachine)
  const wrapUpMs = isConnected ? ended_at.getTime() - hung_up_at.getTime() : 0
  return {
    endedAtMs: ended_at.getTime(),
    ringMs: (isAnswered ? answered_at : ended_at).getTime() - intended_at.getTime(),
    ...{ isAnswered, isMachine: isAnswered && isMachine },
    talk:
      isConnected && wrapUpMs < longestWrapUpMs
        ? { talkMs: hung_up_at.getTime() - connected_at.getTime(), wrapUpMs }
        : null,
  }
}

/** Calls that the campaign really placed since a moment. */
export async function countDialled(tx: Tx, campaignId: CampaignId, sinceMs: number, untilMs: number): Promise<number> {
  const { rows } = await tx.client.query<{ dialled: number }>({
    name: 'calls beside a shadow',
    text: `select count(*)::int as dialled from tenant.attempts
      where tenant_id = $1 and campaign_id = $2 and intended_at >= $3 and intended_at < $4 and direction = 'out'`,
    values: [tenantOf(tx), campaignId, new Date(sinceMs), new Date(untilMs)],
  })
  return rows[0]?.dialled ?? 0
}
