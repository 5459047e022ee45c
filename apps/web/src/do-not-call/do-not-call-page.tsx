import type { DoNotCallCounts } from '@sekisho/contract'
import { useRead } from '../shared/api/queries.ts'
import { formatMoment, formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { DataTable } from '../shared/ui/data-table.tsx'
import type { Column } from '../shared/ui/data-table.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { doNotCall } from '../words/do-not-call.ts'
import { ClientFiles } from './client-files.tsx'
import styles from './do-not-call.module.css'
import { LookUp } from './look-up.tsx'
import { resultName } from './result-name.ts'
import { SpokenByOperators } from './spoken-by-operators.tsx'

/** How much is on the client's do-not-call list, and whether one number is; the list itself is shown to nobody. */
export function DoNotCallPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const read = useRead('doNotCall.counts', { params: { tenantId } })
  return (
    <Page title={t(doNotCall.title)} lead={t(doNotCall.lead)}>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <Loading />}
      {me !== null && me !== undefined && may(me, 'do_not_call.search', tenantId) && <LookUp tenantId={tenantId} />}
      {read.data !== undefined && <Counts counts={read.data} />}
      <SpokenByOperators tenantId={tenantId} />
      <ClientFiles tenantId={tenantId} />
    </Page>
  )
}

function Counts({ counts }: { readonly counts: DoNotCallCounts }) {
  const { t, language } = useLanguage()
  const { newestAt, newestWithdrawnAt, withdrawn, byResult } = counts
  if (counts.refusals === 0 && withdrawn === 0)
    return <PageState title={t(doNotCall.empty)}>{t(doNotCall.emptyBody)}</PageState>
  const columns: readonly Column<DoNotCallCounts['byResult'][number]>[] = [
    { key: 'result', head: doNotCall.result, renderCell: ({ result }) => t(resultName(result)), isFixed: true },
    {
      key: 'refusals',
      head: doNotCall.refusals,
      renderCell: ({ refusals }) => formatNumber(refusals),
      isFigure: true,
    },
    { key: 'scope', head: doNotCall.scope, renderCell: ({ scope }) => t(doNotCall.scopes[scope]) },
  ]
  return (
    <Section title={t(doNotCall.counts)}>
      <dl className={styles.counts}>
        {(['refusals', 'people', 'numbers'] as const).map((name) => (
          <div key={name}>
            <dt>{t(doNotCall[name])}</dt>
            <dd>{formatNumber(counts[name])}</dd>
          </div>
        ))}
        <div>
          <dt>{t(doNotCall.newestAt)}</dt>
          <dd>{newestAt === null ? t(doNotCall.none) : formatMoment(language, newestAt)}</dd>
        </div>
        <div>
          <dt>{t(doNotCall.withdrawn)}</dt>
          <dd>{formatNumber(withdrawn)}</dd>
        </div>
        {newestWithdrawnAt !== null && (
          <div>
            <dt>{t(doNotCall.newestWithdrawnAt)}</dt>
            <dd>{formatMoment(language, newestWithdrawnAt)}</dd>
          </div>
        )}
      </dl>
      <DataTable
        name="do-not-call"
        label={t(doNotCall.byResult)}
        columns={columns}
        rows={byResult}
        keyOf={({ result, scope }) => `${result} ${scope}`}
        total={t(common.shown)(formatNumber(byResult.length))}
        empty={null}
      />
    </Section>
  )
}
