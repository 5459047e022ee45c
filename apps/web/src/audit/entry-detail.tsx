import type { EntryView } from '@sekisho/contract'
import { fieldName } from '../shared/field-name.ts'
import { formatNumber, formatTime } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { audit } from '../words/audit.ts'
import styles from './audit.module.css'
import { EntryRest } from './entry-rest.tsx'
import { wordOf } from './entry-words.ts'

export function EntryDetail({ entry }: { readonly entry: EntryView }) {
  const { t, language } = useLanguage()
  const separator = language === 'ja' ? '、' : ', '
  return (
    <dl className={styles.detail}>
      <dt>{t(audit.detailSequenced)}</dt>
      <dd>{formatTime(language, entry.sequencedAt)}</dd>
      {entry.fields.length > 0 && (
        <>
          <dt>{t(audit.detailFields)}</dt>
          <dd>{entry.fields.map((field) => t(fieldName(field))).join(separator)}</dd>
        </>
      )}
      {entry.counts.length > 0 && (
        <>
          <dt>{t(audit.detailCounts)}</dt>
          <dd>
            {entry.counts
              .map(({ name, value }) => `${t(wordOf(audit.counts, name))} ${formatNumber(value)}`)
              .join(separator)}
          </dd>
        </>
      )}
      {entry.isProven === false && (
        <>
          <dt>{t(audit.proof)}</dt>
          <dd className={styles.notProven}>{t(audit.notProvenHint)}</dd>
        </>
      )}
      {entry.reason !== null && (
        <>
          <dt>{t(audit.detailReason)}</dt>
          <dd>
            {t(wordOf(audit.reasons, entry.reason))} <code>{entry.reason}</code>
          </dd>
        </>
      )}
      <dt>{t(audit.detailKind)}</dt>
      <dd>{t(wordOf(audit.kinds, entry.campaignKind))}</dd>
      <EntryRest entry={entry} />
      <dt>{t(audit.detailPseudonym)}</dt>
      <dd>
        <code>{entry.actor}</code>
      </dd>
      <dt>{t(audit.detailId)}</dt>
      <dd>
        <code>{entry.entryId}</code>
      </dd>
    </dl>
  )
}
