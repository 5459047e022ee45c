import type { CampaignId, ComparedDays, FigureRules, StaffTime } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { slotOf } from '@sekisho/figures'
import type { Tx } from '../platform/database/index.ts'
import { readSlotCalls, readStateTimes } from '../reports/index.ts'

/** A week holds every weekday once. */
const daysBefore = 7

export interface ComparedSlots {
  readonly campaignIds: readonly CampaignId[]
  readonly day: number
  readonly fromSlot: number
  /** Not in it any more. */
  readonly untilSlot: number
  readonly nowMs: number
}

const staffTimeOf = {
  available: 'waitingMs',
  reserved: 'waitingMs',
  connected: 'talkMs',
  wrap_up: 'wrapUpMs',
  previewing: 'previewMs',
  away: 'awayMs',
} as const satisfies Record<string, keyof StaffTime>

const nothing = { dialled: 0, answered: 0, waitingMs: 0, talkMs: 0, wrapUpMs: 0, previewMs: 0, awayMs: 0 }

/** How the same half hours of a day and of the week before it were spent. */
export async function compareDays(
  tx: Tx,
  { campaignIds, day, fromSlot, untilSlot, nowMs }: ComparedSlots,
  rules: FigureRules,
): Promise<{ readonly now: ComparedDays; readonly before: ComparedDays }> {
  const from = new Date(startOfDay(day - daysBefore))
  const until = new Date(startOfDay(day + 1))
  const place = { campaignIds, from, until, now: new Date(Math.max(nowMs, from.getTime())) }
  const isAsked = ({ atMs }: { readonly atMs: number }) => slotOf(atMs) >= fromSlot && slotOf(atMs) < untilSlot
  const times = (await readStateTimes(tx, place)).filter(isAsked)
  const calls = (await readSlotCalls(tx, place, rules)).filter(isAsked)
  const sumOf = (isIn: (day: number) => boolean): ComparedDays => {
    const sum = { ...nothing }
    const days = new Set<number>()
    for (const { atMs, state, ms } of times) {
      const part = (staffTimeOf as Readonly<Record<string, keyof StaffTime>>)[state]
      if (!isIn(dayOf(atMs)) || part === undefined) continue
      sum[part] += ms
      days.add(dayOf(atMs))
    }
    for (const { atMs, dialled, answered } of calls) {
      if (!isIn(dayOf(atMs))) continue
      sum.dialled += dialled
      sum.answered += answered
      days.add(dayOf(atMs))
    }
    return { days: days.size, ...sum }
  }
  return { now: sumOf((each) => each === day), before: sumOf((each) => each !== day) }
}
