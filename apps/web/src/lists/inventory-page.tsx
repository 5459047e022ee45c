import type { HeldField, InventoryList } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link, useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Column } from '../shared/ui/data-table.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { listSheets } from '../words/list-sheets.ts'
import { lists } from '../words/lists.ts'

/** Which fields of personal data are held, by field and by list. */
export function InventoryPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const reading = useRead('listSheets.inventory', { params: { tenantId } })
  return (
    <Page
      title={t(listSheets.inventory)}
      lead={t(listSheets.inventoryLead)}
      actions={<Link href={paths.lists(tenantId)}>{t(lists.title)}</Link>}
    >
      <ProblemNotice problem={reading.error} onRetry={() => void reading.refetch()} />
      {reading.data === undefined ? (
        reading.isPending && <Loading />
      ) : reading.data.lists.length === 0 ? (
        <PageState title={t(listSheets.inventoryEmpty)}>{t(listSheets.inventoryEmptyBody)}</PageState>
      ) : (
        <>
          <ByField held={reading.data.lists} />
          <ByList tenantId={tenantId} held={reading.data.lists} />
        </>
      )}
    </Page>
  )
}

type Held = readonly InventoryList[]
type FieldRow = HeldField & { readonly lists: number; readonly people: number }

function ByField({ held }: { readonly held: Held }) {
  const { t } = useLanguage()
  const columns: readonly Column<FieldRow>[] = [
    { key: 'field', head: listSheets.field, renderCell: (row) => t(row), isFixed: true },
    {
      key: 'class',
      head: listSheets.sensitivity,
      renderCell: (row) => t(listSheets.sensitivities[row.sensitivity]),
      isTight: true,
    },
    { key: 'lists', head: listSheets.inLists, renderCell: (row) => formatNumber(row.lists), isFigure: true },
    { key: 'people', head: listSheets.contacts, renderCell: (row) => formatNumber(row.people), isFigure: true },
  ]
  return (
    <Section title={t(listSheets.byField)}>
      <DataTable
        name="inventory-fields"
        label={t(listSheets.fields)}
        columns={columns}
        rows={rowsByField(held)}
        keyOf={({ field }) => field}
        empty={null}
      />
    </Section>
  )
}

/** Fields in the order of the first list that holds them, with how many lists and people they are held of. */
function rowsByField(held: Held): FieldRow[] {
  const rows = new Map<string, FieldRow>()
  for (const { fields, contacts } of held)
    for (const field of fields) {
      const row = rows.get(field.field) ?? { ...field, lists: 0, people: 0 }
      rows.set(field.field, { ...row, lists: row.lists + 1, people: row.people + contacts })
    }
  return [...rows.values()]
}

function ByList({ tenantId, held }: { readonly tenantId: string; readonly held: Held }) {
  const { t, language } = useLanguage()
  const go = useGo()
  const columns: readonly Column<InventoryList>[] = [
    {
      key: 'label',
      head: lists.label,
      renderCell: (list) => <Link href={paths.listSheet(tenantId, list.listId)}>{list.label}</Link>,
      isFixed: true,
    },
    { key: 'campaign', head: lists.campaign, renderCell: (list) => list.campaignName },
    { key: 'people', head: listSheets.contacts, renderCell: (list) => formatNumber(list.contacts), isFigure: true },
    { key: 'kept', head: listSheets.keptRows, renderCell: (list) => formatNumber(list.keptRows), isFigure: true },
    { key: 'fields', head: listSheets.fields, renderCell: (list) => list.fields.map((field) => t(field)).join('、') },
    {
      key: 'at',
      head: {
        ja: `${lists.importedAt.ja}(${common.japanTime.ja})`,
        en: `${lists.importedAt.en} (${common.japanTime.en})`,
      },
      renderCell: (list) => formatMoment(language, list.importedAt),
      isTight: true,
    },
  ]
  return (
    <Section title={t(listSheets.byList)}>
      <DataTable
        name="inventory-lists"
        label={t(lists.title)}
        columns={columns}
        rows={held}
        keyOf={({ listId }) => listId}
        total={t(common.total)(formatNumber(held.length))}
        empty={null}
        onOpen={({ listId }) => go(paths.listSheet(tenantId, listId))}
      />
    </Section>
  )
}
