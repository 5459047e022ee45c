import { toDateInput } from '../shared/format.ts'

/** Which month of which campaign; it stands in the address. */
export interface MonthInView {
  readonly campaignId: string | null
  /** `2026-11` */
  readonly month: string
}

/** The month that lies `count` months after one. @param month  `2026-11` */
export function monthAfter(month: string, count: number): string {
  const [year = 0, monthOfYear = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, monthOfYear - 1 + count, 1)).toISOString().slice(0, 7)
}

/** From an address, which anybody may have written: what is no month is this month in Japan. */
export function monthFromSearch(search: Readonly<Record<string, unknown>>, now: number): MonthInView {
  const { campaign, month } = search
  const isMonth = typeof month === 'string' && /^20\d{2}-(0[1-9]|1[0-2])$/.test(month)
  return {
    campaignId: typeof campaign === 'string' && /^[0-9a-f-]{36}$/.test(campaign) ? campaign : null,
    month: isMonth ? month : toDateInput(now).slice(0, 7),
  }
}
