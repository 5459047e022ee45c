import { awayReasons } from '@sekisho/contract'
import type { RefObject } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { desk } from '../words/desk.ts'
import type { CallDraft } from './call-draft.ts'
import styles from './result-panel.module.css'

interface ThenChoiceProps {
  readonly draft: CallDraft
  readonly onDraft: (draft: CallDraft) => void
  readonly selectRef: RefObject<HTMLSelectElement | null>
}

/** What follows this call: the next one, or a break booked now. */
export function ThenChoice({ draft, onDraft, selectRef }: ThenChoiceProps) {
  const { t } = useLanguage()
  return (
    <label className={styles.then}>
      {t(desk.then)}{' '}
      <select
        ref={selectRef}
        className={styles.select}
        value={draft.then}
        onChange={(event) => {
          const reason = awayReasons.find((known) => known === event.currentTarget.value)
          onDraft({ ...draft, then: reason ?? 'available' })
        }}
      >
        <option value="available">{t(desk.thenAvailable)}</option>
        {awayReasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(desk.awayReasons[reason])}
          </option>
        ))}
      </select>
    </label>
  )
}
