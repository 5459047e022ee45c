import type { CallInHand, CampaignSettings } from '@sekisho/contract'
import { useRef, useState } from 'react'
import { useNow } from '../shared/use-now.ts'
import { firstDraft, recordMessage, whyNotConfirmed } from './call-draft.ts'
import type { CallDraft, Disposition } from './call-draft.ts'
import { FaqPanel } from '../faq/faq-panel.tsx'
import { CallerPanel } from './caller-panel.tsx'
import { ContactPanel } from './contact-panel.tsx'
import { pushDigit } from './desk-keys.ts'
import type { DeskKey } from './desk-keys.ts'
import styles from './desk.module.css'
import { resultsForCall } from './results-for-caller.ts'
import { ResultPanel } from './result-panel.tsx'
import { ScriptPanel } from './script-panel.tsx'
import { SpokenNumber } from './spoken-number.tsx'
import { useDeskKeys } from './use-desk-keys.ts'
import type { Desk } from './use-desk.ts'
import { useSpokenNumber } from './use-spoken-number.ts'
import { confirmable, type SayWho } from './who-answered.tsx'

interface CallViewProps {
  readonly tenantId: string
  readonly desktop: Desk
  readonly call: CallInHand
  readonly settings: CampaignSettings
  readonly operatorName: string
}

/** One call from its first word to its result. Unmounted with the call: what was typed leaves with it. */
export function CallView({ tenantId, desktop, call, settings: ofCampaign, operatorName }: CallViewProps) {
  const settings = { ...ofCampaign, dispositions: resultsForCall(ofCampaign.dispositions, call) }
  const { model, openHours, send, record } = desktop
  const [draft, setDraft] = useState<CallDraft>(() => firstDraft(call.attemptId, model.view?.awayReason))
  const [typed, setTyped] = useState({ digits: '', at: 0 })
  const [isFaqOpen, setFaqOpen] = useState(false)
  const findRef = useRef<HTMLInputElement>(null)
  const callbackRef = useRef<HTMLInputElement>(null)
  const whoRef = useRef<HTMLSelectElement>(null)
  const memoRef = useRef<HTMLTextAreaElement>(null)
  const afterwardsRef = useRef<HTMLSelectElement>(null)
  const now = useNow(5_000) + model.clockOffsetMs
  const spoken = useSpokenNumber(tenantId, call.attemptId)
  const spokenRef = useRef<HTMLInputElement>(null)
  const isSending = model.recordSeq !== null
  const whyNot = spoken.whyNot ?? whyNotConfirmed(draft, call, settings, now, openHours)
  const resultOf = (code: string | null) => settings.dispositions.find((each) => each.code === code)

  const sayWho: SayWho = (answeredBy, isConfirmed) =>
    send({ type: 'answered_by', attemptId: call.attemptId, answeredBy, isConfirmed })
  const hangUp = () => {
    if (!call.hasHungUp) send({ type: 'hang_up', attemptId: call.attemptId })
  }
  const confirm = () => {
    const disposition = resultOf(draft.disposition)
    if (disposition !== undefined && whyNot === null && !isSending) record(recordMessage(draft, disposition))
  }
  const confirmFast = (disposition: Disposition | undefined) => {
    if (disposition === undefined || isSending || spoken.whyNot !== null) return
    const fast = { ...draft, disposition: disposition.code, callbackAt: null }
    setDraft(fast)
    hangUp()
    record(recordMessage(fast, disposition))
  }
  const callBack = () => {
    const current = resultOf(draft.disposition)
    const fitting =
      current?.next === 'callback' ? current : settings.dispositions.find((each) => each.next === 'callback')
    if (fitting !== undefined) setDraft({ ...draft, disposition: fitting.code })
    // the field appears with the result
    requestAnimationFrame(() => callbackRef.current?.focus())
  }
  const take = (digit: string, at: number) => {
    const codes = settings.dispositions.map(({ code }) => code)
    const { buffer, code } = pushDigit(typed, digit, at, codes)
    setTyped(buffer)
    if (code !== null) setDraft({ ...draft, disposition: code })
  }
  useDeskKeys((key: DeskKey, at) => {
    switch (key.type) {
      case 'confirm':
        confirm()
        return true
      case 'hang_up':
        hangUp()
        return true
      case 'confirm_person':
        if (call.confirmedAt === null && !call.hasHungUp && call.onNoList === null)
          sayWho(confirmable(call.answeredBy), true)
        return true
      case 'who_answered':
        whoRef.current?.focus()
        return true
      case 'callback':
        callBack()
        return true
      case 'fast':
        confirmFast(settings.dispositions.filter(({ isFast }) => isFast)[key.place - 1])
        return true
      case 'spoken_number':
        spoken.setOpen(true)
        // the field appears with the form
        requestAnimationFrame(() => spokenRef.current?.focus())
        return true
      case 'find_result':
        findRef.current?.focus()
        return true
      case 'next_state':
        afterwardsRef.current?.focus()
        return true
      case 'leave_text':
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        return true
      case 'digit':
        take(key.digit, at)
        return true
      case 'faq':
        setFaqOpen(!isFaqOpen)
        return true
      case 'hand':
      case 'hand_text':
        return false
      case 'available':
      case 'correct':
      case 'notice':
        // nobody is made available by a key while a call is in hand, and the call before is a supervisor's by now;
        // notices wait until it is over
        return true
    }
  })
  const refusing = <SpokenNumber form={spoken} inputRef={spokenRef} />
  return (
    <div className={styles.columns}>
      {call.onNoList === null ? (
        <ContactPanel call={call} whoRef={whoRef} onSayWho={sayWho}>
          {refusing}
        </ContactPanel>
      ) : (
        <CallerPanel call={call}>{refusing}</CallerPanel>
      )}
      {isFaqOpen ? (
        <FaqPanel tenantId={tenantId} campaignId={call.campaignId} onClose={() => setFaqOpen(false)} />
      ) : (
        <ScriptPanel script={settings.script} call={call} operatorName={operatorName} />
      )}
      <ResultPanel
        call={call}
        settings={settings}
        draft={draft}
        begun={typed.digits}
        now={now}
        link={model.link}
        isSending={isSending}
        whyNot={whyNot}
        findRef={findRef}
        callbackRef={callbackRef}
        memoRef={memoRef}
        afterwardsRef={afterwardsRef}
        onDraft={setDraft}
        onConfirm={confirm}
        onFast={confirmFast}
        onHangUp={hangUp}
      />
    </div>
  )
}
