import { Alert } from '@mantine/core'
import type { CallInHand } from '@sekisho/contract'
import { type ReactNode, useEffect, useRef } from 'react'
import { written } from '../call-ins/written-number.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { callIns } from '../words/call-ins.ts'
import shared from './desk.module.css'
import styles from './contact-panel.module.css'

interface CallerPanelProps {
  readonly call: Pick<CallInHand, 'calledNumber' | 'onNoList' | 'previous'>
  readonly children?: ReactNode
}

/** Somebody who called us and is on no list: which number they called, what was before, and nothing of who they are. */
export function CallerPanel({ call: { calledNumber, onNoList, previous }, children }: CallerPanelProps) {
  const { t, language } = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const hasNumber = onNoList?.hasNumber === true
  return (
    <section className={shared.column} aria-label={t(callIns.onNoList)}>
      <h2 ref={heading} tabIndex={-1}>
        {t(callIns.onNoList)}
      </h2>
      <Alert color={hasNumber ? 'ai' : 'shu'} mb="md">
        {t(hasNumber ? callIns.numberSealed : callIns.numberWithheld)}
      </Alert>
      <dl className={styles.fields}>
        <dt>{t(callIns.calledNumber)}</dt>
        <dd>{written(calledNumber ?? '')}</dd>
      </dl>
      <p>{t(callIns.noSearch)}</p>
      <ul className={styles.previous}>
        {previous.map(({ at, label }) => (
          <li key={at}>
            {formatMoment(language, at)} {label}
          </li>
        ))}
        {previous.length === 0 && <li>{t(callIns.firstCall)}</li>}
      </ul>
      {children}
    </section>
  )
}
