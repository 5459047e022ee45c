import { Button, Text } from '@mantine/core'
import type { CampaignSettings, LastResult } from '@sekisho/contract'
import { useEffect, useRef, useState } from 'react'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { desk } from '../words/desk.ts'
import { mayCallBack } from './call-draft.ts'
import { CallbackPicker } from './callback-picker.tsx'
import { type CorrectionDraft, correctMessage, whyNotCorrected } from './correction-draft.ts'
import type { DeskKey } from './desk-keys.ts'
import { pushDigit } from './desk-keys.ts'
import shared from './desk.module.css'
import styles from './idle.module.css'
import { ResultChoice } from './result-choice.tsx'
import { useDeskKeys } from './use-desk-keys.ts'
import type { Desk } from './use-desk.ts'

interface CorrectLastProps {
  readonly desktop: Desk
  readonly settings: CampaignSettings
  readonly last: LastResult
  readonly onClose: () => void
}

/** Another result for the call before, by the same keys as at the call. It closes itself when the server has taken it. */
export function CorrectLast({ desktop, settings, last, onClose }: CorrectLastProps) {
  const { t, language } = useLanguage()
  const { model, openHours, send } = desktop
  const [draft, setDraft] = useState<CorrectionDraft>({ disposition: null, callbackAt: last.callbackAt })
  const [typed, setTyped] = useState({ digits: '', at: 0 })
  const [isSent, setSent] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const findRef = useRef<HTMLInputElement>(null)
  const callbackRef = useRef<HTMLInputElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const now = useNow(5_000) + model.clockOffsetMs
  // refused, it may be changed and sent again
  const isSending = isSent && model.problem === null
  const whyNot = whyNotCorrected(draft, last, settings, now, openHours)
  const chosen = settings.dispositions.find(({ code }) => code === draft.disposition)

  const confirm = () => {
    if (chosen === undefined || whyNot !== null || isSending) return
    setSent(true)
    send(correctMessage(draft, last, chosen))
  }
  const callBack = () => {
    const fitting = chosen?.next === 'callback' ? chosen : settings.dispositions.find(({ next }) => next === 'callback')
    if (fitting !== undefined) setDraft({ ...draft, disposition: fitting.code })
    // the field appears with the result
    requestAnimationFrame(() => callbackRef.current?.focus())
  }
  useDeskKeys((key: DeskKey, at) => {
    switch (key.type) {
      case 'confirm':
        confirm()
        return true
      case 'callback':
        callBack()
        return true
      case 'find_result':
        findRef.current?.focus()
        return true
      case 'leave_text':
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        return true
      case 'digit': {
        const codes = settings.dispositions.map(({ code }) => code)
        const { buffer, code } = pushDigit(typed, key.digit, at, codes)
        setTyped(buffer)
        if (code !== null) setDraft({ ...draft, disposition: code })
        return true
      }
      case 'correct':
        onClose()
        return true
      case 'faq':
      case 'notice':
      case 'hand':
      case 'hand_text':
      case 'available':
      case 'confirm_person':
      case 'who_answered':
      case 'spoken_number':
      case 'fast':
      case 'hang_up':
      case 'next_state':
        return false
    }
  })
  const result = `${last.disposition} ${last.label}`
  return (
    <section className={styles.correction} aria-labelledby="correct-last">
      <h2 id="correct-last" ref={heading} tabIndex={-1}>
        {t(desk.correctTitle)}
      </h2>
      <p>{t(desk.lastResult)(formatMoment(language, last.recordedAt), result)}</p>
      <p>{t(desk.correctBody)}</p>
      <ResultChoice
        dispositions={settings.dispositions}
        chosen={draft.disposition}
        begun={typed.digits}
        findRef={findRef}
        onChoose={(code) => setDraft({ ...draft, disposition: code })}
      />
      {chosen !== undefined && mayCallBack(chosen) && (
        <CallbackPicker
          at={draft.callbackAt}
          now={now}
          inputRef={callbackRef}
          onAt={(callbackAt) => setDraft({ ...draft, callbackAt })}
        />
      )}
      <div className={styles.reasons}>
        <Button variant="default" onClick={onClose} rightSection={<kbd className={shared.hint}>Alt+Z</kbd>}>
          {t(desk.correctCancel)}
        </Button>
        <Button onClick={confirm} disabled={whyNot !== null || isSending} rightSection={<span>Ctrl+Enter</span>}>
          {t(desk.correctConfirm)}
        </Button>
      </div>
      <Text c="dimmed" role="status">
        {isSending ? t(model.link === 'open' ? desk.sending : desk.sendingLater) : whyNot !== null && t(whyNot)}
      </Text>
    </section>
  )
}
