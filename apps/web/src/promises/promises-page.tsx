import { NativeSelect, SegmentedControl, Text } from '@mantine/core'
import type { CallbackPromise } from '@sekisho/contract'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { desk } from '../words/desk.ts'
import { promises } from '../words/promises.ts'
import { AssignPromise } from './assign-promise.tsx'
import { type PromiseView, queryOfView, searchOfView, viewFromSearch } from './promise-filter.ts'
import { PromiseHours } from './promise-hours.tsx'
import styles from './promises.module.css'

/** Whom to call back when, by a mark and a time: what is coming, due, overdue, and what became of today's. */
export function PromisesPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const go = useGo()
  const me = useMe().data
  const view = viewFromSearch(useSearch({ strict: false }))
  const [news, setNews] = useState<string | null>(null)
  const input = { params: { tenantId }, query: queryOfView(view) }
  const read = useRead('promises.list', input, { refetchInterval: 5_000, keepPrevious: true })
  const mayAssign = me !== null && me !== undefined && may(me, 'promises.assign', tenantId)
  const columns = useColumns(view.isSettled)
  const rows = (read.data?.promises ?? []).filter(({ revision }) => (revision === null) === view.isSettled)
  return (
    <Page title={t(promises.title)} lead={t(promises.lead)}>
      <Filters
        tenantId={tenantId}
        view={view}
        sites={read.data?.sites ?? []}
        onView={(next) => go(`${paths.promises(tenantId)}${searchOfView(next)}`, { replace: true })}
      />
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      <Text role="status" mb={news === null ? 0 : 'sm'}>
        {news}
      </Text>
      {read.data !== undefined && (
        <DataTable
          name="promises"
          label={t(view.isSettled ? promises.settled : promises.title)}
          columns={columns}
          rows={rows}
          keyOf={({ leadId, at }) => `${leadId} ${at}`}
          total={t(promises.shown)(formatNumber(rows.length))}
          empty={
            <PageState title={t(view.isSettled ? promises.noneSettled : promises.empty)}>
              {t(view.isSettled ? promises.noneSettledBody : promises.emptyBody)}
            </PageState>
          }
          {...(mayAssign && !view.isSettled
            ? {
                renderDetail: (promise: CallbackPromise) => (
                  <AssignPromise tenantId={tenantId} promise={promise} onAssigned={setNews} />
                ),
              }
            : {})}
        />
      )}
      {read.data?.hasMore === true && !view.isSettled && (
        <Text c="dimmed" mt="sm">
          {t(promises.more)}
        </Text>
      )}
      <PromiseHours tenantId={tenantId} view={view} />
    </Page>
  )
}

function useColumns(isSettled: boolean): readonly Column<CallbackPromise>[] {
  const { t, language } = useLanguage()
  const common: readonly Column<CallbackPromise>[] = [
    {
      key: 'state',
      head: promises.state,
      renderCell: ({ state }) => (
        <span className={styles.state} data-state={state}>
          {(state === 'overdue' || state === 'missed') && '▲ '}
          {t(promises.states[state])}
        </span>
      ),
      isTight: true,
      isFixed: true,
    },
    { key: 'at', head: promises.at, renderCell: ({ at }) => formatMoment(language, at), isTight: true, isFixed: true },
    {
      key: 'owner',
      head: promises.owner,
      renderCell: ({ owner }) => (owner === null ? t(promises.anybody) : <Owner owner={owner} isSettled={isSettled} />),
    },
    { key: 'mark', head: promises.mark, renderCell: ({ mark }) => <code>{mark}</code>, isTight: true },
    { key: 'campaign', head: promises.campaign, renderCell: ({ campaign }) => campaign },
  ]
  if (!isSettled) return common
  const called: Column<CallbackPromise> = {
    key: 'calledAt',
    head: promises.calledAt,
    renderCell: ({ calledAt }) => (calledAt === null ? '–' : formatMoment(language, calledAt)),
    isTight: true,
  }
  return [...common.slice(0, 2), called, ...common.slice(2)]
}

interface OwnerProps {
  readonly owner: NonNullable<CallbackPromise['owner']>
  readonly isSettled: boolean
}

function Owner({ owner, isSettled }: OwnerProps) {
  const { t } = useLanguage()
  return (
    <>
      {owner.displayName}
      {!isSettled && (
        <Text span size="sm" c="dimmed">
          {' '}
          {t(owner.desk === null ? promises.notThere : desk.states[owner.desk])}
        </Text>
      )}
    </>
  )
}

interface FiltersProps {
  readonly tenantId: string
  readonly view: PromiseView
  readonly sites: readonly { readonly siteId: string; readonly name: string }[]
  readonly onView: (view: PromiseView) => void
}

function Filters({ tenantId, view, sites, onView }: FiltersProps) {
  const { t } = useLanguage()
  const campaigns = useRead('campaigns.list', { params: { tenantId } }).data?.campaigns ?? []
  const { campaignId: _campaign, ...withoutCampaign } = view
  const { siteId: _site, ...withoutSite } = view
  return (
    <div className={styles.filters} role="search" aria-label={t(promises.filter)}>
      <SegmentedControl
        aria-label={t(promises.state)}
        value={view.isSettled ? 'settled' : 'open'}
        onChange={(value) => onView({ ...view, isSettled: value === 'settled' })}
        data={[
          { value: 'open', label: t(promises.openOnly) },
          { value: 'settled', label: t(promises.settled) },
        ]}
      />
      <NativeSelect
        label={t(promises.campaign)}
        value={view.campaignId ?? ''}
        data={[
          { value: '', label: t(promises.allCampaigns) },
          ...campaigns.map(({ campaignId, name }) => ({ value: campaignId, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onView(value === '' ? withoutCampaign : { ...view, campaignId: value })
        }
      />
      <NativeSelect
        label={t(promises.site)}
        value={view.siteId ?? ''}
        data={[
          { value: '', label: t(promises.allSites) },
          ...sites.map(({ siteId, name }) => ({ value: siteId, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) => onView(value === '' ? withoutSite : { ...view, siteId: value })}
      />
    </div>
  )
}
