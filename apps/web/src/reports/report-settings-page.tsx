import { Text } from '@mantine/core'
import type { CallOutput } from '../shared/api/call.ts'
import { useRead } from '../shared/api/queries.ts'
import { formatTime } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { reportSettings } from '../words/reports.ts'
import { LayoutForm } from './layout-form.tsx'
import { RulesForm } from './rules-form.tsx'
import { LayoutRead, RulesRead } from './settings-read.tsx'

export type ReportSettings = CallOutput<'reports.settings'>

/** What this client's reports look like and what their figures mean; whoever may not change it can read it. */
export function ReportSettingsPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const me = useMe().data
  const { data, error, refetch } = useRead('reports.settings', { params: { tenantId } }, { refetchInterval: 15_000 })
  const mayChange = me !== null && me !== undefined && may(me, 'reports.manage', tenantId)
  return (
    <Page title={t(reportSettings.title)} lead={t(reportSettings.lead)}>
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
      {data === undefined && error === null && <Loading />}
      {!mayChange && (
        <Text c="dimmed" mb="sm">
          {t(reportSettings.readOnly)}
        </Text>
      )}
      {data !== undefined && (
        <>
          <Section title={t(reportSettings.layout)} aside={<Version {...data.layout} />}>
            {mayChange ? <LayoutForm tenantId={tenantId} settings={data} /> : <LayoutRead settings={data} />}
          </Section>
          <Section title={t(reportSettings.rules)} aside={<Version {...data.rules} />}>
            {mayChange ? <RulesForm tenantId={tenantId} settings={data} /> : <RulesRead settings={data} />}
          </Section>
        </>
      )}
    </Page>
  )
}

function Version({ version, changedAt }: { readonly version: number; readonly changedAt: number | null }) {
  const { t, language } = useLanguage()
  return (
    <Text c="dimmed" size="sm">
      {changedAt === null
        ? t(reportSettings.initial)
        : t(reportSettings.version)(String(version), formatTime(language, changedAt))}
    </Text>
  )
}
