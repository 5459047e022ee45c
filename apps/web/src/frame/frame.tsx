import { Drawer } from '@mantine/core'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useCurrentTenant } from '../shared/current-tenant.ts'
import { useLanguage } from '../shared/language.tsx'
import { paths } from '../shared/paths.ts'
import { Redirect } from '../shared/redirect.tsx'
import { lastSessionEnd, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { frame } from '../words/frame.ts'
import { ConnectionNotice } from './connection-notice.tsx'
import { FindingBanner } from './finding-banner.tsx'
import styles from './frame.module.css'
import { HouseStopBanner } from './house-stop-banner.tsx'
import { Palette } from './palette.tsx'
import { hasRail, pagesOf } from './pages.ts'
import type { NavigationPage } from './pages.ts'
import { AbandonmentBanner } from './abandonment-banner.tsx'
import { PromiseBanner } from './promise-banner.tsx'
import { Rail } from './rail.tsx'
import { SessionEnded } from './session-ended.tsx'
import { TicketBanner } from './ticket-banner.tsx'
import { TopBar } from './top-bar.tsx'

const settingsPage: NavigationPage = { label: frame.settings, group: frame.groupSelf, href: paths.settings() }

/** Pages that hear from the server all the time and say themselves when they do not. */
const hasOwnConnection = /^\/t\/[^/]+\/(desk|floor)$/

/** Around every page of somebody signed in; whoever is not is led to the sign-in and back. */
export function Frame() {
  const { t } = useLanguage()
  const { data: me, error, refetch } = useMe()
  const tenant = useCurrentTenant(me)
  const location = useLocation()
  const [isMenuOpen, setMenuOpen] = useState(false)
  useFocusOnNavigation()
  if (me === undefined && error !== null) {
    return (
      <Page title={t(common.failedTitle)} isNarrow>
        <ProblemNotice problem={error} onRetry={() => void refetch()} />
      </Page>
    )
  }
  if (me === undefined) return <Loading />
  if (me === null) {
    return <ToSignIn />
  }
  if (/^\/t\/[^/]+\/(wall|reports\/print|lists\/[^/]+\/sheet)$/.test(location.pathname)) {
    return (
      <main>
        <Outlet />
      </main>
    )
  }
  const pages = pagesOf(me, tenant?.tenantId ?? null)
  const withRail = hasRail(me, tenant?.tenantId ?? null, location.pathname)
  return (
    <>
      <a href="#main" className={styles.skip}>
        {t(frame.skip)}
      </a>
      <TopBar
        me={me}
        tenant={tenant}
        hasMenu={withRail}
        isMenuOpen={isMenuOpen}
        onMenu={() => setMenuOpen(!isMenuOpen)}
      />
      <HouseStopBanner me={me} />
      <FindingBanner me={me} tenantId={tenant?.tenantId ?? null} />
      <PromiseBanner me={me} tenantId={tenant?.tenantId ?? null} />
      <AbandonmentBanner me={me} tenantId={tenant?.tenantId ?? null} />
      <TicketBanner me={me} tenantId={tenant?.tenantId ?? null} />
      {!hasOwnConnection.test(location.pathname) && <ConnectionNotice />}
      <div className={styles.body}>
        {withRail && (
          <div className={styles.rail}>
            <div className={styles.railInner}>
              <Rail pages={pages} />
            </div>
          </div>
        )}
        <main id="main" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
      <Drawer
        opened={isMenuOpen}
        onClose={() => setMenuOpen(false)}
        size="16rem"
        title={t(frame.menu)}
        closeButtonProps={{ 'aria-label': t(common.close) }}
      >
        <Rail pages={[...pages, settingsPage]} onGo={() => setMenuOpen(false)} />
      </Drawer>
      <Palette pages={[...pages, settingsPage]} />
    </>
  )
}

/** Remembers where somebody wanted to go when it was first drawn: on the way the router already names the sign-in. */
function ToSignIn() {
  const wanted = useLocation({ select: (location) => location.href })
  const [to] = useState(() => paths.signIn(wanted))
  return lastSessionEnd() === 'elsewhere' ? <SessionEnded signInHref={to} /> : <Redirect to={to} />
}

/** A new page begins at its top for the eyes and for a screen reader alike. */
function useFocusOnNavigation() {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return
        window.scrollTo(0, 0)
        // whoever has opened the palette meanwhile is typing there
        if (document.activeElement?.matches('[role="dialog"] input') === true) return
        document.getElementById('main')?.focus({ preventScroll: true })
      }),
    [router],
  )
}
