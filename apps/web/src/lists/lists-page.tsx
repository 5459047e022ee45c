import { Badge, Button } from '@mantine/core'
import type { ListView } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link, useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { listSheets } from '../words/list-sheets.ts'
import { listTerms } from '../words/list-terms.ts'
import { lists } from '../words/lists.ts'
import { useListNews } from './use-list-news.ts'

export function ListsPage({ tenantId }: { readonly tenantId: string }) {
  const { t, language } = useLanguage()
  const go = useGo()
  const me = useMe().data
  const mayImport = me !== null && me !== undefined && may(me, 'lists.import', tenantId)
  const everyMs = useListNews(tenantId)
  const read = useRead(
    'lists.list',
    { params: { tenantId } },
    { refetchInterval: (data) => (data?.lists.some((list) => list.state === 'importing') === true ? everyMs : false) },
  )
  const columns: readonly Column<ListView>[] = [
    {
      key: 'label',
      head: lists.label,
      renderCell: (list) => <Link href={paths.list(tenantId, list.listId)}>{list.label}</Link>,
      isFixed: true,
    },
    { key: 'campaign', head: lists.campaign, renderCell: (list) => list.campaignName },
    { key: 'mode', head: lists.mode, renderCell: (list) => <ListMode list={list} />, isTight: true },
    { key: 'state', head: lists.state, renderCell: (list) => <ListState list={list} />, isTight: true },
    { key: 'total', head: lists.rows, renderCell: (list) => formatNumber(list.rows.total), isFigure: true },
    { key: 'accepted', head: lists.accepted, renderCell: (list) => counted(list, 'accepted'), isFigure: true },
    { key: 'refused', head: lists.refused, renderCell: (list) => counted(list, 'refused'), isFigure: true },
    {
      key: 'duplicate',
      head: lists.duplicate,
      renderCell: (list) => counted(list, 'duplicate'),
      isFigure: true,
    },
    {
      key: 'at',
      head: {
        ja: `${lists.importedAt.ja}(${common.japanTime.ja})`,
        en: `${lists.importedAt.en} (${common.japanTime.en})`,
      },
      renderCell: (list) => formatMoment(language, list.createdAt),
      isTight: true,
    },
    { key: 'by', head: lists.importedBy, renderCell: (list) => list.importedBy, isTight: true },
  ]
  const importButton = mayImport ? (
    <Button onClick={() => go(paths.importList(tenantId))}>{t(lists.import)}</Button>
  ) : undefined
  return (
    <Page
      title={t(lists.title)}
      lead={t(lists.lead)}
      actions={
        <>
          <Link href={paths.inventory(tenantId)}>{t(listSheets.inventory)}</Link>
          {importButton}
        </>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.isPending && <Loading />
      ) : (
        <DataTable
          name="lists"
          label={t(lists.title)}
          columns={columns}
          rows={read.data.lists}
          keyOf={(list) => list.listId}
          total={t(common.total)(formatNumber(read.data.lists.length))}
          empty={
            <PageState title={t(lists.empty)} action={importButton}>
              {t(lists.emptyBody)}
            </PageState>
          }
          onOpen={(list) => go(paths.list(tenantId, list.listId))}
        />
      )}
    </Page>
  )
}

/** Counts stand only for what is done. */
function counted({ state, mode, rows }: ListView, name: 'accepted' | 'refused' | 'duplicate'): string {
  return state === 'ready' && !(mode === 'exclude' && name === 'accepted') ? formatNumber(rows[name]) : '–'
}

/** What its file was for, and whom an exclusion stopped. */
function ListMode({ list: { mode, exclusion } }: { readonly list: ListView }) {
  const { t } = useLanguage()
  const stopped = exclusion === null ? '' : ` (${t(lists.stopped)(formatNumber(exclusion.stopped))})`
  return <>{`${t(lists.modes[mode])}${stopped}`}</>
}

export function ListState({ list }: { readonly list: ListView }) {
  const { t } = useLanguage()
  const { progress } = list
  const isUnderWay = list.state === 'importing'
  const isWaiting = isUnderWay && progress?.isWaiting === true
  const share =
    !isUnderWay || isWaiting || progress === null || progress.rowsExpected === 0
      ? ''
      : ` ${Math.min(100, Math.floor((progress.rowsDone / progress.rowsExpected) * 100))}%`
  const color = list.state === 'failed' ? 'shu' : isUnderWay ? 'ai' : 'gray'
  return (
    <>
      <Badge variant={isUnderWay ? 'light' : 'outline'} color={color}>
        {t(lists.states[isWaiting ? 'waiting' : list.state])}
        {share}
      </Badge>
      {list.state === 'ready' && list.terms !== null && list.terms.state !== 'running' && (
        <Badge ml={4} variant="light" color="ai">
          {t(listTerms.states[list.terms.state])}
        </Badge>
      )}
    </>
  )
}
