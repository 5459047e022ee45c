import type { ReactElement } from 'react'
import type { Spread } from './summary.ts'
import chart from '../shared/ui/chart.module.css'
import styles from './what-if.module.css'

interface BandChartProps {
  /** What it says, for whoever does not see it. */
  readonly label: string
  readonly series: readonly { readonly name: 'before' | 'after'; readonly points: readonly Spread[] }[]
  /** From one point to the next. */
  readonly stepMinutes: number
  readonly hourMark: (hours: number) => string
}

const width = 720
const height = 240
const left = 56
const bottom = 24
const top = 10

/** Lines that begin at nothing, each with the band in which eight of ten days lie. */
export function BandChart({ label, series, stepMinutes, hourMark }: BandChartProps): ReactElement {
  const count = Math.max(...series.map(({ points }) => points.length))
  const most = Math.max(1, ...series.flatMap(({ points }) => points.map(({ high }) => high)))
  const step = niceStep(most / 4)
  const ceiling = Math.ceil(most / step) * step
  const x = (point: number) => left + ((width - left - 8) * point) / count
  const y = (value: number) => height - bottom - ((height - bottom - top) * value) / ceiling
  // before the first point there is nothing yet
  const along = (points: readonly Spread[], value: (spread: Spread) => number) =>
    [`${x(0)},${y(0)}`, ...points.map((spread, place) => `${x(place + 1)},${y(value(spread))}`)].join(' ')
  const values = Array.from({ length: Math.round(ceiling / step) + 1 }, (_, place) => place * step)
  const hours = Array.from({ length: Math.floor((count * stepMinutes) / 60) }, (_, place) => place + 1)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={chart.chart} role="img" aria-label={label}>
      {values.map((value) => (
        <g key={value}>
          <line className={chart.grid} x1={left} x2={width - 8} y1={y(value)} y2={y(value)} />
          <text className={chart.scale} x={left - 8} y={y(value) + 4} textAnchor="end">
            {value.toLocaleString('ja-JP')}
          </text>
        </g>
      ))}
      {hours.map((hour) => (
        <text key={hour} className={chart.scale} x={x((hour * 60) / stepMinutes)} y={height - 6} textAnchor="end">
          {hourMark(hour)}
        </text>
      ))}
      {series.map(({ name, points }) => (
        <g key={name} data-series={name}>
          <polygon
            className={styles.band}
            points={`${along(points, ({ high }) => high)} ${along(points, ({ low }) => low)
              .split(' ')
              .reverse()
              .join(' ')}`}
          />
          <polyline className={styles.line} points={along(points, ({ middle }) => middle)} />
        </g>
      ))}
    </svg>
  )
}

/** 1, 2 or 5 times a power of ten, at least so much. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)))
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least) ?? 10 * power
}
