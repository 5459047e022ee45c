import type { CampaignId, FigureRules } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import {
  addCallInSlot,
  type CallInOutcome,
  countsOfCallIns,
  type Period,
  slotOf,
  type SlotCallIns,
} from '@sekisho/figures'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { isSuccessOf } from './read-measured.ts'

export interface CallInQuestion {
  readonly campaignIds: readonly CampaignId[]
  readonly period: Period
  readonly rules: FigureRules
  /** Results that the settings of a campaign call a success. */
  readonly successesOf: (campaignId: CampaignId) => readonly string[]
}

interface CellRow {
  readonly campaign_id: CampaignId
  readonly slot: Date
  readonly outcome: CallInOutcome
  readonly disposition: string | null
  readonly calls: number
  readonly in_time: number
  readonly wait_ms: string
}

/**
 * Call-ins of a period that are over, by the half hour in which they arrived, from the indexes call_ins_figures and
 * attempts_called_in: there are some per cent as many as attempts, so nothing is tallied ahead. The result is the one that
 * stands, so that a correction is in the next reading. Who still waits is in none of them.
 */
export async function readCallIns(tx: Tx, question: CallInQuestion): Promise<SlotCallIns[]> {
  const { campaignIds, period, rules } = question
  const { rows } = await tx.client.query<CellRow>({
    name: 'report call-ins',
    text: `select i.campaign_id, tenant.slot_of(i.arrived_at) as slot, i.outcome, a.disposition, count(*)::int as calls,
        count(*) filter (where i.ended_at - i.arrived_at <= $5 * interval '1 second')::int as in_time,
        sum(greatest(0, round(date_part('epoch', i.ended_at - i.arrived_at) * 1000)))::bigint as wait_ms
      from tenant.call_ins i
        left join tenant.attempts a on a.tenant_id = i.tenant_id and a.attempt_id = i.attempt_id and a.direction = 'in'
      where i.tenant_id = $1 and i.campaign_id = any ($2) and i.arrived_at >= $3 and i.arrived_at < $4
        and i.state = 'ended'
      group by 1, 2, 3, 4`,
    values: [
      ...[tenantOf(tx), campaignIds, new Date(startOfDay(period.fromDay)), new Date(startOfDay(period.untilDay))],
      rules.callIns.inTimeSeconds,
    ],
  })
  const slots = new Map<string, SlotCallIns>()
  for (const { campaign_id: campaignId, slot, outcome, disposition, calls, ...sums } of rows) {
    const cell = { campaignId, outcome, disposition, calls, inTime: sums.in_time, waitMs: Number(sums.wait_ms) }
    const atMs = slot.getTime()
    const place = { campaignId, day: dayOf(atMs), slot: slotOf(atMs) }
    addCallInSlot(slots, place, countsOfCallIns(cell, rules, isSuccessOf(question)))
  }
  return [...slots.values()]
}
