import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Me } from '../shared/session.ts'
import { may } from '../shared/session.ts'
import { useAbandonment } from '../shared/use-abandonment.ts'
import { abandonment } from '../words/abandonment.ts'
import styles from './frame.module.css'

interface AbandonmentBannerProps {
  readonly me: Me
  readonly tenantId: string | null
}

/**
 * On every page of whoever watches a floor: how many campaigns abandon more than they may. That two thirds of a cap are used
 * up is usual where calls are dialled ahead, and stands on the floor alone.
 */
export function AbandonmentBanner({ me, tenantId }: AbandonmentBannerProps) {
  const { t } = useLanguage()
  const isWatcher = tenantId !== null && may(me, 'floor.watch', tenantId)
  const known = useAbandonment(isWatcher ? tenantId : null)
  const alarming = known?.campaigns.filter(({ alarms }) => alarms.some(({ alarm }) => alarm !== 'near_cap')) ?? []
  if (!isWatcher || alarming.length === 0) return null
  return (
    <aside className={styles.findings} role="status">
      <span>▲ {t(abandonment.banner)(formatNumber(alarming.length))}</span>
      <Link href={paths.floor(tenantId)}>{t(abandonment.bannerSee)}</Link>
    </aside>
  )
}
