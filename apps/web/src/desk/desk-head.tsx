import { useCampaignInView } from '../shared/campaign-in-view.ts'
import { formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { desk } from '../words/desk.ts'
import type { DeskModel, DeskView } from './desk-state.ts'
import styles from './desk-head.module.css'
import { withOperator } from './with-operator.ts'

interface DeskHeadProps {
  readonly model: DeskModel
  readonly view: DeskView
  readonly operatorName: string
}

/** Who we are, to be said first; the state in words and time; and that this view is on record. */
export function DeskHead({ model, view, operatorName }: DeskHeadProps) {
  const { t } = useLanguage()
  const campaign = useCampaignInView()
  const { call } = view
  const callerName = view.campaign?.settings.callerName ?? ''
  return (
    <header className={styles.head}>
      <h1 className={styles.caller}>
        <small>{t(desk.callerName)}</small>
        {withOperator(callerName, operatorName) || campaign?.name}
      </h1>
      <div className={styles.standing}>
        {typeof call?.entryPosition === 'number' && <RecordMark position={call.entryPosition} />}
        <Standing model={model} view={view} />
      </div>
    </header>
  )
}

function Standing({ model, view }: { readonly model: DeskModel; readonly view: DeskView }) {
  const { t } = useLanguage()
  const now = useNow(500) + model.clockOffsetMs
  const { call, campaign } = view
  const wrapUpMs = (campaign?.settings.wrapUpSeconds ?? 0) * 1000
  const isWrapUp = call !== null && call.wrapUpSince !== null
  const leftMs = isWrapUp ? (call.wrapUpSince ?? now) + wrapUpMs - now : null
  const since = call === null ? view.since : (call.wrapUpSince ?? call.connectedAt)
  const sinceMs = now - since
  return (
    <span className={styles.state} data-state={view.state} data-over={leftMs !== null && leftMs < 0}>
      {t(desk.states[view.state])}
      <span className={styles.timer} role="timer">
        {formatTimer(sinceMs)}
      </span>
      {leftMs !== null && wrapUpMs > 0 && (
        <small>
          {leftMs >= 0 ? t(desk.wrapUpLeft)(formatTimer(leftMs)) : t(desk.wrapUpOver)(formatTimer(-leftMs))}
        </small>
      )}
    </span>
  )
}
