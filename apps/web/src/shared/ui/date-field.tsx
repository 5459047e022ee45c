import '@mantine/dates/styles.css'
import 'dayjs/locale/ja'
import { DateInput } from '@mantine/dates'
import type { DateInputProps } from '@mantine/dates'
import { parseDay } from '../day-text.ts'
import { formatDay, formatLongDay, fromDateInput } from '../format.ts'
import { useLanguage } from '../language.tsx'
import { common } from '../../words/common.ts'

interface DateFieldProps extends Pick<DateInputProps, 'inputWrapperOrder' | 'minDate' | 'maxDate'> {
  readonly label: string
  readonly description?: string
  /** As `2026-11-21`; empty for none. */
  readonly day: string
  readonly onDay: (day: string) => void
  readonly isClearable?: boolean
}

/**
 * A day in Japan, typed or chosen, written in the language of the page: a native date field writes it in that of the
 * browser. What cannot be read falls back to the day that stood there.
 */
export function DateField({ day, onDay, isClearable = false, ...rest }: DateFieldProps) {
  const { t, language } = useLanguage()
  return (
    <DateInput
      {...rest}
      locale={language}
      firstDayOfWeek={language === 'ja' ? 0 : 1}
      // red is for what needs a person now, not for Sundays
      weekendDays={[]}
      highlightToday
      hideOutsideDates
      getDayProps={(shown) => ({ 'aria-label': formatLongDay(language, fromDateInput(shown) ?? 0) })}
      {...(language === 'ja'
        ? { monthLabelFormat: 'YYYY年M月', yearLabelFormat: 'YYYY年', monthsListFormat: 'M月' }
        : {})}
      placeholder={t(common.dayExample)}
      valueFormat={(value) => formatDay(language, fromDateInput(value) ?? 0)}
      dateParser={(typed) => parseDay(typed, Date.now())}
      clearable={isClearable}
      clearButtonProps={{ 'aria-label': t(common.clearDay) }}
      ariaLabels={{
        nextMonth: t(common.nextMonth),
        previousMonth: t(common.previousMonth),
        nextYear: t(common.nextYear),
        previousYear: t(common.previousYear),
        nextDecade: t(common.nextDecade),
        previousDecade: t(common.previousDecade),
      }}
      value={day === '' ? null : day}
      onChange={(chosen) => onDay(chosen ?? '')}
    />
  )
}
