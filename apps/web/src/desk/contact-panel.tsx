import { Alert } from '@mantine/core'
import type { CallInHand } from '@sekisho/contract'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { desk } from '../words/desk.ts'
import { whoAnswered } from '../words/who-answered.ts'
import shared from './desk.module.css'
import styles from './contact-panel.module.css'
import { type SayWho, WhoAnswered } from './who-answered.tsx'

interface ContactPanelProps {
  readonly call: CallInHand
  readonly whoRef: RefObject<HTMLSelectElement | null>
  readonly onSayWho: SayWho
  readonly children?: ReactNode
}

/** The one person on the line, as the campaign shows them, for as long as the call is in hand. */
export function ContactPanel({ call, whoRef, onSayWho, children }: ContactPanelProps) {
  const { t, language } = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  // the page's keys work at once, and a screen reader begins with whom this is
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const name = call.fields.find(({ field }) => field === 'name')
  const kana = call.fields.find(({ field }) => field === 'kana')
  const others = call.fields.filter(({ field }) => field !== 'name' && field !== 'kana')
  return (
    <section className={shared.column} aria-label={t(desk.contact)}>
      <h2 ref={heading} tabIndex={-1}>
        {t(desk.contact)}
      </h2>
      {call.entryPosition === null && (
        <Alert color="shu" mb="md" title={t(desk.notOpenedTitle)}>
          {t(desk.notOpened)}
        </Alert>
      )}
      {name !== undefined && (
        <p className={styles.person}>
          {name.value}
          {language === 'ja' && <small>様</small>}
        </p>
      )}
      {kana !== undefined && <p className={styles.kana}>{kana.value}</p>}
      <WhoAnswered call={call} selectRef={whoRef} onSay={onSayWho} />
      <dl className={styles.fields}>
        {others.map(({ field, label, value }) => (
          <FieldLine key={field} label={label} value={value} />
        ))}
        {call.withheld.map(({ field, label }) => (
          <WithheldLine key={field} label={label} text={t(waitsFor(call))} />
        ))}
        <FieldLine label={t(call.calledNumber === null ? desk.number : desk.callerNumber)} value={call.maskedNumber} />
      </dl>
      <ul className={styles.previous}>
        <li>
          {call.calledNumber === null
            ? t(desk.attempt)(String(call.attemptNumber))
            : t(desk.attemptsBefore)(String(call.attemptNumber - 1))}
        </li>
        {call.previous.map(({ at, label, hasMemo, memo }) => (
          <li key={at}>
            {formatMoment(language, at)} {label}
            {memo !== null && <blockquote className={styles.memo}>{memo}</blockquote>}
            {hasMemo && memo === null && <small>{t(desk.memoClosed)}</small>}
          </li>
        ))}
        {call.previous.length === 0 && <li>{t(desk.noPrevious)}</li>}
      </ul>
      {call.memosPosition !== null && <RecordMark position={call.memosPosition} />}
      {children}
    </section>
  )
}

function waitsFor({ confirmedAt }: CallInHand) {
  return confirmedAt === null ? whoAnswered.waits : whoAnswered.opening
}

function WithheldLine({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className={styles.withheld}>{text}</dd>
    </>
  )
}

function FieldLine({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value === '' ? '–' : value}</dd>
    </>
  )
}
