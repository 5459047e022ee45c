import { Alert, Anchor, Button, SegmentedControl } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link, useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { DateField } from '../shared/ui/date-field.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, PageState, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { reports } from '../words/reports.ts'
import { ForecastSection } from './forecast-section.tsx'
import { questionFromSearch, type ReportQuestion, searchOfQuestion } from './report-question.ts'
import { ReportSections } from './report-sections.tsx'
import { Versions } from './report-versions.tsx'
import styles from './reports.module.css'
import { saveFile } from './save-file.ts'
import { ScopeChoice } from './scope-choice.tsx'

/** While the period goes on the report counts again this often. */
const liveEveryMs = 10_000

/** Daily and monthly reports; which one stands in the address. */
export function ReportsPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const go = useGo()
  const [openedAt] = useState(() => Date.now())
  const question = questionFromSearch(useSearch({ strict: false }), openedAt)
  const ask = (next: ReportQuestion) => go(`${paths.reports(tenantId)}${searchOfQuestion(next)}`, { replace: true })
  return (
    <Page title={t(reports.title)} lead={t(reports.lead)} actions={<Actions tenantId={tenantId} question={question} />}>
      <div className={styles.filters} role="search">
        <SegmentedControl
          aria-label={t(reports.kind)}
          value={question.kind}
          onChange={(kind) => ask({ ...question, kind: kind === 'monthly' ? 'monthly' : 'daily' })}
          data={(['daily', 'monthly'] as const).map((kind) => ({ value: kind, label: t(reports.kinds[kind]) }))}
        />
        <DateField
          label={t(reports.date)}
          day={question.date}
          onDay={(date) => ask({ ...question, date })}
          {...(question.kind === 'monthly' ? { description: t(reports.monthHint) } : {})}
        />
        <ScopeChoice tenantId={tenantId} question={question} onQuestion={ask} />
      </div>
      <Report tenantId={tenantId} question={question} />
    </Page>
  )
}

function Actions({ tenantId, question }: { readonly tenantId: string; readonly question: ReportQuestion }) {
  const { t, language } = useLanguage()
  const me = useMe().data
  const exporting = useAct('reports.export')
  const mayExport = me !== null && me !== undefined && may(me, 'reports.export', tenantId)
  const save = () =>
    exporting.mutate(
      { params: { tenantId }, body: { ...question, format: 'xlsx', language } },
      { onSuccess: ({ file }) => file !== null && saveFile(file) },
    )
  return (
    <>
      <Anchor component={Link} href={paths.checkReport(tenantId)}>
        {t(reports.check)}
      </Anchor>
      <Anchor component={Link} href={paths.reportSettings(tenantId)}>
        {t(reports.settings)}
      </Anchor>
      {mayExport && (
        <>
          <Button
            component={Link}
            variant="default"
            href={`${paths.printReport(tenantId)}${searchOfQuestion(question)}`}
          >
            {t(reports.print)}
          </Button>
          <Button onClick={save} loading={exporting.isPending}>
            {t(reports.exportXlsx)}
          </Button>
        </>
      )}
      <div aria-live="polite">
        <ProblemNotice problem={exporting.error} />
        {exporting.data?.file != null && <Alert color="gray" title={t(reports.exported)(exporting.data.file.name)} />}
      </div>
    </>
  )
}

function Report({ tenantId, question }: { readonly tenantId: string; readonly question: ReportQuestion }) {
  const { t, language } = useLanguage()
  const { data, error, refetch } = useRead(
    'reports.read',
    { params: { tenantId }, query: question },
    { refetchInterval: (report) => (report?.isOver === true ? false : liveEveryMs) },
  )
  if (data === undefined) {
    return error === null ? (
      <Loading label={t(reports.loading)} />
    ) : (
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
    )
  }
  const dialled = data.results.reduce((sum, { count }) => sum + count, 0)
  const hasCallIns = data.sections.includes('call_ins') && data.callIns.days.length > 0
  return (
    <>
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
      <p className={styles.note} aria-live="off">
        {t(data.isOver ? reports.over : reports.live)(formatMoment(language, data.madeAt))} · <Versions report={data} />{' '}
        · {t(reports.hintOfDefinitions)}
      </p>
      {question.campaignId !== undefined && <ForecastSection tenantId={tenantId} campaignId={question.campaignId} />}
      {dialled === 0 && !hasCallIns ? (
        <Section>
          <PageState title={t(data.campaigns.length === 0 ? reports.noCampaigns : reports.empty)}>
            {t(data.campaigns.length === 0 ? reports.noCampaignsBody : reports.emptyBody)}
          </PageState>
        </Section>
      ) : (
        <ReportSections report={data} />
      )}
    </>
  )
}
