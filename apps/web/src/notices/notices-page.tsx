import { Button, Text } from '@mantine/core'
import type { Notice } from '@sekisho/contract'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber, formatWeekday, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { notices } from '../words/notices.ts'
import { NoticeDetail } from './notice-detail.tsx'
import styles from './notices.module.css'
import { WriteNotice } from './write-notice.tsx'

/** Words of the house to its operators, and who has confirmed them. */
export function NoticesPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const [isWriting, setWriting] = useState(false)
  const [news, setNews] = useState<string | null>(null)
  const read = useRead('notices.list', { params: { tenantId } }, { refetchInterval: 10_000 })
  const mayWrite = me !== null && me !== undefined && may(me, 'notices.write', tenantId)
  const rows = read.data?.notices ?? []
  const columns = useColumns()
  return (
    <Page
      title={t(notices.title)}
      lead={t(notices.lead)}
      actions={mayWrite && !isWriting && <Button onClick={() => setWriting(true)}>{t(notices.add)}</Button>}
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      <Text role="status" mb={news === null ? 0 : 'sm'}>
        {news}
      </Text>
      {isWriting && (
        <WriteNotice
          tenantId={tenantId}
          onDone={(said) => {
            setWriting(false)
            if (said !== null) setNews(said)
          }}
        />
      )}
      {read.data !== undefined && (
        <DataTable
          name="notices"
          label={t(notices.title)}
          columns={columns}
          rows={rows}
          keyOf={({ noticeId }) => noticeId}
          total={t(notices.found)(formatNumber(rows.length))}
          empty={<PageState title={t(notices.empty)}>{t(notices.emptyBody)}</PageState>}
          renderDetail={(notice) => (
            <NoticeDetail tenantId={tenantId} notice={notice} mayWrite={mayWrite} onNews={setNews} />
          )}
        />
      )}
    </Page>
  )
}

function useColumns(): readonly Column<Notice>[] {
  const { t, language } = useLanguage()
  return [
    {
      key: 'level',
      head: notices.level,
      renderCell: ({ level }) => (
        <span className={styles.level} data-level={level}>
          {t(notices.levels[level])}
        </span>
      ),
      isTight: true,
      isFixed: true,
    },
    { key: 'title', head: notices.name, renderCell: ({ title }) => title, isFixed: true },
    { key: 'place', head: notices.place, renderCell: ({ job, campaign }) => campaign ?? job },
    {
      key: 'confirmed',
      head: notices.confirmed,
      renderCell: ({ level, confirmed, operators }) =>
        level === 'told'
          ? t(notices.noConfirmation)
          : t(notices.confirmedOf)(formatNumber(confirmed), formatNumber(operators)),
      isTight: true,
    },
    {
      key: 'validUntil',
      head: notices.validUntil,
      renderCell: ({ validUntil, isOver }) =>
        isOver ? t(notices.isOver) : formatWeekday(language, fromDateInput(validUntil) ?? 0),
      isTight: true,
    },
    { key: 'version', head: notices.version, renderCell: ({ version }) => formatNumber(version), isFigure: true },
    { key: 'by', head: notices.by, renderCell: ({ by }) => by, isTight: true },
    { key: 'at', head: notices.at, renderCell: ({ at }) => formatMoment(language, at), isTight: true },
  ]
}
