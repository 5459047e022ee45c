import { type CallOrderView, reachHistories, reachKinds } from '@sekisho/contract'
import { formatNumber, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { callOrder as words } from '../words/call-order.ts'
import styles from './call-order.module.css'

type Learned = CallOrderView['learned']

/** How often each class was reached in each two hours of the day, weekdays and days off apart. */
export function LearnedChances({ learned }: { readonly learned: Learned }) {
  const { t } = useLanguage()
  if (learned.length === 0) return <p>{t(words.noCalls)}</p>
  return (
    <>
      {[false, true].map((isDayOff) => (
        <Days
          key={String(isDayOff)}
          name={t(isDayOff ? words.daysOff : words.weekdays)}
          learned={learned.filter((cell) => cell.isDayOff === isDayOff)}
        />
      ))}
    </>
  )
}

function Days({ name, learned }: { readonly name: string; readonly learned: Learned }) {
  const { t } = useLanguage()
  if (learned.length === 0) return null
  const stretches = [...new Set(learned.map(({ stretch }) => stretch))].toSorted((one, other) => one - other)
  const rows = reachKinds.flatMap((kind) =>
    reachHistories.flatMap((history) => {
      const cells = learned.filter((cell) => cell.kind === kind && cell.history === history)
      return cells.length === 0 ? [] : [{ kind, history, cells }]
    }),
  )
  return (
    <div className={styles.scroll} role="group" aria-label={name} tabIndex={0}>
      <table className={styles.figures}>
        <caption>{name}</caption>
        <thead>
          <tr>
            <th scope="col">{t(words.classes)}</th>
            {stretches.map((stretch) => (
              <th key={stretch} scope="col">
                {t(words.stretch)(String(stretch * 2), String(stretch * 2 + 2))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, history, cells }) => (
            <tr key={`${kind} ${history}`}>
              <th scope="row">{t(words.className)(t(words.kinds[kind]), t(words.histories[history]))}</th>
              {stretches.map((stretch) => (
                <Cell key={stretch} cell={cells.find((each) => each.stretch === stretch)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell }: { readonly cell: Learned[number] | undefined }) {
  const { t } = useLanguage()
  if (cell === undefined) return <td>–</td>
  const { dials, reached } = cell
  if (reached === null) return <td>{t(words.small)}</td>
  return (
    <td title={`${formatNumber(reached)} / ${formatNumber(dials)}`}>
      {formatRate(reached, dials)}
      <span className={styles.of}> ({formatNumber(dials)})</span>
    </td>
  )
}
