import { useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Me } from '../shared/session.ts'
import { may } from '../shared/session.ts'
import { promises } from '../words/promises.ts'
import styles from './frame.module.css'

interface PromiseBannerProps {
  readonly me: Me
  readonly tenantId: string | null
}

/** On every page of whoever answers for the calls of a tenant: how many people wait longer than they were promised. */
export function PromiseBanner({ me, tenantId }: PromiseBannerProps) {
  const { t } = useLanguage()
  const isReader = tenantId !== null && may(me, 'promises.read', tenantId)
  const input = { params: { tenantId: tenantId ?? '' } }
  const { data } = useRead('promises.overdue', input, { enabled: isReader, refetchInterval: 10_000 })
  if (!isReader || data === undefined || data.overdue === 0) return null
  return (
    <aside className={styles.findings} role="status">
      <span>▲ {t(promises.banner)(formatNumber(data.overdue))}</span>
      <Link href={paths.promises(tenantId)}>{t(promises.bannerSee)}</Link>
    </aside>
  )
}
