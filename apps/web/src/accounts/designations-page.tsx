import { Badge, Button, SegmentedControl } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatDay, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { useNow } from '../shared/use-now.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common, words } from '../words/common.ts'
import { designations } from '../words/accounts.ts'
import { AskForProof } from './ask-for-proof.tsx'
import { daysLeft, designationState } from './designation-state.ts'
import type { Designation } from './designation-state.ts'
import { GrantDesignation } from './grant-designation.tsx'

export function DesignationsPage() {
  const { t, language } = useLanguage()
  const go = useGo()
  const me = useMe().data
  const read = useRead('designations.list', {})
  const [isGranting, setGranting] = useState(false)
  const search: { readonly person?: unknown; readonly all?: unknown } = useSearch({ strict: false })
  const hasAll = search.all !== undefined
  const person = typeof search.person === 'string' ? search.person : undefined
  const mayManage = me !== null && me !== undefined && may(me, 'designations.manage', null)
  const now = useNow(60_000)
  const shown = (read.data?.designations ?? []).filter(
    (each) =>
      (person === undefined || each.personId === person) &&
      (hasAll || ['current', 'future'].includes(designationState(each, now))),
  )
  const address = (all: boolean) => {
    const query = new URLSearchParams({ ...(person === undefined ? {} : { person }), ...(all ? { all: '1' } : {}) })
    return query.size === 0 ? paths.designations() : `${paths.designations()}?${query.toString()}`
  }
  const columns: readonly Column<Designation>[] = [
    {
      key: 'person',
      head: designations.person,
      renderCell: ({ personName }) => personName,
      isFixed: true,
      isTight: true,
    },
    { key: 'seat', head: designations.seat, renderCell: ({ seat }) => t(words.seats[seat]), isTight: true },
    {
      key: 'scope',
      head: designations.scope,
      renderCell: ({ scopeKind, tenantName }) =>
        tenantName === null
          ? t(designations.scopes[scopeKind])
          : `${tenantName} · ${t(designations.scopes[scopeKind])}`,
    },
    {
      key: 'purpose',
      head: designations.purpose,
      renderCell: ({ purpose }) => t(words.purposes[purpose]),
      isTight: true,
    },
    { key: 'basis', head: designations.basis, renderCell: ({ basis }) => basis },
    {
      key: 'until',
      head: designations.until,
      renderCell: ({ validUntil }) => formatDay(language, validUntil),
      isTight: true,
    },
    {
      key: 'state',
      head: designations.state,
      renderCell: (each) => <StateOf designation={each} now={now} />,
      isTight: true,
    },
  ]
  return (
    <Page
      title={t(designations.title)}
      lead={t(designations.lead)}
      actions={mayManage && !isGranting && <Button onClick={() => setGranting(true)}>{t(designations.grant)}</Button>}
    >
      {isGranting && <GrantDesignation personId={person} onClose={() => setGranting(false)} />}
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.isPending && <Loading />
      ) : (
        <>
          <SegmentedControl
            mb="sm"
            size="xs"
            aria-label={t(designations.state)}
            value={hasAll ? 'all' : 'current'}
            data={[
              { value: 'current', label: t(designations.onlyCurrent) },
              { value: 'all', label: t(designations.all) },
            ]}
            onChange={(value) => go(address(value === 'all'), { replace: true })}
          />
          <DataTable
            name="designations"
            label={t(designations.title)}
            columns={columns}
            rows={shown}
            keyOf={({ designationId }) => designationId}
            total={t(common.total)(formatNumber(shown.length))}
            empty={<PageState title={t(designations.empty)} />}
            {...(mayManage ? { renderDetail: (each: Designation) => <Withdraw designation={each} now={now} /> } : {})}
          />
        </>
      )}
    </Page>
  )
}

interface OfDesignation {
  readonly designation: Designation
  readonly now: number
}

function StateOf({ designation, now }: OfDesignation) {
  const { t } = useLanguage()
  const state = designationState(designation, now)
  const left = daysLeft(designation, now)
  return (
    <>
      <Badge variant={state === 'current' ? 'light' : 'outline'} color={state === 'current' ? 'ai' : 'gray'}>
        {t(designations[state])}
      </Badge>
      {left !== null && ` ${t(designations.endsSoon)(String(left))}`}
    </>
  )
}

function Withdraw({ designation, now }: OfDesignation) {
  const { t } = useLanguage()
  const withdraw = useAct('designations.withdraw', ['designations.list'])
  const state = designationState(designation, now)
  const isOver = state === 'withdrawn' || state === 'expired'
  return (
    <>
      <ConfirmInline
        size="xs"
        color="shu"
        label={t(designations.withdraw)}
        question={t(designations.withdrawQuestion)}
        isPending={withdraw.isPending}
        refusedBecause={isOver ? t(designations[state]) : undefined}
        onConfirm={() => withdraw.mutate({ params: { designationId: designation.designationId }, body: {} })}
      />
      <ProblemNotice problem={withdraw.error} />
      <AskForProof problem={withdraw.error} />
    </>
  )
}
