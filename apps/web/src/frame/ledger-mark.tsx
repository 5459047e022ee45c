import { Tooltip } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { formatDuration, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { useNow } from '../shared/use-now.ts'
import { isLedgerWell } from '../audit/is-ledger-well.ts'
import { frame } from '../words/frame.ts'
import styles from './frame.module.css'

/** A sign, words and the age of the last checkpoint; leads to what is behind it. */
export function LedgerMark({ tenantId }: { readonly tenantId: string }) {
  const { t, language } = useLanguage()
  const now = useNow(1000)
  const { data, error } = useRead('ledger.health', { params: { tenantId } }, { refetchInterval: 10_000 })
  if (data === undefined && error === null) return <span>{t(frame.ledgerUnknown)}</span>
  if (data === undefined || error !== null || !isLedgerWell(data)) {
    return (
      <Tooltip label={t(frame.ledgerBadHint)}>
        <Link href={paths.ledgerHealth(tenantId)} className={styles.bad}>
          ▲ {t(frame.ledgerBad)}
        </Link>
      </Tooltip>
    )
  }
  const age = formatDuration(language, now - (data.checkpointAt ?? now))
  return (
    <Tooltip label={t(frame.ledgerOkHint)(formatNumber(data.size), age)}>
      <Link href={paths.ledgerHealth(tenantId)} className={styles.ok}>
        ✓ {t(frame.ledgerOk)(age)}
      </Link>
    </Tooltip>
  )
}
