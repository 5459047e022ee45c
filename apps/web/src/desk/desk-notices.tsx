import { Alert } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { desk } from '../words/desk.ts'
import { preview } from '../words/preview.ts'
import type { DeskModel } from './desk-state.ts'
import styles from './desk.module.css'

/** What broke, what it means for the person on the line, and what to say. */
export function DeskNotices({ model }: { readonly model: DeskModel }) {
  const { t } = useLanguage()
  const call = model.view?.call ?? null
  const hasCall = call !== null
  const whyOver = model.previewEnd === null ? null : preview.ends[model.previewEnd]
  const meaning = call === null ? desk.lostIdle : call.hasHungUp ? desk.lostWrapUp : desk.lostInCall
  return (
    <div className={styles.notices} aria-live="assertive">
      {model.link === 'lost' && (
        <Alert color="shu" title={t(desk.lostTitle)}>
          {t(meaning)}
        </Alert>
      )}
      {!model.isLedgerAvailable && (
        <Alert color="shu" title={t(desk.ledgerDownTitle)}>
          {hasCall && t(desk.ledgerDownInCall)}
        </Alert>
      )}
      {model.isHandedOver && <Alert title={t(desk.handedOverTitle)}>{t(desk.handedOverBody)}</Alert>}
      {whyOver !== null && <Alert title={t(whyOver)} />}
      {model.problem !== null && <Alert color="shu" title={t(model.problem)} />}
    </div>
  )
}
