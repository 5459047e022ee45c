import { Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { assignments as words } from '../words/assignments.ts'
import { AssignmentGrid } from './assignment-grid.tsx'
import styles from './assignments.module.css'
import { type Assigned, type Cell, cellsOf } from './change-cell.ts'
import { CellPanel } from './cell-panel.tsx'

const nobody = { campaigns: [], people: [], assignments: [] }

/** Who works which campaigns, how skilled they are there and which comes first. */
export function AssignmentsPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const mayWrite = me !== null && me !== undefined && may(me, 'assignments.write', tenantId)
  const read = useRead('assignments.list', { params: { tenantId } }, { refetchInterval: 10_000 })
  const set = useAct('assignments.set', ['assignments.list'])
  const [name, setName] = useState('')
  const [place, setPlace] = useState({ row: 0, column: 0 })
  const [news, setNews] = useState<string | null>(null)
  const { campaigns, people: everybody, assignments } = read.data ?? nobody
  // each arrow key draws the table anew, and its cells are the same until something was read
  const cells = useMemo(() => cellsOf(everybody, campaigns, assignments), [everybody, campaigns, assignments])
  const rows = cells.filter(([cell]) => cell?.person.displayName.includes(name.trim()))
  const chosen = rows[Math.min(place.row, rows.length - 1)]?.[Math.min(place.column, campaigns.length - 1)]

  const change = (cell: Cell, assigned: Assigned) => {
    if (!mayWrite || set.isPending) return
    const { campaignId, name: campaign } = cell.campaign
    const { personId, displayName } = cell.person
    const what =
      assigned === null
        ? t(words.none)
        : `${t(words.skills[assigned.skill])}・${t(words.priorities[assigned.priority])}`
    setNews(null)
    set.mutate(
      { params: { tenantId, campaignId, personId }, body: { version: cell.current?.version ?? 0, assigned } },
      {
        onSuccess: () => setNews(t(words.saved)(displayName, campaign, what)),
        onError: ({ code }) => {
          if (code === 'conflict') void read.refetch()
        },
      },
    )
  }

  return (
    <Page title={t(words.title)} lead={t(words.lead)} isWide>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      {read.data !== undefined && (everybody.length === 0 || campaigns.length === 0) && (
        <PageState title={t(words.empty)}>{t(words.emptyBody)}</PageState>
      )}
      {everybody.length > 0 && campaigns.length > 0 && (
        <>
          <div className={styles.tools}>
            <TextInput
              label={t(words.find)}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              size="sm"
            />
            <Text c="dimmed" fz="sm">
              {t(words.found)(formatNumber(rows.length))}
              {mayWrite && ` · ${t(words.keys)}`}
            </Text>
          </div>
          <AssignmentGrid rows={rows} campaigns={campaigns} place={place} onPlace={setPlace} onChange={change} />
          <div role="status" className={styles.news}>
            {news}
          </div>
          {set.error?.code === 'conflict' ? (
            <Text role="alert" className={styles.conflict}>
              {t(words.conflict)}
            </Text>
          ) : (
            <ProblemNotice problem={set.error} />
          )}
          {chosen !== undefined && (
            <CellPanel cell={chosen} isReadOnly={!mayWrite} isBusy={set.isPending} onChange={change} />
          )}
          <Text c="dimmed" fz="sm" mt="sm">
            {t(words.effect)}
          </Text>
        </>
      )}
    </Page>
  )
}
