import { useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Page, Section } from '../shared/ui/page.tsx'
import { common } from '../words/common.ts'
import { lists } from '../words/lists.ts'
import { ImportResult } from './import-result.tsx'
import { ListState } from './lists-page.tsx'

export function ListPage({ tenantId, listId }: { readonly tenantId: string; readonly listId: string }) {
  const { t, language } = useLanguage()
  const list = useRead('lists.read', { params: { tenantId, listId } }).data
  const lead =
    list === undefined ? undefined : (
      <>
        <ListState list={list} /> · {list.campaignName} · {formatMoment(language, list.createdAt)} (
        {t(common.japanTime)}) · {list.importedBy}
      </>
    )
  return (
    <Page
      title={list?.label ?? t(lists.title)}
      lead={lead}
      actions={<Link href={paths.lists(tenantId)}>{t(lists.title)}</Link>}
    >
      <Section>
        <ImportResult tenantId={tenantId} listId={listId} />
      </Section>
    </Page>
  )
}
