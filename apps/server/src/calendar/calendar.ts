import { type DayWindow, HARD_WALL, YEAR_END_DAYS } from '@sekisho/dialer'
import { type Asking, type CalendarDependencies, within } from './asking.ts'
import { holidaysWith } from './calling-calendar.ts'
import { type CampaignCalendar, createCampaignCalendar } from './campaign-days.ts'
import { createHolidayFiles, type HolidayFiles } from './holiday-files.ts'
import { readFileDays } from './queries.ts'
import { createSpecialDays, type SpecialDays } from './special-days.ts'

/** When calls are allowed. Every change stands in the ledger by the same transaction. */
export interface Calendar {
  readonly specialDays: SpecialDays
  readonly holidayFiles: HolidayFiles
  readonly ofCampaign: CampaignCalendar
  /** What holds in every year and on every day, and until when holidays are known. */
  everyYear(asking: Asking): Promise<{ closed: readonly string[]; holidaysKnownUntil: string; wall: DayWindow }>
}

export function createCalendar(dependencies: CalendarDependencies): Calendar {
  const { database, calling } = dependencies
  return {
    specialDays: createSpecialDays(dependencies),
    holidayFiles: createHolidayFiles(dependencies),
    ofCampaign: createCampaignCalendar(dependencies),
    async everyYear(asking) {
      const { holidaysKnownUntil } = await within(database, asking, async (tx) => holidaysWith(await readFileDays(tx)))
      return {
        closed: [...(calling.changes.closedDays ?? YEAR_END_DAYS)],
        holidaysKnownUntil: calling.changes.holidaysKnownUntil ?? holidaysKnownUntil,
        wall: calling.changes.wall ?? HARD_WALL,
      }
    },
  }
}
