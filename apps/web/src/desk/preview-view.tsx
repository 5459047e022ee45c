import { Button } from '@mantine/core'
import type { CampaignSettings, PreviewInHand } from '@sekisho/contract'
import { awayReasons, previewSkips } from '@sekisho/contract'
import { useEffect, useRef, useState } from 'react'
import { FaqPanel } from '../faq/faq-panel.tsx'
import { formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { desk } from '../words/desk.ts'
import { preview as words } from '../words/preview.ts'
import shared from './desk.module.css'
import { PreviewContact } from './preview-contact.tsx'
import styles from './preview.module.css'
import { ScriptPanel } from './script-panel.tsx'
import { useDeskKeys } from './use-desk-keys.ts'
import type { Desk } from './use-desk.ts'

interface PreviewViewProps {
  readonly tenantId: string
  readonly desktop: Desk
  readonly looked: PreviewInHand
  readonly campaignId: string
  readonly settings: CampaignSettings
  readonly operatorName: string
}

/** Nobody has said a word yet: the steps of the call are those for anybody. */
const nobodyYet = { answeredBy: null, confirmedAt: null, calledNumber: null, onNoList: null } as const

/** Whom the operator may call, before anything rings and while it does. */
export function PreviewView({ tenantId, desktop, looked, campaignId, settings, operatorName }: PreviewViewProps) {
  const { send } = desktop
  const [isFaqOpen, setFaqOpen] = useState(false)
  const { previewId, state } = looked
  const mayDecide = state === 'deciding'
  const mayDial = mayDecide && looked.entryPosition !== null
  const dial = () => {
    if (mayDial) send({ type: 'dial_preview', previewId })
  }
  const skip = (reason: (typeof previewSkips)[number]) => {
    if (mayDecide) send({ type: 'skip_preview', previewId, reason })
  }
  useDeskKeys((key) => {
    switch (key.type) {
      case 'available':
        dial()
        return true
      case 'digit': {
        const reason = previewSkips[Number(key.digit) - 1]
        if (reason !== undefined) skip(reason)
        return true
      }
      case 'faq':
        setFaqOpen(!isFaqOpen)
        return true
      case 'hand':
      case 'hand_text':
        return false
      default:
        // everything else belongs to a call
        return true
    }
  })
  return (
    <div className={shared.columns}>
      <PreviewContact looked={looked} />
      {isFaqOpen ? (
        <FaqPanel tenantId={tenantId} campaignId={campaignId} onClose={() => setFaqOpen(false)} />
      ) : (
        <ScriptPanel script={settings.script} call={nobodyYet} operatorName={operatorName} />
      )}
      <Decision desktop={desktop} looked={looked} mayDial={mayDial} onDial={dial} onSkip={skip} />
    </div>
  )
}

interface DecisionProps {
  readonly desktop: Desk
  readonly looked: PreviewInHand
  readonly mayDial: boolean
  readonly onDial: () => void
  readonly onSkip: (reason: (typeof previewSkips)[number]) => void
}

function Decision({ desktop, looked, mayDial, onDial, onSkip }: DecisionProps) {
  const { t } = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  // the page's keys work at once
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  if (looked.state !== 'deciding') {
    return (
      <section className={shared.column} aria-label={t(words.title)}>
        <h2 ref={heading} tabIndex={-1}>
          {t(words.title)}
        </h2>
        <p className={styles.ringing} role="status">
          {t(words.dialling)}
        </p>
        <p>{t(words.ringingHint)}</p>
      </section>
    )
  }
  return (
    <section className={shared.column} aria-label={t(words.title)}>
      <h2 ref={heading} tabIndex={-1}>
        {t(words.title)}
      </h2>
      <p>{t(looked.entryPosition === null ? words.opening : words.dialHint)}</p>
      <Button size="lg" disabled={!mayDial} onClick={onDial} aria-keyshortcuts="F2" rightSection="F2">
        {t(words.dial)}
      </Button>
      <CountDown desktop={desktop} looked={looked} />
      <div className={styles.choices} role="group" aria-label={t(words.skip)}>
        <span>{t(words.skip)}</span>
        {previewSkips.map((reason, index) => (
          <Button
            key={reason}
            variant="default"
            leftSection={<kbd className={shared.hint}>{index + 1}</kbd>}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => onSkip(reason)}
          >
            {t(words.skips[reason])}
          </Button>
        ))}
      </div>
      <div className={styles.pauses} role="group" aria-label={t(words.pause)}>
        <span>{t(words.pause)}</span>
        {awayReasons.map((reason) => (
          <Button
            key={reason}
            size="compact-sm"
            variant="default"
            onClick={() => desktop.send({ type: 'away', reason })}
          >
            {t(desk.awayReasons[reason])}
          </Button>
        ))}
      </div>
    </section>
  )
}

function CountDown({ desktop, looked }: Pick<DecisionProps, 'desktop' | 'looked'>) {
  const { t } = useLanguage()
  const now = useNow(500) + desktop.model.clockOffsetMs
  const leftMs = Math.max(0, looked.limitAt - now)
  return (
    <p className={styles.countDown} role="timer">
      {t(words.atLimit[looked.atLimit])(formatTimer(leftMs))}
    </p>
  )
}
