import { type CallInCounts, type CampaignId, campaignSettings, type FigureRules } from '@sekisho/contract'
import { dayOf } from '@sekisho/dialer'
import { addCallIns, callInFigure, dateOfDay, NO_CALL_INS } from '@sekisho/figures'
import type { Tx } from '../platform/database/index.ts'
import { readCallIns } from '../reports/index.ts'

/** What became of the call-ins that arrived on one day in Japan. */
export interface CallInDay {
  /** `2026-11-21` */
  readonly date: string
  readonly counts: CallInCounts
  readonly answerRate: number | null
  readonly serviceLevel: number | null
  /** From the arrival until an operator answered, ms. */
  readonly averageWait: number | null
}

const days = 14

/**
 * The same figures as in the reports, as the client defines them.
 *
 * @returns newest first
 */
export async function readDays(
  tx: Tx,
  campaignId: CampaignId,
  rules: FigureRules,
  nowMs: number,
): Promise<CallInDay[]> {
  const today = dayOf(nowMs)
  const successes = await successesOf(tx, campaignId)
  const slots = await readCallIns(tx, {
    ...{ campaignIds: [campaignId], rules, successesOf: () => successes },
    period: { fromDay: today - days + 1, untilDay: today + 1 },
  })
  const sums = new Map<number, CallInCounts>()
  for (const { day, counts } of slots) sums.set(day, addCallIns(sums.get(day) ?? NO_CALL_INS, counts))
  return [...sums]
    .sort(([left], [right]) => right - left)
    .map(([day, counts]) => ({
      ...{ date: dateOfDay(day), counts },
      answerRate: callInFigure('answerRate', counts, rules),
      serviceLevel: callInFigure('serviceLevel', counts, rules),
      averageWait: callInFigure('averageWait', counts, rules),
    }))
}

async function successesOf(tx: Tx, campaignId: CampaignId): Promise<string[]> {
  const { settings } = await tx.db
    .selectFrom('tenant.campaigns')
    .select('settings')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow()
  return campaignSettings.parse(settings).dispositions.flatMap(({ code, isSuccess }) => (isSuccess ? [code] : []))
}
