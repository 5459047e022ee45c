import { Text } from '@mantine/core'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { whatIf as words } from '../words/what-if.ts'
import { BandChart } from './band-chart.tsx'
import { type PlayedDay, stepMinutes } from './play-floor.ts'
import { courseOf, hoursUntil, type Spread, spreadOf } from './summary.ts'
import { playedDays } from './use-played-days.ts'
import styles from './what-if.module.css'

interface Side {
  readonly days: readonly PlayedDay[]
  /** Calls that are left. */
  readonly dials: number
}

interface OutcomeProps {
  readonly before: Side
  readonly after: Side
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`
const whole = (value: number) => formatNumber(Math.round(value))

/** Both sides, figure by figure and as a course. */
export function Outcome({ before, after }: OutcomeProps) {
  const { t } = useLanguage()
  const seconds = (value: number) => t(words.seconds)(whole(value))
  const hours = (value: number) => t(words.hours)(value.toFixed(1))
  const rows: readonly {
    readonly name: string
    readonly write: (value: number) => string
    readonly of: (day: PlayedDay) => number
  }[] = [
    { name: t(words.occupancy), write: percent, of: ({ occupancy }) => occupancy },
    { name: t(words.talks), write: whole, of: ({ talksPerHour }) => talksPerHour },
    { name: t(words.dials), write: whole, of: ({ dialsPerHour }) => dialsPerHour },
    { name: t(words.abandoned), write: percent, of: ({ abandoned }) => abandoned },
    { name: t(words.idle), write: seconds, of: ({ idleSeconds }) => idleSeconds },
  ]
  const cell = (spread: Spread | null, write: (value: number) => string, of?: string) =>
    spread === null ? (
      <td>{t(words.never)}</td>
    ) : (
      <td>
        {write(spread.middle)}
        <small>{t(words.spread)(write(spread.low), write(spread.high))}</small>
        {of !== undefined && <small>{of}</small>}
      </td>
    )
  const finish = ({ days, dials }: Side) =>
    dials === 0 ? (
      <td>{t(words.nothingLeft)}</td>
    ) : (
      cell(hoursUntil(dials, days), hours, t(words.dialsLeft)(whole(dials)))
    )
  const courses = [
    { name: 'before' as const, points: courseOf(before.days) },
    { name: 'after' as const, points: courseOf(after.days) },
  ]
  const ends = courses.map(({ points }) => whole(points.at(-1)?.middle ?? 0))
  const length = (((courses[0]?.points.length ?? 0) * stepMinutes) / 60).toFixed(1)
  return (
    <>
      <div className={styles.scroll} role="region" aria-label={t(words.title)} tabIndex={0}>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t(words.figure)}</th>
              <th scope="col">{t(words.asItIs)}</th>
              <th scope="col">{t(words.changed)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, write, of }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cell(spreadOf(before.days.map(of)), write)}
                {cell(spreadOf(after.days.map(of)), write)}
              </tr>
            ))}
            <tr>
              <th scope="row">{t(words.finish)}</th>
              {finish(before)}
              {finish(after)}
            </tr>
          </tbody>
        </table>
      </div>
      <Text fw={600} mt="lg">
        {t(words.chart)}
      </Text>
      <div className={styles.legend}>
        <span data-series="before">{t(words.asItIs)}</span>
        <span data-series="after">{t(words.changed)}</span>
      </div>
      <div className={styles.scroll} role="region" aria-label={t(words.chart)} tabIndex={0}>
        <BandChart
          label={t(words.chartText)(length, ends[0] ?? '', ends[1] ?? '')}
          series={courses}
          stepMinutes={stepMinutes}
          hourMark={(count) => t(words.hours)(String(count))}
        />
      </div>
      <Text c="dimmed" fz="sm">
        {t(words.note)(String(playedDays))}
      </Text>
    </>
  )
}
