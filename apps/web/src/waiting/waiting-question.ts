import { reportDate } from '@sekisho/contract'
import { toDateInput } from '../shared/format.ts'

/** Which waits, as it stands in the address and can be sent to a colleague. Half hours count from midnight. */
export interface WaitingQuestion {
  /** `2026-11-21`, in Japan. */
  readonly date: string
  readonly campaignId?: string
  readonly fromSlot: number
  /** Not in it any more. */
  readonly untilSlot: number
}

export const slotsOfDay = 48
const id = /^[0-9a-f-]{36}$/

/** Reads the question from an address, which anybody may have written; what makes no sense becomes the whole of today. */
export function questionFromSearch(search: Readonly<Record<string, unknown>>, now: number): WaitingQuestion {
  const { date, campaignId } = search
  const known = reportDate.safeParse(date)
  const fromSlot = slotOf(search['fromSlot']) ?? 0
  const untilSlot = slotOf(search['untilSlot']) ?? slotsOfDay
  return {
    date: known.success ? known.data : toDateInput(now),
    ...(typeof campaignId === 'string' && id.test(campaignId) ? { campaignId } : {}),
    ...(fromSlot < untilSlot ? { fromSlot, untilSlot } : { fromSlot: 0, untilSlot: slotsOfDay }),
  }
}

export function searchOfQuestion({ date, campaignId, fromSlot, untilSlot }: WaitingQuestion): string {
  return `?${new URLSearchParams({
    date,
    ...(campaignId === undefined ? {} : { campaignId }),
    ...(fromSlot === 0 ? {} : { fromSlot: String(fromSlot) }),
    ...(untilSlot === slotsOfDay ? {} : { untilSlot: String(untilSlot) }),
  }).toString()}`
}

/** `09:30` for a half hour of the day; the last one is followed by `24:00`. */
export function clockOfSlot(slot: number): string {
  return `${String(Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`
}

function slotOf(value: unknown): number | null {
  const slot = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isInteger(slot) && slot >= 0 && slot <= slotsOfDay ? slot : null
}
