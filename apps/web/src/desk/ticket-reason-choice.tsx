import { ticketReasons, usualTicketReason } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { tickets } from '../words/tickets.ts'
import type { CallDraft } from './call-draft.ts'
import styles from './result-panel.module.css'

interface TicketReasonChoiceProps {
  readonly draft: CallDraft
  /** Of the result, which says the usual reason. */
  readonly code: string
  readonly onDraft: (draft: CallDraft) => void
}

/** Why a call is handed over, with a result that makes a ticket; the next stop of the Tab key is the memo, its text. */
export function TicketReasonChoice({ draft, code, onDraft }: TicketReasonChoiceProps) {
  const { t } = useLanguage()
  return (
    <label className={styles.reason} title={t(tickets.atDeskHint)}>
      {t(tickets.atDesk)}
      <select
        className={styles.select}
        value={draft.ticketReason ?? usualTicketReason(code)}
        onChange={(event) => {
          const ticketReason = ticketReasons.find((reason) => reason === event.currentTarget.value)
          if (ticketReason !== undefined) onDraft({ ...draft, ticketReason })
        }}
      >
        {ticketReasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(tickets.reasons[reason])}
          </option>
        ))}
      </select>
      <span>{t(tickets.atDeskText)}</span>
    </label>
  )
}
