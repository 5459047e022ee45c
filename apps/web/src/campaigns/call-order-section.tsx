import type { CallOrderView, OrderGroup } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatNumber, formatRate } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { callOrder as words } from '../words/call-order.ts'
import { LearnedChances } from './learned-chances.tsx'
import styles from './call-order.module.css'

interface CallOrderSectionProps {
  readonly tenantId: string
  readonly campaignId: string
}

/** What the order of calling goes by at this moment, and what it gains. */
export function CallOrderSection({ tenantId, campaignId }: CallOrderSectionProps) {
  const { t } = useLanguage()
  const read = useRead('callOrder.read', { params: { tenantId, campaignId } }, { refetchInterval: 300_000 })
  return (
    <Section title={t(words.title)}>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data !== undefined && <Known view={read.data} />}
    </Section>
  )
}

const mostNow = 5

function Known({ view }: { readonly view: CallOrderView }) {
  const { t } = useLanguage()
  const { now, days, learned } = view
  return (
    <>
      <p>{t(words.hints.reach)}</p>
      <h3>{t(words.now)}</h3>
      <ol className={styles.now}>
        {now.slice(0, mostNow).map(({ kind, history, chance }) => (
          <li key={`${kind} ${history}`}>
            {t(words.chance)(
              t(words.className)(t(words.kinds[kind]), t(words.histories[history])),
              (chance * 100).toFixed(0),
            )}
          </li>
        ))}
      </ol>
      <h3>{t(words.gain)}</h3>
      <Gain view={view} />
      <p className={styles.note}>{t(words.gainNote)(formatNumber(days))}</p>
      <details>
        <summary>{t(words.learned)}</summary>
        <LearnedChances learned={learned} />
        <p className={styles.note}>{t(words.learnedNote)(formatNumber(days))}</p>
      </details>
    </>
  )
}

function Gain({ view: { inTurn, others, gain } }: { readonly view: CallOrderView }) {
  const { t } = useLanguage()
  return (
    <>
      <p role="status">{gain === null ? t(words.notYet) : <GainSentence gain={gain} />}</p>
      <div className={styles.scroll} role="group" aria-label={t(words.gain)} tabIndex={0}>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t(words.group)}</th>
              <th scope="col">{t(words.people)}</th>
              <th scope="col">{t(words.dials)}</th>
              <th scope="col">{t(words.reached)}</th>
              <th scope="col">{t(words.rate)}</th>
              <th scope="col">{t(words.perHour)}</th>
            </tr>
          </thead>
          <tbody>
            <GroupRow name={t(words.others)} group={others} />
            <GroupRow name={t(words.inTurn)} group={inTurn} />
          </tbody>
        </table>
      </div>
    </>
  )
}

const hourMs = 3_600_000

function GroupRow({ name, group }: { readonly name: string; readonly group: OrderGroup }) {
  const { people, dials, reached, lineMs } = group
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatNumber(people)}</td>
      <td>{formatNumber(dials)}</td>
      <td>{formatNumber(reached)}</td>
      <td>{formatRate(reached, dials)}</td>
      <td>{lineMs === 0 ? '–' : ((reached * hourMs) / lineMs).toFixed(1)}</td>
    </tr>
  )
}

function GainSentence({ gain }: { readonly gain: NonNullable<CallOrderView['gain']> }) {
  const { t } = useLanguage()
  const { points, lowPoints, highPoints } = gain
  const [size, low, high] = [signed(points), signed(lowPoints), signed(highPoints)]
  if (lowPoints > 0) return t(words.better)(points.toFixed(1), low, high)
  if (highPoints < 0) return t(words.worse)(Math.abs(points).toFixed(1), low, high)
  return t(words.open)(size, low, high)
}

const signed = (points: number): string => (points > 0 ? `+${points.toFixed(1)}` : points.toFixed(1).replace('-', '−'))
