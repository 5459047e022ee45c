import { Alert, Button, NativeSelect } from '@mantine/core'
import { type AnsweredBy, answeredByCodes, type CallInHand, confirmableCodes } from '@sekisho/contract'
import { type RefObject, useId } from 'react'
import { formatClock } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { whoAnswered } from '../words/who-answered.ts'
import styles from './who-answered.module.css'

/** The operator says who is on the line. */
export type SayWho = (answeredBy: AnsweredBy, isConfirmed: boolean) => void

interface WhoAnsweredProps {
  readonly call: CallInHand
  readonly selectRef: RefObject<HTMLSelectElement | null>
  readonly onSay: SayWho
}

/** Whom `本人確認` is said of: who acts for the person if that was chosen, otherwise the person. */
export function confirmable(answeredBy: AnsweredBy | null): AnsweredBy {
  return answeredBy !== null && confirmableCodes.includes(answeredBy) ? answeredBy : 'person'
}

/** Whether somebody speaks to whom the matter must not be told. */
export function isSomebodyElse(answeredBy: AnsweredBy | null): boolean {
  return answeredBy !== null && !confirmableCodes.includes(answeredBy)
}

export function WhoAnswered({ call, selectRef, onSay }: WhoAnsweredProps) {
  const { t, language } = useLanguage()
  const id = useId()
  const { answeredBy, confirmedAt, confirmedPosition, withheld, hasHungUp } = call
  return (
    <div className={styles.who}>
      <label className={styles.label} htmlFor={id}>
        {t(whoAnswered.title)}
      </label>
      <NativeSelect
        id={id}
        ref={selectRef}
        value={answeredBy ?? ''}
        data={[
          ...(answeredBy === null ? [{ value: '', label: t(whoAnswered.notSaid) }] : []),
          ...answeredByCodes.map((code) => ({ value: code, label: t(whoAnswered.codes[code]) })),
        ]}
        onChange={(event) => {
          const chosen = answeredByCodes.find((code) => code === event.currentTarget.value)
          if (chosen !== undefined) onSay(chosen, false)
        }}
      />
      {confirmedAt === null ? (
        <Button
          className={styles.wide}
          variant={withheld.length > 0 ? 'filled' : 'default'}
          disabled={hasHungUp}
          onClick={() => onSay(confirmable(answeredBy), true)}
        >
          {t(whoAnswered.confirm)} <kbd className={styles.key}>Alt+Y</kbd>
        </Button>
      ) : (
        <p className={`${styles.confirmed} ${styles.wide}`} role="status">
          {t(whoAnswered.confirmedAt)(formatClock(language, confirmedAt))}{' '}
          {confirmedPosition !== null && <RecordMark position={confirmedPosition} />}
        </p>
      )}
      {isSomebodyElse(answeredBy) && (
        <Alert className={styles.wide} color="shu" title={t(whoAnswered.othersTitle)}>
          {t(whoAnswered.othersBody)}
        </Alert>
      )}
    </div>
  )
}
