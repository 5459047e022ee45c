import { NativeSelect, SegmentedControl, Text } from '@mantine/core'
import type { Ticket } from '@sekisho/contract'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber, formatWeekday, fromDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { tickets } from '../words/tickets.ts'
import { TicketDetail } from './ticket-detail.tsx'
import { TicketLooks } from './ticket-looks.tsx'
import { queryOfView, searchOfView, type TicketView, ticketViews, viewFromSearch } from './ticket-view.ts'
import styles from './tickets.module.css'

/** What results left to do: what is overdue first, whose it is, and what became of the rest. */
export function TicketsPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const go = useGo()
  const view = viewFromSearch(useSearch({ strict: false }))
  const [news, setNews] = useState<string | null>(null)
  const input = { params: { tenantId }, query: queryOfView(view) }
  const read = useRead('tickets.list', input, { refetchInterval: 10_000, keepPrevious: true })
  const columns = useColumns(view.state === 'done')
  const rows = read.data?.tickets ?? []
  return (
    <Page title={t(tickets.title)} lead={t(tickets.lead)}>
      <Filters
        tenantId={tenantId}
        view={view}
        onView={(next) => go(`${paths.tickets(tenantId)}${searchOfView(next)}`, { replace: true })}
      />
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      <Text role="status" mb={news === null ? 0 : 'sm'}>
        {news}
      </Text>
      {read.data !== undefined && (
        <DataTable
          name="tickets"
          label={t(tickets.title)}
          columns={columns}
          rows={rows}
          keyOf={({ ticketId }) => ticketId}
          total={t(tickets.shown)(formatNumber(rows.length))}
          empty={<PageState title={t(tickets.empty)}>{t(tickets.emptyBody)}</PageState>}
          renderDetail={(ticket) => <TicketDetail tenantId={tenantId} ticket={ticket} onNews={setNews} />}
        />
      )}
      {read.data?.hasMore === true && (
        <Text c="dimmed" mt="sm">
          {t(tickets.more)}
        </Text>
      )}
      <TicketLooks tenantId={tenantId} />
    </Page>
  )
}

function useColumns(isDone: boolean): readonly Column<Ticket>[] {
  const { t, language } = useLanguage()
  const outcome: Column<Ticket> = {
    key: 'outcome',
    head: tickets.outcome,
    renderCell: (row) => row.outcome !== null && t(tickets.outcomes[row.outcome]),
  }
  return [
    { key: 'due', head: tickets.due, renderCell: (row) => <Due ticket={row} />, isTight: true, isFixed: true },
    ...(isDone ? [outcome] : []),
    { key: 'state', head: tickets.state, renderCell: (row) => <State ticket={row} />, isTight: true, isFixed: true },
    {
      key: 'result',
      head: tickets.result,
      renderCell: ({ disposition, label, isCorrected }) => (
        <>
          {disposition} {label}
          {isCorrected && (
            <Text span size="sm" c="dimmed">
              {' '}
              {t(tickets.corrected)}
            </Text>
          )}
        </>
      ),
    },
    { key: 'reason', head: tickets.reason, renderCell: ({ reason }) => t(tickets.reasons[reason]) },
    {
      key: 'addressee',
      head: tickets.addressee,
      renderCell: ({ addressee }) => t(tickets.addressees[addressee]),
      isTight: true,
    },
    {
      key: 'owner',
      head: tickets.owner,
      renderCell: ({ owner }) => owner?.displayName ?? <span className={styles.nobody}>{t(tickets.nobody)}</span>,
      isTight: true,
    },
    { key: 'mark', head: tickets.mark, renderCell: ({ mark }) => <code>{mark}</code>, isTight: true },
    { key: 'campaign', head: tickets.campaign, renderCell: ({ campaign }) => campaign },
    { key: 'made', head: tickets.made, renderCell: ({ madeAt }) => formatMoment(language, madeAt), isTight: true },
  ]
}

function Due({ ticket: { dueOn, timing } }: { readonly ticket: Ticket }) {
  const { t, language } = useLanguage()
  const day = formatWeekday(language, fromDateInput(dueOn) ?? 0)
  const word = { overdue: tickets.overdue, today: tickets.today, coming: null, over: null }[timing]
  return (
    <span className={styles.due} data-timing={timing}>
      {timing === 'overdue' && '▲ '}
      {day} {word !== null && t(word)}
    </span>
  )
}

function State({ ticket: { state, waitsUntil } }: { readonly ticket: Ticket }) {
  const { t, language } = useLanguage()
  return (
    <>
      {t(tickets.states[state])}
      {waitsUntil !== null && (
        <Text span size="sm" c="dimmed">
          {' '}
          {t(tickets.waitsUntil)(formatWeekday(language, fromDateInput(waitsUntil) ?? 0))}
        </Text>
      )}
    </>
  )
}

interface FiltersProps {
  readonly tenantId: string
  readonly view: TicketView
  readonly onView: (view: TicketView) => void
}

function Filters({ tenantId, view, onView }: FiltersProps) {
  const { t } = useLanguage()
  const campaigns = useRead('campaigns.list', { params: { tenantId } }).data?.campaigns ?? []
  const { campaignId: _campaign, ...withoutCampaign } = view
  return (
    <div className={styles.filters} role="search" aria-label={t(tickets.view)}>
      <SegmentedControl
        aria-label={t(tickets.view)}
        value={view.state}
        onChange={(value) => onView({ ...view, state: ticketViews.find((each) => each === value) ?? 'unfinished' })}
        data={ticketViews.map((value) => ({ value, label: t(tickets.views[value]) }))}
      />
      <NativeSelect
        label={t(tickets.campaign)}
        value={view.campaignId ?? ''}
        data={[
          { value: '', label: t(tickets.allCampaigns) },
          ...campaigns.map(({ campaignId, name }) => ({ value: campaignId, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onView(value === '' ? withoutCampaign : { ...view, campaignId: value })
        }
      />
    </div>
  )
}
