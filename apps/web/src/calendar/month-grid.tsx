import type { CalendarDay } from '@sekisho/contract'
import { formatWeekday, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { calendar } from '../words/calendar.ts'
import { hoursText, whyDiffers } from './day-text.ts'
import styles from './calendar.module.css'

const weekdays = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay()

/** A month in weeks from Sunday; on a phone one day below the other. Closed days are dark, special ones marked. */
export function MonthGrid({ days, today }: { readonly days: readonly CalendarDay[]; readonly today: string }) {
  const { language } = useLanguage()
  const first = days[0]?.date ?? today
  return (
    <div>
      <div className={styles.weekdays} aria-hidden="true">
        {weekdays[language].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <ol className={styles.month} data-first={weekdayOf(first)}>
        {days.map((day) => (
          <Day key={day.date} day={day} isToday={day.date === today} />
        ))}
      </ol>
    </div>
  )
}

function Day({ day, isToday }: { readonly day: CalendarDay; readonly isToday: boolean }) {
  const { t, language } = useLanguage()
  const why = whyDiffers(day)
  const isSpecial = day.because === 'tenant_day' || day.because === 'campaign_day'
  const atNoon = (fromDateInput(day.date) ?? 0) + 43_200_000
  return (
    <li
      data-closed={day.open === null}
      data-special={isSpecial}
      data-rest={day.holiday !== null || weekdayOf(day.date) === 0}
      aria-current={isToday ? 'date' : undefined}
    >
      <span className={styles.date}>
        {formatWeekday(language, atNoon)}
        {isToday && <b> {t(calendar.isToday)}</b>}
      </span>
      <span className={styles.hours}>{day.open === null ? t(calendar.closed) : hoursText(day.open)}</span>
      {day.holiday !== null && <small>{day.holiday}</small>}
      {why !== null && <small>{t(why)}</small>}
    </li>
  )
}
