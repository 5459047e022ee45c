import { Button } from '@mantine/core'
import type { DeskFromClient, LastResult } from '@sekisho/contract'
import { awayReasons } from '@sekisho/contract'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { desk } from '../words/desk.ts'
import type { DeskModel, DeskView } from './desk-state.ts'
import shared from './desk.module.css'
import { ServingList } from './serving-list.tsx'
import styles from './idle.module.css'

export type AwayReason = Extract<DeskFromClient, { type: 'away' }>['reason']

interface IdlePanelProps {
  readonly model: DeskModel
  readonly view: DeskView
  readonly onAvailable: () => void
  readonly onAway: (reason: AwayReason) => void
  readonly onChangeCampaign: () => void
  readonly onCorrect: () => void
  /** Something has to be read first: nobody takes calls before. */
  readonly mustRead: boolean
  readonly children?: ReactNode
}

/** Between calls: one state, one thing to do next. */
export function IdlePanel(props: IdlePanelProps) {
  const { model, view, onAvailable, onAway, onChangeCampaign, onCorrect, mustRead, children } = props
  const { t } = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const isAway = view.state === 'away' || view.state === 'gone'
  const isLeaving = view.state === 'available' && view.awayReason !== null
  const reason = view.awayReason === null ? '' : t(desk.awayReasons[view.awayReason])
  const title = () => {
    if (model.isConnecting || view.state === 'reserved') return t(desk.connectingTitle)
    if (isLeaving) return t(desk.leavingTitle)(reason)
    if (!isAway) return t(desk.waitingTitle)
    return view.awayReason === null ? t(desk.states[view.state]) : t(desk.awayTitle)(reason)
  }
  if (model.isConnecting || view.state === 'reserved') {
    return (
      <div className={styles.idle}>
        <h2 ref={heading} tabIndex={-1}>
          {title()}
        </h2>
        <p>{t(desk.connectingBody)}</p>
      </div>
    )
  }
  return (
    <div className={styles.idle}>
      <h2 ref={heading} tabIndex={-1}>
        {title()}
      </h2>
      {isLeaving && <p>{t(desk.leavingBody)}</p>}
      {view.serving === null && view.campaign?.isRunning === false && <p>{t(desk.waitingStopped)}</p>}
      {view.serving !== null && <ServingList serving={view.serving} />}
      {children}
      {(isAway || isLeaving) && (
        <Button
          size="lg"
          variant={isLeaving ? 'default' : 'filled'}
          disabled={mustRead}
          onClick={onAvailable}
          rightSection="F2"
        >
          {t(isLeaving ? desk.stay : desk.goAvailable)}
        </Button>
      )}
      <p>{isAway ? '' : t(desk.goAway)}</p>
      <div className={styles.reasons} role="group" aria-label={t(desk.goAway)}>
        {awayReasons.map((reason, index) => (
          <Button
            key={reason}
            variant="default"
            aria-pressed={view.awayReason === reason}
            disabled={view.awayReason === reason}
            leftSection={<kbd className={shared.hint}>{index + 1}</kbd>}
            onClick={() => onAway(reason)}
          >
            {t(desk.awayReasons[reason])}
          </Button>
        ))}
      </div>
      {view.lastResult !== null && <LastResultLine last={view.lastResult} onCorrect={onCorrect} />}
      {isAway && (
        <Button variant="subtle" onClick={onChangeCampaign}>
          {t(desk.changeCampaign)}
        </Button>
      )}
    </div>
  )
}

interface LastResultLineProps {
  readonly last: LastResult
  readonly onCorrect: () => void
}

/** What was recorded for the call before, and the way to correct it. */
function LastResultLine({ last, onCorrect }: LastResultLineProps) {
  const { t, language } = useLanguage()
  const result = `${last.disposition} ${last.label}${last.version === 0 ? '' : ` · ${t(desk.corrected)}`}`
  return (
    <div className={styles.last}>
      <span role="status">{t(desk.lastResult)(formatMoment(language, last.recordedAt), result)}</span>
      <Button
        size="compact-sm"
        variant="default"
        onClick={onCorrect}
        rightSection={<kbd className={shared.hint}>Alt+Z</kbd>}
      >
        {t(desk.correct)}
      </Button>
    </div>
  )
}
