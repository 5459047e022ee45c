import type { AttemptId, CampaignId, PersonId } from '@sekisho/contract'
import type { ReachClass, RingingLine, Seat, SeatState } from '@sekisho/dialer'
import { alsoServed, seatsOfCampaign } from '../assignments/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { patienceMs } from './abandonment.ts'
import { readCampaignsFirst } from './allotment.ts'
import { isWaitingSeat } from './desk-rows.ts'
import { beforeAnswer } from './reseat-lines.ts'

/** A line of nobody's seat in particular. */
export interface OpenLine extends RingingLine {
  readonly attemptId: AttemptId
  readonly reachClass: ReachClass | null
}

/** Lines of another campaign with some of the same operators. */
export interface RivalLines {
  readonly campaignId: CampaignId
  readonly lines: readonly RingingLine[]
}

/** A campaign's operators and lines at one moment. */
export interface FloorRows {
  readonly seats: readonly Seat[]
  /** Those that have rung longest first. */
  readonly ringing: readonly OpenLine[]
  /** People on the line for whom nobody is free yet, here and in campaigns with the same operators. */
  readonly answeredWaiting: number
  readonly rivalsWaiting: number
  readonly rivals: readonly RivalLines[]
  /** Some of its operators are another campaign's, too. */
  readonly isShared: boolean
}

type Row =
  | {
      kind: 'seat'
      state: SeatState
      at: Date
      is_leaving: boolean
      id: PersonId
      of: null
      also: readonly CampaignId[] | null
    }
  | {
      kind: 'ringing' | 'waiting' | 'rival_ringing' | 'rival_waiting'
      state: null
      at: Date
      is_leaving: false
      id: string
      of: ReachClass | null
    }

/**
 * What predictive pacing sees, in one statement: an answer moves a line and a seat in the same moment, and two looks would
 * count one of them twice. Whoever may not take this campaign's calls now, or is wanted first elsewhere, counts as away.
 */
const floorSql = `${seatsOfCampaign(isWaitingSeat)},
      rivals as (select distinct r.campaign_id from serving s, unnest(s.chosen) as r (campaign_id)
        where r.campaign_id <> $2),
      open_lines as (
        select a.attempt_id, a.campaign_id, a.state, a.intended_at, a.answered_at, a.reach_class from tenant.attempts a
        where a.tenant_id = $1 and a.state <> 'ended' and a.operator_id is null
          and (a.campaign_id = $2 or a.campaign_id in (select campaign_id from rivals)))
      select 'seat' as kind, case
          when not s.is_skilled or s.is_wanted_elsewhere then 'away'
          when s.is_waiting then case when exists (select from tenant.attempts a where a.tenant_id = $1
            and a.operator_id = s.operator_id and a.state <> 'ended') then 'reserved' else 'waiting' end
          when s.state = 'reserved' and s.preview_id is not null then 'reserved'
          when s.state in ('reserved', 'connected') then 'talking'
          when s.state = 'wrap_up' then 'wrapping_up'
          else 'away' end as state,
        s.since as at, s.away_reason is not null as is_leaving, s.operator_id::text as id, null as of,
        case when s.is_shared then ${alsoServed} end as also
      from serving s
      union all
      select case when state = 'answered' then 'waiting' else 'ringing' end, null,
        case when state = 'answered' then answered_at else intended_at end, false, attempt_id::text, reach_class, null
      from open_lines where campaign_id = $2 and (state = 'answered' or state = any ($3))
      union all
      select case when state = 'answered' then 'rival_waiting' else 'rival_ringing' end, null,
        case when state = 'answered' then answered_at else intended_at end, false, campaign_id::text, null, null
      from open_lines where campaign_id <> $2 and (state = 'answered' or state = any ($3))`

export async function readFloor(tx: Tx, campaignId: CampaignId, nowMs: number): Promise<FloorRows> {
  const { rows } = await tx.client.query<Row>({
    name: 'floor of campaign',
    text: floorSql,
    values: [tenantOf(tx), campaignId, beforeAnswer],
  })
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind)
  // whoever waits for longer is being abandoned: that is counted in the day, not in the queue
  const isWaiting = ({ at }: Row): boolean => nowMs - at.getTime() < patienceMs
  const desks = rows.flatMap((row) => (row.kind === 'seat' ? [{ ...row, also: row.also ?? [] }] : []))
  const others = [...new Set(desks.flatMap(({ also }) => also))]
  const first = others.length === 0 ? new Set<CampaignId>() : await readCampaignsFirst(tx, campaignId, others, nowMs)
  return {
    isShared: others.length > 0,
    seats: desks.map((desk) =>
      seatOf(
        desk,
        nowMs,
        desk.also.some((each) => first.has(each)),
      ),
    ),
    ringing: of('ringing')
      .map(({ at, id, of: reachClass }) => ({ sinceMs: at.getTime(), attemptId: id as AttemptId, reachClass }))
      .sort((one, other) => one.sinceMs - other.sinceMs || (one.attemptId < other.attemptId ? -1 : 1)),
    answeredWaiting: of('waiting').filter(isWaiting).length,
    rivalsWaiting: of('rival_waiting').filter(isWaiting).length,
    rivals: rivalsOf(of('rival_ringing')),
  }
}

function rivalsOf(rows: readonly Row[]): RivalLines[] {
  const lines = new Map<string, RingingLine[]>()
  for (const { id, at } of rows) if (id !== null) lines.set(id, [...(lines.get(id) ?? []), { sinceMs: at.getTime() }])
  return [...lines].map(([campaignId, ringing]) => ({ campaignId: campaignId as CampaignId, lines: ringing }))
}

/** With a break booked, the call in hand is the last before it. */
function seatOf(
  { id: operator, state, at, is_leaving }: Extract<Row, { kind: 'seat' }>,
  nowMs: number,
  isLeftToOthers: boolean,
): Seat {
  const seat = { operator, state, sinceMs: at.getTime(), leavesAtMs: is_leaving ? nowMs : null }
  return isLeftToOthers ? { ...seat, isLeftToOthers } : seat
}
