import { type CalendarDay, type CampaignId, type OpenHours, ProblemError } from '@sekisho/contract'
import { type CallingRules, dateOf, dayOf, mayCallAt, nextCallableAt, windowOf } from '@sekisho/dialer'
import { type Asking, type CalendarDependencies, within } from './asking.ts'
import type { CampaignDays } from './calling-calendar.ts'
import { dayView } from './day-view.ts'
import { readCampaign } from './queries.ts'

/** When one campaign calls: for its page, for a month at a glance, for whoever promises a call. */
export interface CampaignCalendar {
  /** @param month  `2026-11` @throws ProblemError `not_found` */
  month(asking: Asking, campaignId: CampaignId, month: string): Promise<{ today: string; days: CalendarDay[] }>
  /** @throws ProblemError `not_found` */
  today(asking: Asking, campaignId: CampaignId): Promise<{ day: CalendarDay; isOpen: boolean; opensAt: number | null }>
  /** From today on, as far as a call-back may be promised. @throws ProblemError `not_found` */
  hours(asking: Asking, campaignId: CampaignId): Promise<OpenHours>
}

const dayMs = 86_400_000
/** Half a year, as `checkPromise` has it, and the day on which it ends. */
const promisedDays = 184

export function createCampaignCalendar({ database, clock, calling }: CalendarDependencies): CampaignCalendar {
  async function rulesOf(asking: Asking, campaignId: CampaignId): Promise<[CallingRules, CampaignDays]> {
    return within(database, asking, async (tx) => {
      const campaign = await readCampaign(tx, campaignId)
      if (campaign === null) throw new ProblemError('not_found')
      return [await calling.callingRules(tx, campaignId, campaign.hours), await calling.days(tx, campaignId)]
    })
  }

  return {
    async month(asking, campaignId, month) {
      const [rules, days] = await rulesOf(asking, campaignId)
      const first = Date.parse(`${month}-01`) / dayMs
      const [year = 0, monthOfYear = 0] = month.split('-').map(Number)
      const length = new Date(Date.UTC(year, monthOfYear, 0)).getUTCDate()
      return {
        today: dateOf(dayOf(clock.now())),
        days: Array.from({ length }, (_, index) => dayView(rules, days, first + index)),
      }
    },

    async today(asking, campaignId) {
      const [rules, days] = await rulesOf(asking, campaignId)
      const nowMs = clock.now()
      return {
        day: dayView(rules, days, dayOf(nowMs)),
        isOpen: mayCallAt(rules, nowMs),
        opensAt: nextCallableAt(rules, nowMs),
      }
    },

    async hours(asking, campaignId) {
      const [rules] = await rulesOf(asking, campaignId)
      const today = dayOf(clock.now())
      return {
        days: Array.from({ length: promisedDays }, (_, index) => ({
          date: dateOf(today + index),
          open: windowOf(rules, today + index),
        })),
      }
    },
  }
}
