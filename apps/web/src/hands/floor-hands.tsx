import { Button, Text, VisuallyHidden } from '@mantine/core'
import type { RaisedHand } from '@sekisho/contract'
import type { FloorOperator } from '../floor/floor-figures.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { useNow } from '../shared/use-now.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { desk } from '../words/desk.ts'
import { hands as words } from '../words/hands.ts'
import styles from './hands.module.css'
import { TakenHand } from './taken-hand.tsx'

interface FloorHandsProps {
  readonly tenantId: string
  /** Who waits longest first. */
  readonly hands: readonly RaisedHand[]
  readonly operators: readonly FloorOperator[]
  /** Server's clock minus this one, milliseconds. */
  readonly offsetMs: number
}

/** Raised hands before everything else on the floor: those that nobody has taken first. */
export function FloorHands({ tenantId, hands, operators, offsetMs }: FloorHandsProps) {
  const { t } = useLanguage()
  const now = useNow(1_000) + offsetMs
  const sorted = [...hands].sort((one, other) => Number(one.taker !== null) - Number(other.taker !== null))
  const newest = hands.at(-1)
  return (
    <>
      {/* read out when one goes up, not with every second */}
      <VisuallyHidden role="status">{newest !== undefined && t(words.announced)(newest.operator)}</VisuallyHidden>
      {sorted.length > 0 && (
        <section className={styles.floor} aria-label={t(words.title)}>
          <h2>{t(words.up)(formatNumber(sorted.length))}</h2>
          <ul>
            {sorted.map((hand) => (
              <FloorHand
                key={hand.handId}
                tenantId={tenantId}
                hand={hand}
                operator={operators.find(({ personId }) => personId === hand.operatorId)}
                now={now}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** For a screen on the wall: that somebody waits, without a name. */
export function HandCount({ hands }: { readonly hands: readonly RaisedHand[] }) {
  const { t } = useLanguage()
  const waiting = hands.filter(({ taker }) => taker === null).length
  return waiting === 0 ? null : <p className={styles.count}>{t(words.up)(formatNumber(waiting))}</p>
}

interface FloorHandProps {
  readonly tenantId: string
  readonly hand: RaisedHand
  readonly operator: FloorOperator | undefined
  readonly now: number
}

function FloorHand({ tenantId, hand, operator, now }: FloorHandProps) {
  const { t, language } = useLanguage()
  const me = useMe().data
  const take = useAct('hands.take')
  const { taker, operator: name, raisedAt, revision, handId } = hand
  const mayAnswer = me !== null && me !== undefined && may(me, 'hands.answer', tenantId)
  const isMine = taker !== null && taker.personId === me?.personId
  const isFree = taker === null
  const ago = (at: number) => formatDuration(language, Math.max(0, now - at))
  return (
    <li data-free={isFree}>
      <div className={styles.head}>
        <b>{name}</b>
        <span>{t(words.since)(ago(raisedAt))}</span>
        {operator !== undefined && (
          <span>
            {t(desk.states[operator.state])} {ago(operator.since)}
          </span>
        )}
        {taker !== null && (
          <Text span size="sm">
            {isMine ? t(words.yours) : t(words.takenByOther)(taker.displayName, ago(taker.at))}
          </Text>
        )}
        {mayAnswer && !isMine && (
          <Button
            size="xs"
            variant={isFree ? 'filled' : 'default'}
            loading={take.isPending}
            aria-label={t(isFree ? words.takeOf : words.takeOverOf)(name)}
            onClick={() => take.mutate({ params: { tenantId, handId }, body: { revision } })}
          >
            {t(isFree ? words.take : words.takeOver)}
          </Button>
        )}
      </div>
      <ProblemNotice problem={take.error} />
      {isMine && mayAnswer && <TakenHand tenantId={tenantId} hand={hand} />}
    </li>
  )
}
