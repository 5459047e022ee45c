import { Anchor, Button, Group, Text } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatNumber, formatTime } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { reports } from '../words/reports.ts'
import { questionFromSearch, searchOfQuestion } from './report-question.ts'
import { ReportSections } from './report-sections.tsx'
import { Versions } from './report-versions.tsx'
import styles from './reports.module.css'
import type { CallOutput } from '../shared/api/call.ts'

type Printed = CallOutput<'reports.export'>
type Report = CallOutput<'reports.read'>

/** The report as a sheet of paper: A4 landscape, its head on every page. Printing is entered like any export. */
export function PrintReportPage({ tenantId }: { readonly tenantId: string }) {
  const { t, language } = useLanguage()
  const [openedAt] = useState(() => Date.now())
  const question = questionFromSearch(useSearch({ strict: false }), openedAt)
  const reading = useRead('reports.read', { params: { tenantId }, query: question })
  const printing = useAct('reports.export')
  const printed = printing.data
  useEffect(() => {
    if (printed !== undefined) window.print()
  }, [printed])
  const report = printed?.report ?? reading.data
  const title = report === undefined ? t(reports.title) : titleOf(report, t(reports.kinds[report.kind]))
  useEffect(() => {
    document.title = `${title} · Sekisho 関所`
  }, [title])
  return (
    <div className={styles.preview}>
      <Group className={styles.controls ?? ''} mb="md" gap="md">
        <Button
          loading={printing.isPending}
          onClick={() => printing.mutate({ params: { tenantId }, body: { ...question, format: 'print', language } })}
        >
          {t(reports.enterAndPrint)}
        </Button>
        <Anchor component={Link} href={`${paths.reports(tenantId)}${searchOfQuestion(question)}`}>
          {t(reports.back)}
        </Anchor>
        {printed === undefined && <Text c="dimmed">{t(reports.notEntered)}</Text>}
      </Group>
      <ProblemNotice problem={reading.error ?? printing.error} />
      {report === undefined ? (
        <Loading label={t(reports.loading)} />
      ) : (
        <div className={styles.paper} role="region" aria-label={title} tabIndex={0}>
          <Sheet title={title} report={report} printed={printed} />
        </div>
      )}
    </div>
  )
}

const titleOf = (report: Report, kind: string): string => (report.title === '' ? kind : report.title)

interface SheetProps {
  readonly title: string
  readonly report: Report
  readonly printed: Printed | undefined
}

function Sheet({ title, report, printed }: SheetProps) {
  const { t, language } = useLanguage()
  const period = report.from === report.until ? report.from : `${report.from} 〜 ${report.until}`
  return (
    <table className={styles.sheet} role="presentation">
      <thead>
        <tr>
          <td>
            <div className={styles.sheetHead}>
              <div>
                <h1>{title}</h1>
                <p>
                  {t(reports.client)}: {report.client.name} · {t(reports.period)}: {period}
                </p>
                <p>
                  {t(reports.campaigns)}: {report.campaigns.map(({ name }) => name).join('、')}
                </p>
              </div>
              <div>
                <p>
                  {t(reports.madeAt)}: {formatTime(language, report.madeAt)} ({t(common.japanTime)}) ·{' '}
                  {t(reports.madeBy)}: {report.madeBy}
                </p>
                <p>
                  <Versions report={report} />
                  {printed !== undefined && ` · ${t(reports.restsOn)(formatNumber(printed.restsOn.ledgerSize))}`}
                </p>
                <p>
                  {printed === undefined ? t(reports.notEntered) : t(reports.printDigest)(printed.digest.slice(0, 32))}
                </p>
              </div>
            </div>
          </td>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td className={styles.sheetBody}>
            <ReportSections report={report} isOnPaper />
            <h2>{t(reports.definitions)}</h2>
            <dl className={styles.definitions}>
              {report.columns.map(({ measure, heading, definition }) => (
                <div key={measure}>
                  <dt>{t(heading)}</dt>
                  <dd>{t(definition)}</dd>
                </div>
              ))}
              {(report.sections.includes('call_ins') ? report.callIns.columns : []).map(
                ({ measure, heading, definition }) => (
                  <div key={`call-ins ${measure}`}>
                    <dt>
                      {t(reports.sections.call_ins)}: {t(heading)}
                    </dt>
                    <dd>{t(definition)}</dd>
                  </div>
                ),
              )}
            </dl>
          </td>
        </tr>
      </tbody>
    </table>
  )
}
