import type { WaitingView } from '@sekisho/contract'
import { formatClock, formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { causeGroups, waiting } from '../words/waiting.ts'
import { groupOf } from './cause-places.ts'
import chart from '../shared/ui/chart.module.css'
import styles from './waiting.module.css'

const width = 720
const height = 220
const left = 64
const bottom = 24
const top = 10
const slotMs = 30 * 60_000
/** A single half hour is no wall. */
const leastSlots = 8
const minuteMs = 60_000

type Slot = WaitingView['slots'][number]

const totalOf = ({ causes }: Slot): number => causes.reduce((sum, { ms }) => sum + ms, 0)

/** Half hours as bars, each of what was waited for; the same as a table for whoever reads figures. */
export function DayChart({ view }: { readonly view: WaitingView }) {
  const { t, language } = useLanguage()
  const { slots } = view
  const [first, last] = [slots[0], slots.at(-1)]
  if (first === undefined || last === undefined) return null
  const count = Math.max(leastSlots, Math.round((last.from - first.from) / slotMs) + 1)
  const longest = slots.reduce((most, slot) => (totalOf(slot) > totalOf(most) ? slot : most), first)
  const step = niceStep(totalOf(longest) / minuteMs / 4) * minuteMs
  const ceiling = Math.max(step, Math.ceil(totalOf(longest) / step) * step)
  const room = (width - left - 8) / count
  const x = (slot: Slot) => left + room * Math.round((slot.from - first.from) / slotMs)
  const y = (ms: number) => height - bottom - ((height - bottom - top) * ms) / ceiling
  const values = Array.from({ length: Math.round(ceiling / step) + 1 }, (_, place) => place * step)
  const shown = causeGroups.filter((group) =>
    slots.some(({ causes }) => causes.some(({ cause }) => groupOf[cause] === group)),
  )
  const most = formatDuration(language, totalOf(longest))
  return (
    <>
      <div className={styles.legend}>
        {shown.map((group) => (
          <span key={group}>
            <i className={styles.mark} data-group={group} aria-hidden="true" />
            {t(waiting.groups[group])}
          </span>
        ))}
      </div>
      <div className={styles.scroll} role="group" aria-label={t(waiting.chart)} tabIndex={0}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          className={chart.chart}
          role="img"
          aria-label={t(waiting.chartText)(formatNumber(slots.length), formatClock(language, longest.from), most)}
        >
          {values.map((ms) => (
            <g key={ms}>
              <line className={chart.grid} x1={left} x2={width - 8} y1={y(ms)} y2={y(ms)} />
              <text className={chart.scale} x={left - 8} y={y(ms) + 4} textAnchor="end">
                {t(waiting.minutes)(formatNumber(ms / minuteMs))}
              </text>
            </g>
          ))}
          {slots.map((slot) => (
            <g key={slot.from}>
              {stackOf(slot).map(({ group, fromMs, untilMs }) => (
                <rect
                  key={group}
                  className={styles.bar}
                  data-group={group}
                  x={x(slot) + room * 0.1}
                  width={room * 0.8}
                  y={y(untilMs)}
                  height={y(fromMs) - y(untilMs)}
                />
              ))}
              {isMarked(slot, count) && (
                <text className={chart.scale} x={x(slot)} y={height - 6} textAnchor="start">
                  {formatClock(language, slot.from)}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <details>
        <summary>{t(waiting.slots)}</summary>
        <div className={styles.scroll} role="group" aria-label={t(waiting.slots)} tabIndex={0}>
          <SlotsTable slots={slots} />
        </div>
      </details>
    </>
  )
}

function SlotsTable({ slots }: { readonly slots: readonly Slot[] }) {
  const { t, language } = useLanguage()
  return (
    <table className={styles.figures}>
      <thead>
        <tr>
          <th scope="col">{t(waiting.slot)}</th>
          <th scope="col">{t(waiting.time)}</th>
          <th scope="col" className={styles.act}>
            {t(waiting.most)}
          </th>
        </tr>
      </thead>
      <tbody>
        {slots.map((slot) => {
          const longest = [...slot.causes].sort((one, other) => other.ms - one.ms)[0]
          return (
            <tr key={slot.from}>
              <th scope="row">{formatClock(language, slot.from)}</th>
              <td>{formatDuration(language, totalOf(slot))}</td>
              <td className={styles.act}>
                {longest !== undefined &&
                  `${t(waiting.causes[longest.cause].name)} ${formatDuration(language, longest.ms)}`}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The groups of one bar from below, in their order. */
function stackOf({ causes }: Slot) {
  let below = 0
  return causeGroups.flatMap((group) => {
    const ms = causes.reduce((sum, each) => (groupOf[each.cause] === group ? sum + each.ms : sum), 0)
    if (ms === 0) return []
    const fromMs = below
    below += ms
    return [{ group, fromMs, untilMs: below }]
  })
}

/** A whole day has room for every third hour, a few hours for every half. */
function isMarked({ from }: Slot, count: number): boolean {
  const every = count > 24 ? 6 : count > 10 ? 2 : 1
  return Math.round(from / slotMs) % every === 0
}

/** 1, 2 or 5 times a power of ten minutes, at least so many. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)))
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least) ?? 10 * power
}
