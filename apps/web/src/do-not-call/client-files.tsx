import type { ListView } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { doNotCall } from '../words/do-not-call.ts'
import { lists } from '../words/lists.ts'

type RefusalFile = ListView & { readonly refusal: NonNullable<ListView['refusal']> }

/** The client's own files: when they came, whose word they are, and what became of their rows. */
export function ClientFiles({ tenantId }: { readonly tenantId: string }) {
  const { t, language } = useLanguage()
  const me = useMe().data
  const isReader = me !== null && me !== undefined && may(me, 'lists.read', tenantId)
  const read = useRead('lists.list', { params: { tenantId } }, { enabled: isReader, refetchInterval: 5_000 })
  if (!isReader) return null
  const files = (read.data?.lists ?? []).filter((list): list is RefusalFile => list.refusal !== null)
  const columns: readonly Column<RefusalFile>[] = [
    {
      key: 'label',
      head: doNotCall.file,
      renderCell: ({ listId, label }) => <Link href={paths.list(tenantId, listId)}>{label}</Link>,
      isFixed: true,
    },
    { key: 'asOf', head: doNotCall.fileAsOf, renderCell: ({ refusal }) => refusal.asOf, isTight: true },
    { key: 'scope', head: doNotCall.scope, renderCell: ({ refusal }) => t(doNotCall.scopes[refusal.scope]) },
    {
      key: 'reason',
      head: doNotCall.fileReason,
      renderCell: ({ refusal }) => t(doNotCall.fileReasons[refusal.reason]),
    },
    {
      key: 'source',
      head: doNotCall.fileSource,
      renderCell: ({ refusal }) => t(doNotCall.fileSources[refusal.source]),
    },
    { key: 'state', head: lists.state, renderCell: ({ state }) => t(lists.states[state]), isTight: true },
    { key: 'taken', head: doNotCall.taken, renderCell: ({ rows }) => formatNumber(rows.accepted), isFigure: true },
    { key: 'known', head: doNotCall.known, renderCell: ({ refusal }) => formatNumber(refusal.known), isFigure: true },
    { key: 'refused', head: lists.refused, renderCell: ({ rows }) => formatNumber(rows.refused), isFigure: true },
    {
      key: 'at',
      head: lists.importedAt,
      renderCell: ({ createdAt, importedBy }) => `${formatMoment(language, createdAt)} ${importedBy}`,
    },
  ]
  return (
    <Section
      title={t(doNotCall.files)}
      aside={
        may(me, 'lists.import', tenantId) && <Link href={paths.importList(tenantId)}>{t(doNotCall.importFile)}</Link>
      }
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      <DataTable
        name="do-not-call-files"
        label={t(doNotCall.files)}
        columns={columns}
        rows={files}
        keyOf={({ listId }) => listId}
        total={t(common.shown)(formatNumber(files.length))}
        empty={<p>{t(doNotCall.noFiles)}</p>}
      />
    </Section>
  )
}
