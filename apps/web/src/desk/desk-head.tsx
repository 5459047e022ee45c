import { useCampaignInView } from '../shared/campaign-in-view.ts'
import { formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { CalledNumber } from '../call-ins/called-number.tsx'
import { assignments } from '../words/assignments.ts'
import { desk } from '../words/desk.ts'
import { connectedTo, isOpenToSeveral } from './desk-state.ts'
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
  const position = (call ?? view.preview)?.entryPosition
  const connected = connectedTo(model)
  return (
    <header className={styles.head}>
      <h1 className={styles.caller}>
        {isOpenToSeveral(model) && connected === null ? (
          <>
            <small>{t(assignments.serving)}</small>
            {view.serving?.map(({ name }) => name).join('・')}
          </>
        ) : (
          <>
            <small>{t(desk.callerName)}</small>
            {withOperator(connected?.callerName ?? view.campaign?.settings.callerName ?? '', operatorName) ||
              campaign?.name}
            {view.serving !== null && <span className={styles.campaign}>{connected?.name ?? view.campaign?.name}</span>}
          </>
        )}
      </h1>
      <div className={styles.standing}>
        {typeof call?.calledNumber === 'string' && <CalledNumber number={call.calledNumber} />}
        {typeof position === 'number' && <RecordMark position={position} />}
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
