import { Text } from '@mantine/core'
import type { CallInCounts, CallInFigureKey } from '@sekisho/contract'
import { formatNumber, formatRate, formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { callIns } from '../words/call-ins.ts'
import { faq } from '../words/faq.ts'
import styles from './call-ins.module.css'

interface Day {
  readonly date: string
  readonly counts: CallInCounts
  readonly answerRate: number | null
  readonly serviceLevel: number | null
  readonly averageWait: number | null
}

interface InBoth {
  readonly ja: string
  readonly en: string
}

interface CallInDaysProps {
  readonly days: readonly Day[]
  readonly figures: readonly { readonly key: CallInFigureKey; readonly name: InBoth; readonly definition: InBoth }[]
}

/** What became of call-ins, day by day, with what each figure means below. */
export function CallInDays({ days, figures }: CallInDaysProps) {
  const { t } = useLanguage()
  const columns: readonly Column<Day>[] = [
    {
      key: 'date',
      head: callIns.date,
      renderCell: ({ date }) => date.replaceAll('-', '/'),
      isFixed: true,
      isTight: true,
    },
    ...figures.map(
      ({ key, name }): Column<Day> => ({ key, head: name, renderCell: (day) => figureOf(day, key), isFigure: true }),
    ),
  ]
  return (
    <>
      <DataTable
        name="call-in-days"
        label={t(callIns.days)}
        columns={columns}
        rows={days}
        keyOf={({ date }) => date}
        total={t(faq.found)(formatNumber(days.length))}
        empty={<PageState title={t(callIns.noDays)}>{t(callIns.noDaysBody)}</PageState>}
      />
      <Text mt="md" size="sm">
        {t(callIns.howCounted)}
      </Text>
      <dl className={styles.definitions}>
        {figures.map(({ key, name, definition }) => (
          <div key={key}>
            <dt>{t(name)}</dt>
            <dd>{t(definition)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function figureOf({ counts, answerRate, serviceLevel, averageWait }: Day, key: CallInFigureKey): string {
  if (key === 'averageWait') return averageWait === null ? '–' : formatTimer(averageWait)
  if (key !== 'answerRate' && key !== 'serviceLevel') return formatNumber(counts[key])
  const rate = key === 'answerRate' ? answerRate : serviceLevel
  return rate === null ? '–' : formatRate(rate, 1)
}
