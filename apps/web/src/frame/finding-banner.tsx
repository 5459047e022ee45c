import { useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Me } from '../shared/session.ts'
import { may } from '../shared/session.ts'
import { findings } from '../words/findings.ts'
import styles from './frame.module.css'

interface FindingBannerProps {
  readonly me: Me
  readonly tenantId: string | null
}

/** On every page of whoever watches a ledger: how many findings nobody has closed yet. */
export function FindingBanner({ me, tenantId }: FindingBannerProps) {
  const { t } = useLanguage()
  const watches =
    may(me, 'ledger.health', null) || me.tenants.some((tenant) => may(me, 'ledger.health', tenant.tenantId))
  const open = useRead('findings.open', {}, { enabled: watches, refetchInterval: 10_000 }).data?.open ?? []
  const count = open.reduce((sum, place) => sum + place.count, 0)
  if (!watches || count === 0) return null
  const place = open.find((each) => each.tenantId === tenantId) ?? open[0]
  return (
    <aside className={styles.findings} role="status">
      <span>▲ {t(findings.banner)(formatNumber(count))}</span>
      <Link href={hrefOf(me, place?.tenantId ?? null, tenantId)}>{t(findings.bannerSee)}</Link>
    </aside>
  )
}

/** What is about the house stands, for people of one tenant, with the health of their own ledger. */
function hrefOf(me: Me, place: string | null, tenantId: string | null): string {
  if (place !== null) return paths.findings(place)
  if (may(me, 'ledger.health', null)) return paths.houseFindings()
  const own = tenantId ?? me.tenants.find((tenant) => may(me, 'ledger.health', tenant.tenantId))?.tenantId
  return own === undefined ? paths.home() : paths.ledgerHealth(own)
}
