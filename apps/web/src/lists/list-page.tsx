import { lastListPriority } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Page, Section } from '../shared/ui/page.tsx'
import { common } from '../words/common.ts'
import { listOrder } from '../words/list-order.ts'
import { lists } from '../words/lists.ts'
import { samePerson } from '../words/same-person.ts'
import { HandoverSection } from './handover-section.tsx'
import { ImportResult } from './import-result.tsx'
import { ListTermsSection } from './list-terms.tsx'
import { ListState } from './lists-page.tsx'

export function ListPage({ tenantId, listId }: { readonly tenantId: string; readonly listId: string }) {
  const { t, language } = useLanguage()
  const list = useRead('lists.read', { params: { tenantId, listId } }).data
  const lead =
    list === undefined ? undefined : (
      <>
        <ListState list={list} /> · {list.campaignName} · {formatMoment(language, list.createdAt)} (
        {t(common.japanTime)}) · {list.importedBy}
        {list.samePersonBy !== null && ` · ${t(samePerson.ofList)(t(samePerson.keys[list.samePersonBy]))}`}
        {list.priority < lastListPriority && ` · ${t(listOrder.ofList)(String(list.priority))}`}
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
      {list?.state === 'ready' && list.terms !== null && (
        <ListTermsSection tenantId={tenantId} list={list} terms={list.terms} />
      )}
      {list?.state === 'ready' && <HandoverSection tenantId={tenantId} listId={listId} />}
    </Page>
  )
}
