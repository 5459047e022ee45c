import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { health } from '../words/audit.ts'
import { findings } from '../words/findings.ts'
import { FindingList } from './finding-list.tsx'

const everyMs = 10_000

/** What the audit found about a tenant: open ones first, then how each of the others ended. */
export function FindingsPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const read = useRead('findings.list', { params: { tenantId } }, { refetchInterval: everyMs })
  const mayClose = me !== null && me !== undefined && may(me, 'findings.close', tenantId)
  return (
    <Page
      title={t(findings.title)}
      lead={t(findings.lead)}
      actions={<Link href={paths.ledgerHealth(tenantId)}>{t(health.title)}</Link>}
    >
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.isPending && <Loading />
      ) : (
        <FindingList all={read.data.findings} tenantId={tenantId} mayClose={mayClose} />
      )}
    </Page>
  )
}

/** What is about no tenant. */
export function HouseFindingsPage() {
  const { t } = useLanguage()
  const me = useMe().data
  const read = useRead('findings.listOfHouse', {}, { refetchInterval: everyMs })
  const mayClose = me !== null && me !== undefined && may(me, 'findings.close', null)
  return (
    <Page title={t(findings.houseTitle)} lead={t(findings.houseLead)}>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data === undefined ? (
        read.isPending && <Loading />
      ) : (
        <FindingList all={read.data.findings} tenantId={null} mayClose={mayClose} />
      )}
    </Page>
  )
}
