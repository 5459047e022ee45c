import type { CampaignId, FigureRules } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { Place } from './read-measured.ts'
import { piecesSql, untallied, untalliedSpans } from './tally-sql.ts'

export interface TimeRow {
  readonly campaign_id: CampaignId
  readonly state: string
  readonly away_reason: string
  readonly ms: string
}

/** Time of a campaign's operators in one state, within one half hour that begins at `atMs`. */
export interface StateTime {
  readonly campaignId: CampaignId
  readonly atMs: number
  readonly state: string
  readonly awayReason: string | null
  readonly ms: number
}

/** Stretches of time after the tallies, and the states that operators are in at this moment. `$2` campaigns, `$3`–`$5`. */
export const openSpans = `${untalliedSpans('$2', '$3', '$4')}
  union all
  select d.tenant_id, d.campaign_id, d.operator_id, tenant.desk_state(d.state, d.preview_id), case when d.state = 'away' then d.away_reason end,
    greatest(d.since, $3), least($4, $5)
  from tenant.desks d where d.tenant_id = $1 and d.campaign_id = any ($2) and d.state <> 'gone'`

export const placeValues = (tx: Tx, { campaignIds, from, until, now }: Place) => [
  ...[tenantOf(tx), campaignIds, from, until, now],
]

/** How long operators were in which state, by half hour: from the tallies as far as they reach, then from the stretches. */
export async function readStateTimes(tx: Tx, place: Place): Promise<StateTime[]> {
  const { rows } = await tx.client.query<TimeRow & { readonly slot: Date }>({
    name: 'report times',
    text: `select campaign_id, slot, state, away_reason, sum(ms)::bigint as ms from (
        select campaign_id, slot, state, away_reason, ms from tenant.slot_times
        where tenant_id = $1 and campaign_id = any ($2) and slot >= $3 and slot < $4
        union all
        select campaign_id, slot, state, away_reason, ms from (${piecesSql(openSpans)}) p) t
      group by 1, 2, 3, 4`,
    values: placeValues(tx, place),
  })
  return rows.map(({ slot, ...time }) => ({ campaignId: time.campaign_id, atMs: slot.getTime(), ...timeOf(time) }))
}

export function timeOf({ state, away_reason: reason, ms }: Omit<TimeRow, 'campaign_id'>) {
  return { state, awayReason: reason === '' ? null : reason, ms: Number(ms) }
}

/** Calls of one half hour, of all campaigns together. */
export interface SlotCalls {
  readonly atMs: number
  readonly dialled: number
  readonly answered: number
}

/** How many calls were dialled and answered, by half hour; results that the rules do not count as dialled are left out. */
export async function readSlotCalls(
  tx: Tx,
  { campaignIds, from, until }: Omit<Place, 'now'>,
  { notDialled }: Pick<FigureRules, 'notDialled'>,
): Promise<SlotCalls[]> {
  const { rows } = await tx.client.query<{ slot: Date; dialled: number; answered: number }>({
    name: 'report slot calls',
    text: `select slot, sum(attempts)::int as dialled, sum(answered)::int as answered from (
        select slot, attempts, answered from tenant.slot_tallies
        where tenant_id = $1 and campaign_id = any ($2) and slot >= $3 and slot < $4 and disposition <> all ($5)
        union all
        select tenant.slot_of(a.intended_at), 1, (a.answered_at is not null)::int
        from (${untallied('$2', '$3', '$4')}) a where a.disposition <> all ($5)) c
      group by 1`,
    values: [tenantOf(tx), campaignIds, from, until, notDialled],
  })
  return rows.map(({ slot, dialled, answered }) => ({ atMs: slot.getTime(), dialled, answered }))
}
