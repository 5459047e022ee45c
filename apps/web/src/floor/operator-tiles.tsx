import { formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { desk } from '../words/desk.ts'
import { floor } from '../words/floor.ts'
import styles from './floor.module.css'
import { isTooLong, manyOperators, operatorsIn, stateOrder } from './floor-figures.ts'
import type { FloorOperator } from './floor-figures.ts'

interface OperatorTilesProps {
  readonly operators: readonly FloorOperator[]
  readonly now: number
}

/** Everybody at work, by state and time in it; who needs a look stands before all states. */
export function OperatorTiles({ operators, now }: OperatorTilesProps) {
  const { t } = useLanguage()
  const present = operators.filter(({ state }) => state !== 'gone')
  if (present.length === 0) return <PageState title={t(floor.nobody)}>{t(floor.nobodyBody)}</PageState>
  const tooLong = present.filter((operator) => isTooLong(operator, now)).sort((one, other) => one.since - other.since)
  const others = present.filter((operator) => !isTooLong(operator, now))
  const isDense = present.length > manyOperators
  return (
    <>
      {tooLong.length > 0 && <Tiles title={`▲ ${t(floor.tooLong)}`} isDense={isDense} operators={tooLong} now={now} />}
      {stateOrder.map((state) => {
        const inState = operatorsIn(others, state)
        if (inState.length === 0) return null
        return <Tiles key={state} title={t(desk.states[state])} isDense={isDense} operators={inState} now={now} />
      })}
    </>
  )
}

interface TilesProps extends OperatorTilesProps {
  readonly title: string
  readonly isDense: boolean
}

function Tiles({ title, isDense, operators, now }: TilesProps) {
  const { t } = useLanguage()
  return (
    <section className={styles.group} aria-label={title}>
      <h2>
        {title}
        <b>{t(floor.people)(formatNumber(operators.length))}</b>
      </h2>
      <ul className={styles.tiles} data-dense={isDense}>
        {operators.map((operator) => (
          <Tile key={operator.personId} operator={operator} now={now} />
        ))}
      </ul>
    </section>
  )
}

function Tile({ operator, now }: { readonly operator: FloorOperator; readonly now: number }) {
  const { t, language } = useLanguage()
  const { displayName, state, since, awayReason, calls, successes } = operator
  const ofToday = t(floor.callsOf)(formatNumber(calls), formatNumber(successes))
  return (
    <li
      className={styles.tile}
      data-state={state}
      data-long={isTooLong(operator, now)}
      title={`${displayName} ${ofToday}`}
    >
      <span className={styles.name}>{displayName}</span>
      <span className={styles.time}>
        {formatDuration(language, now - since)}
        {awayReason !== null && (
          <span>
            {state !== 'away' && `${t(desk.then)} `}
            {t(desk.awayReasons[awayReason])}
          </span>
        )}
      </span>
      <small>{ofToday}</small>
    </li>
  )
}
