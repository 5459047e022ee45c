import { Text } from '@mantine/core'
import type { FloorFigures, ShownShadow } from '@sekisho/contract'
import { formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { shadow as words } from '../words/shadow.ts'
import { pacingText } from './pacing-words.ts'
import {
  abandonedOf,
  type ComparedFigures,
  connectedAnHourOf,
  distanceOf,
  occupancyOf,
  paidMs,
  rangeOf,
  sumOf,
} from './shadow-figures.ts'
import styles from './shadow.module.css'

/** From here on the play says little about this floor. */
const farOff = 0.05
/** As for an account of abandoned calls: fewer answers say nothing of 3 %. */
const leastAnswers = 34
const hourMs = 3_600_000

export const percent = (value: number) => `${(value * 100).toFixed(1)}%`
const whole = (value: number) => formatNumber(Math.round(value))
const tenth = (value: number) => value.toFixed(1)

/** The answer in one sentence, then both floors figure by figure. */
export function Outcome({ shown }: { readonly shown: ShownShadow }) {
  const { t, language } = useLanguage()
  const sum = sumOf(shown.stretches)
  const [occupancy, abandoned] = [rangeOf(sum.other, occupancyOf), rangeOf(sum.other, abandonedOf)]
  const live = occupancyOf(sum.live)
  const distance = distanceOf(sum)
  const rows: readonly Figure[] = [
    { name: t(words.occupancy), write: percent, of: occupancyOf },
    { name: t(words.abandoned), write: percent, of: abandonedOf },
    { name: t(words.contacts), write: tenth, of: connectedAnHourOf },
    { name: t(words.dialled), write: whole, of: ({ dialled }) => dialled },
    { name: t(words.answered), write: whole, of: ({ answered }) => answered },
    { name: t(words.staffed), write: (ms) => formatDuration(language, ms), of: paidMs },
  ]
  return (
    <>
      {sum.live.answered < leastAnswers && (
        <p className={styles.sentence}>
          {t(words.tooEarly)(formatNumber(sum.live.answered), formatNumber(leastAnswers))}
        </p>
      )}
      {sum.live.answered >= leastAnswers && occupancy !== null && live !== null && (
        <p className={styles.sentence}>
          {t(words.sentence)(
            pacingText(t, shown),
            percent(occupancy.middle),
            percent(live),
            abandoned === null ? '–' : percent(abandoned.middle),
          )}
        </p>
      )}
      {sum.live.answered >= leastAnswers && <Consumption sum={sum} />}
      {sum.live.answered >= leastAnswers && distance !== null && distance > farOff && (
        <Text fw={600} role="note">
          {t(words.farOff)((distance * 100).toFixed(1))}
        </Text>
      )}
      <div className={styles.scroll} role="region" aria-label={t(words.figures)} tabIndex={0}>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t(words.figure)}</th>
              <th scope="col">{t(words.live)}</th>
              <th scope="col">{pacingText(t, shown)}</th>
              <th scope="col">{t(words.asLive)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((figure) => (
              <FigureRow key={figure.name} figure={figure} sum={sum} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface Figure {
  readonly name: string
  readonly write: (value: number) => string
  readonly of: (floor: FloorFigures) => number | null
}

function FigureRow({ figure: { name, write, of }, sum }: { readonly figure: Figure; readonly sum: ComparedFigures }) {
  const { t } = useLanguage()
  const real = of(sum.live)
  const cell = (floors: readonly FloorFigures[]) => {
    const range = rangeOf(floors, of)
    if (range === null) return <td>{floors.length === 0 ? t(words.notPlayed) : '–'}</td>
    const [low, high] = [write(range.low), write(range.high)]
    return (
      <td>
        {write(range.middle)}
        {low !== high && <small>{t(words.spread)(low, high)}</small>}
      </td>
    )
  }
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{real === null ? '–' : write(real)}</td>
      {cell(sum.other)}
      {cell(sum.asLive)}
    </tr>
  )
}

/** More calls use the list up sooner. */
function Consumption({ sum: { live, other } }: { readonly sum: ComparedFigures }) {
  const { t } = useLanguage()
  const played = rangeOf(other, ({ dialled }) => dialled)?.middle
  const hours = paidMs(live) / hourMs
  if (played === undefined || hours === 0) return null
  const more = Math.round(played - live.dialled)
  const pace = t(words.perStaffHour)(tenth(live.dialled / hours), tenth(played / hours))
  if (more === 0) return null
  return <Text>{t(more > 0 ? words.more : words.fewer)(formatNumber(Math.abs(more)), pace)}</Text>
}
