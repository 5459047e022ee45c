import { Anchor, VisuallyHidden } from '@mantine/core'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { desk } from '../words/desk.ts'
import { floor } from '../words/floor.ts'
import { waiting } from '../words/waiting.ts'
import styles from './floor.module.css'
import { isTooLong, stateOrder } from './floor-figures.ts'
import type { FloorOperator } from './floor-figures.ts'

interface StateCountsProps {
  readonly operators: readonly FloorOperator[]
  readonly now: number
  /** Whose waits can be asked about; null on a wall, where nobody clicks. */
  readonly tenantId: string | null
}

/** How many are in which state: the whole floor at a glance, however many they are. */
export function StateCounts({ operators, now, tenantId }: StateCountsProps) {
  const { t } = useLanguage()
  const present = operators.filter(({ state }) => state !== 'gone')
  const tooLong = present.filter((operator) => isTooLong(operator, now)).length
  const shown = stateOrder.filter((state) => state !== 'gone')
  return (
    <>
      {/* read out when somebody joins or leaves them, not each second */}
      <VisuallyHidden role="status">
        {tooLong > 0 && `${t(floor.tooLong)} ${t(floor.people)(formatNumber(tooLong))}`}
      </VisuallyHidden>
      <dl className={styles.counts} aria-label={t(floor.operators)}>
        <div>
          <dt>{t(floor.atWork)}</dt>
          <dd>{t(floor.people)(formatNumber(present.length))}</dd>
        </div>
        {shown.map((state) => (
          <div key={state} data-state={state}>
            <dt>{t(desk.states[state])}</dt>
            <dd>{formatNumber(present.filter((operator) => operator.state === state).length)}</dd>
            {state === 'available' && tenantId !== null && (
              <dd className={styles.why}>
                <Anchor component={Link} href={paths.waiting(tenantId)} fz="xs">
                  {t(waiting.link)}
                </Anchor>
              </dd>
            )}
          </div>
        ))}
        <div data-alarm={tooLong > 0}>
          <dt>
            {tooLong > 0 && '▲ '}
            {t(floor.tooLong)}
          </dt>
          <dd>{formatNumber(tooLong)}</dd>
        </div>
      </dl>
    </>
  )
}
