import { formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { assignments } from '../words/assignments.ts'
import { desk } from '../words/desk.ts'
import { floor } from '../words/floor.ts'
import { preview } from '../words/preview.ts'
import { spokenNumber } from '../words/spoken-number.ts'
import styles from './floor.module.css'
import { isTooLong, manyOperators, operatorsIn, saysCampaign, stateOrder } from './floor-figures.ts'
import type { FloorCampaign, FloorOperator } from './floor-figures.ts'

interface OperatorTilesProps {
  readonly operators: readonly FloorOperator[]
  readonly campaigns: readonly FloorCampaign[]
  readonly now: number
}

/** Everybody at work, by state and time in it; who needs a look stands before all states. */
export function OperatorTiles({ operators, campaigns, now }: OperatorTilesProps) {
  const { t } = useLanguage()
  const present = operators.filter(({ state }) => state !== 'gone')
  if (present.length === 0) return <PageState title={t(floor.nobody)}>{t(floor.nobodyBody)}</PageState>
  const tooLong = present.filter((operator) => isTooLong(operator, now)).sort((one, other) => one.since - other.since)
  const others = present.filter((operator) => !isTooLong(operator, now))
  const isDense = present.length > manyOperators
  return (
    <>
      {tooLong.length > 0 && (
        <Tiles title={`▲ ${t(floor.tooLong)}`} {...{ isDense, campaigns, now }} operators={tooLong} />
      )}
      {stateOrder.map((state) => {
        const inState = operatorsIn(others, state)
        if (inState.length === 0) return null
        return <Tiles key={state} title={t(desk.states[state])} {...{ isDense, campaigns, now }} operators={inState} />
      })}
    </>
  )
}

interface TilesProps extends OperatorTilesProps {
  readonly title: string
  readonly isDense: boolean
}

function Tiles({ title, isDense, operators, campaigns, now }: TilesProps) {
  const { t } = useLanguage()
  return (
    <section className={styles.group} aria-label={title}>
      <h2>
        {title}
        <b>{t(floor.people)(formatNumber(operators.length))}</b>
      </h2>
      <ul className={styles.tiles} data-dense={isDense}>
        {operators.map((operator) => (
          <Tile key={operator.personId} {...{ operator, campaigns, now }} />
        ))}
      </ul>
    </section>
  )
}

interface TileProps extends Omit<OperatorTilesProps, 'operators'> {
  readonly operator: FloorOperator
}

function Tile({ operator, campaigns, now }: TileProps) {
  const { t, language } = useLanguage()
  const { displayName, state, since, awayReason, calls, successes, previews, spokenNumbers } = operator
  const looked = t(preview.looked)(formatNumber(previews.shown), formatNumber(previews.undialled))
  const refused = t(spokenNumber.today)(formatNumber(spokenNumbers))
  const ofToday = t(floor.callsOf)(formatNumber(calls), formatNumber(successes))
  return (
    <li
      className={styles.tile}
      data-state={state}
      data-long={isTooLong(operator, now)}
      title={[
        displayName,
        ofToday,
        ...(previews.shown > 0 ? [looked] : []),
        ...(spokenNumbers > 0 ? [refused] : []),
      ].join(' ')}
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
      {saysCampaign(operator) && (
        <small>
          {campaigns.find(({ campaignId }) => campaignId === operator.campaignId)?.name ?? t(assignments.otherJob)}
        </small>
      )}
      {previews.shown > 0 && <small>{looked}</small>}
      {spokenNumbers > 0 && <small>{refused}</small>}
    </li>
  )
}
