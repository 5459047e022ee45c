import { Button, Text, Textarea } from '@mantine/core'
import { type CallInHand, type CampaignSettings, ticketRule } from '@sekisho/contract'
import type { RefObject } from 'react'
import { useLanguage } from '../shared/language.tsx'
import type { LinkState } from '../shared/socket/link.ts'
import { desk } from '../words/desk.ts'
import type { Phrase } from '../words/phrase.ts'
import type { CallDraft, Disposition } from './call-draft.ts'
import { CallbackPicker } from './callback-picker.tsx'
import shared from './desk.module.css'
import styles from './result-panel.module.css'
import { ResultChoice } from './result-choice.tsx'
import { ThenChoice } from './then-choice.tsx'
import { TicketReasonChoice } from './ticket-reason-choice.tsx'

/** Where the keys lead. */
export interface DeskFields {
  readonly findRef: RefObject<HTMLInputElement | null>
  readonly callbackRef: RefObject<HTMLInputElement | null>
  readonly memoRef: RefObject<HTMLTextAreaElement | null>
  readonly afterwardsRef: RefObject<HTMLSelectElement | null>
}

interface ResultPanelProps extends DeskFields {
  readonly call: CallInHand
  readonly settings: CampaignSettings
  readonly draft: CallDraft
  readonly begun: string
  readonly now: number
  readonly link: LinkState
  readonly isSending: boolean
  readonly whyNot: Phrase<string> | null
  readonly onDraft: (draft: CallDraft) => void
  readonly onConfirm: () => void
  readonly onFast: (disposition: Disposition) => void
  readonly onHangUp: () => void
}

export function ResultPanel(props: ResultPanelProps) {
  const { call, settings, draft, begun, now, link, isSending, whyNot, onDraft } = props
  const { findRef, callbackRef, memoRef, afterwardsRef } = props
  const { t } = useLanguage()
  const chosen = settings.dispositions.find(({ code }) => code === draft.disposition)
  const mayCallBack = chosen?.next === 'callback' || chosen?.next === 'retry'
  const fast = settings.dispositions.filter(({ isFast }) => isFast)
  return (
    <section className={`${shared.column} ${shared.resultColumn}`} aria-label={t(desk.result)}>
      {fast.length > 0 && (
        <div className={styles.fast} role="group" aria-label={t(desk.fastHint)}>
          <Text c="dimmed" title={t(desk.fastHint)}>
            {t(desk.fast)}
          </Text>
          {fast.slice(0, 9).map((disposition, index) => (
            <Button
              key={disposition.code}
              size="compact-sm"
              variant="default"
              disabled={isSending}
              title={t(desk.fastHint)}
              onClick={() => props.onFast(disposition)}
              rightSection={<kbd className={shared.hint}>Alt+{index + 1}</kbd>}
            >
              {disposition.label}
            </Button>
          ))}
        </div>
      )}
      <ResultChoice
        dispositions={settings.dispositions}
        chosen={draft.disposition}
        begun={begun}
        findRef={findRef}
        onChoose={(code) => onDraft({ ...draft, disposition: code })}
      />
      {mayCallBack && (
        <CallbackPicker
          at={draft.callbackAt}
          now={now}
          inputRef={callbackRef}
          onAt={(callbackAt) => onDraft({ ...draft, callbackAt })}
        />
      )}
      {chosen !== undefined && ticketRule(chosen) !== null && (
        <TicketReasonChoice draft={draft} code={chosen.code} onDraft={onDraft} />
      )}
      <label className={styles.block}>
        <span className={styles.label}>
          <span>{t(desk.memo)}</span>
          <span>{t(desk.memoHint)}</span>
        </span>
        <Textarea
          ref={memoRef}
          autosize
          minRows={2}
          maxRows={3}
          maxLength={500}
          autoComplete="off"
          value={draft.memo}
          onChange={(event) => onDraft({ ...draft, memo: event.currentTarget.value })}
        />
      </label>
      <div className={`${styles.chips} ${styles.block}`}>
        <ThenChoice draft={draft} onDraft={onDraft} selectRef={afterwardsRef} />
        {call.state === 'connected' && call.hasHungUp && <Text fw={600}>{t(desk.hungUp)}</Text>}
        {!call.hasHungUp && (
          <Button variant="default" onClick={props.onHangUp} rightSection={<kbd className={shared.hint}>Alt+E</kbd>}>
            {t(desk.hangUp)}
          </Button>
        )}
        <Button
          onClick={props.onConfirm}
          disabled={whyNot !== null || isSending}
          rightSection={<span>Ctrl+Enter</span>}
        >
          {t(desk.confirm)}
        </Button>
      </div>
      <Text c="dimmed" role="status">
        {isSending ? t(link === 'open' ? desk.sending : desk.sendingLater) : whyNot !== null && t(whyNot)}
      </Text>
    </section>
  )
}
