import { Badge, Burger, NativeSelect } from '@mantine/core'
import { useCampaignInView } from '../shared/campaign-in-view.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link, useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Me, MyTenant } from '../shared/session.ts'
import { may } from '../shared/session.ts'
import { common, words } from '../words/common.ts'
import { frame } from '../words/frame.ts'
import mark from '../app/mark.svg'
import styles from './frame.module.css'
import { LedgerMark } from './ledger-mark.tsx'
import { MyMenu } from './my-menu.tsx'
import { pagesOf } from './pages.ts'

interface TopBarProps {
  readonly me: Me
  readonly tenant: MyTenant | null
  readonly hasMenu: boolean
  readonly isMenuOpen: boolean
  readonly onMenu: () => void
}

export function TopBar({ me, tenant, hasMenu, isMenuOpen, onMenu }: TopBarProps) {
  const { t } = useLanguage()
  const campaign = useCampaignInView()
  const seats = [...new Set([...(tenant?.seats ?? []), ...me.house.seats])]
  return (
    <header className={styles.bar}>
      {hasMenu && (
        <span className={styles.onlyNarrow}>
          <Burger size="sm" opened={isMenuOpen} onClick={onMenu} aria-label={t(frame.menu)} />
        </span>
      )}
      <Link href={paths.home()} className={styles.brand} aria-label={t(common.product)}>
        <img src={mark} alt="" />
        <span className={styles.onlyWide}>関所</span>
      </Link>
      <div className={styles.where}>
        <TenantChoice me={me} tenant={tenant} />
        {campaign !== null && (
          <span className={`${styles.campaign} ${styles.onlyWide}`}>
            {campaign.name}{' '}
            {campaign.kind === 'test' && (
              <Badge size="sm" variant="outline" color="gray">
                {t(common.test)}
              </Badge>
            )}
          </span>
        )}
      </div>
      <span className={styles.spring} />
      <div className={`${styles.facts} ${styles.onlyWide}`}>
        <span title={me.deviceLabel ?? t(frame.noDevice)}>
          {t(words.routes[me.route])}
          {me.deviceLabel === null ? '' : ` · ${me.deviceLabel}`}
        </span>
        {tenant !== null && may(me, 'ledger.health', tenant.tenantId) && <LedgerMark tenantId={tenant.tenantId} />}
      </div>
      <MyMenu me={me} seats={seats} />
    </header>
  )
}

function TenantChoice({ me, tenant }: { readonly me: Me; readonly tenant: MyTenant | null }) {
  const { t } = useLanguage()
  const go = useGo()
  if (tenant === null) return <span>{t(frame.houseSeat)}</span>
  if (me.tenants.length === 1) return <strong className={styles.campaign}>{tenant.name}</strong>
  return (
    <NativeSelect
      size="xs"
      aria-label={t(frame.tenant)}
      value={tenant.tenantId}
      data={me.tenants.map(({ tenantId, name }) => ({ value: tenantId, label: name }))}
      onChange={(event) => {
        const tenantId = event.currentTarget.value
        localStorage.setItem('sekisho.tenant', tenantId)
        const first = pagesOf(me, tenantId)[0]
        go(first?.href ?? paths.home())
      }}
    />
  )
}
