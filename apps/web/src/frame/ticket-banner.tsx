import { useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Me } from '../shared/session.ts'
import { may } from '../shared/session.ts'
import { tickets } from '../words/tickets.ts'
import styles from './frame.module.css'

interface TicketBannerProps {
  readonly me: Me
  readonly tenantId: string | null
}

/** On every page of whoever answers for the calls of a tenant: how much was handed over and is overdue. */
export function TicketBanner({ me, tenantId }: TicketBannerProps) {
  const { t } = useLanguage()
  const isReader = tenantId !== null && may(me, 'tickets.read', tenantId)
  const input = { params: { tenantId: tenantId ?? '' } }
  const { data } = useRead('tickets.overdue', input, { enabled: isReader, refetchInterval: 30_000 })
  if (!isReader || data === undefined || data.overdue === 0) return null
  return (
    <aside className={styles.findings} role="status">
      <span>▲ {t(tickets.banner)(formatNumber(data.overdue))}</span>
      <Link href={paths.tickets(tenantId)}>{t(tickets.bannerSee)}</Link>
    </aside>
  )
}
