import { formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { desk } from '../words/desk.ts'
import { floor } from '../words/floor.ts'
import styles from './floor.module.css'
import { isTooLong, operatorsIn, stateOrder } from './floor-figures.ts'
import type { FloorOperator } from './floor-figures.ts'

interface OperatorTilesProps {
  readonly operators: readonly FloorOperator[]
  readonly now: number
  readonly hasNames: boolean
}

export function OperatorTiles({ operators, now, hasNames }: OperatorTilesProps) {
  const { t, language } = useLanguage()
  const present = operators.filter(({ state }) => state !== 'gone')
  if (present.length === 0) return <PageState title={t(floor.nobody)}>{t(floor.nobodyBody)}</PageState>
  const seatOf = new Map(operators.map((operator, index) => [operator.personId, index + 1]))
  return (
    <>
      {stateOrder.map((state) => {
        const inState = operatorsIn(present, state)
        if (inState.length === 0) return null
        return (
          <section key={state} className={styles.group} aria-label={t(desk.states[state])}>
            <h2>
              {t(desk.states[state])}
              <b>{t(floor.people)(String(inState.length))}</b>
            </h2>
            <ul className={styles.tiles}>
              {inState.map((operator) => (
                <li
                  key={operator.personId}
                  className={styles.tile}
                  data-state={operator.state}
                  data-long={isTooLong(operator, now)}
                >
                  <span className={styles.name}>
                    {hasNames ? operator.displayName : t(floor.seatNumber)(String(seatOf.get(operator.personId) ?? ''))}
                  </span>
                  <span className={styles.time}>
                    <span>{formatDuration(language, now - operator.since)}</span>
                    {isTooLong(operator, now) && <b>▲ {t(floor.tooLong)}</b>}
                    {operator.awayReason !== null && (
                      <span>
                        {operator.state !== 'away' && `${t(desk.then)} `}
                        {t(desk.awayReasons[operator.awayReason])}
                      </span>
                    )}
                  </span>
                  <small>{t(floor.callsOf)(formatNumber(operator.calls), formatNumber(operator.successes))}</small>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}
