import { pagesOf } from '../frame/pages.ts'
import { useCurrentTenant } from '../shared/current-tenant.ts'
import { useLanguage } from '../shared/language.tsx'
import { Redirect } from '../shared/redirect.tsx'
import { useMe } from '../shared/session.ts'
import { Page, PageState } from '../shared/ui/page.tsx'
import { words } from '../words/common.ts'
import { frame } from '../words/frame.ts'

/** The first page of a seat; somebody without a designation is told whom to ask. */
export function Home() {
  const { t } = useLanguage()
  const me = useMe().data
  const tenant = useCurrentTenant(me)
  if (me === null || me === undefined) return null
  const first = pagesOf(me, tenant?.tenantId ?? null)[0]
  if (first !== undefined) return <Redirect to={first.href} />
  const seats = [...new Set([...me.house.seats, ...me.tenants.flatMap((each) => each.seats)])]
  return (
    <Page title={t(frame.noPages)} isNarrow>
      <PageState title={me.displayName}>
        {seats.length === 0
          ? t(frame.noPagesBody)
          : t(frame.noPagesOfSeat)(seats.map((seat) => t(words.seats[seat])).join('・'))}
      </PageState>
    </Page>
  )
}
