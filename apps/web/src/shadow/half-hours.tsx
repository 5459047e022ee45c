import { Text } from '@mantine/core'
import type { ShownShadow } from '@sekisho/contract'
import { formatClock, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { shadow as words } from '../words/shadow.ts'
import { percent } from './outcome.tsx'
import { abandonedOf, gapsOf, occupancyOf, rangeOf } from './shadow-figures.ts'
import styles from './shadow.module.css'

/** The real floor and the played one, half hour by half hour, and what was not played. */
export function HalfHours({ stretches }: Pick<ShownShadow, 'stretches'>) {
  const { t, language } = useLanguage()
  const clock = (at: number) => formatClock(language, at)
  const written = (value: number | null | undefined) => (value === null || value === undefined ? '–' : percent(value))
  return (
    <>
      <Text fw={600} mt="lg">
        {t(words.byHalfHour)}
      </Text>
      <div className={styles.scroll} role="region" aria-label={t(words.byHalfHour)} tabIndex={0}>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {t(words.time)}
              </th>
              {[words.occupancy, words.abandoned, words.dialled].map((name) => (
                <th scope="colgroup" colSpan={2} key={name.en}>
                  {t(name)}
                </th>
              ))}
            </tr>
            <tr>
              {[words.occupancy, words.abandoned, words.dialled].flatMap((name) => [
                <th scope="col" key={`${name.en} live`}>
                  {t(words.live)}
                </th>,
                <th scope="col" key={`${name.en} played`}>
                  {t(words.played)}
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {stretches.map(({ from, until, live, other }) => (
              <tr key={from}>
                <th scope="row">
                  {clock(from)}–{clock(until)}
                </th>
                <td>{written(occupancyOf(live))}</td>
                <td>{written(rangeOf(other, occupancyOf)?.middle)}</td>
                <td>{written(abandonedOf(live))}</td>
                <td>{written(rangeOf(other, abandonedOf)?.middle)}</td>
                <td>{formatNumber(live.dialled)}</td>
                <td>{formatNumber(Math.round(rangeOf(other, ({ dialled }) => dialled)?.middle ?? 0))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {gapsOf(stretches).map(({ from, until }) => (
        <Text key={from} fz="sm">
          {t(words.gap)(clock(from), clock(until))}
        </Text>
      ))}
    </>
  )
}
