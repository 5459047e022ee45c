import type { Permission } from '@sekisho/contract'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useGo } from '../link.tsx'
import { useLanguage } from '../language.tsx'
import { paths } from '../paths.ts'
import { may, useMe } from '../session.ts'
import { common, words } from '../../words/common.ts'
import { Page, PageState } from './page.tsx'

interface RequiresProps {
  readonly permission: Permission
  /** null: a right in the head office. */
  readonly tenantId: string | null
  readonly children: ReactNode
}

/** Shows a page only to those who hold its right, and tells the others which right it is and whom to ask. */
export function Requires({ permission, tenantId, children }: RequiresProps) {
  const { t } = useLanguage()
  const go = useGo()
  const me = useMe().data
  if (me === null || me === undefined) return null
  if (may(me, permission, tenantId)) return children
  const isMyTenant = tenantId === null || me.tenants.some((tenant) => tenant.tenantId === tenantId)
  return (
    <Page title={t(common.deniedTitle)} isNarrow>
      <PageState
        title={t(words.permissions[permission])}
        action={<Button onClick={() => go(paths.home())}>{t(common.home)}</Button>}
      >
        {isMyTenant ? t(common.deniedBody)(t(words.permissions[permission])) : t(common.deniedTenant)}
      </PageState>
    </Page>
  )
}
