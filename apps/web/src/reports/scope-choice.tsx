import { NativeSelect } from '@mantine/core'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { reports } from '../words/reports.ts'
import type { ReportQuestion } from './report-question.ts'

interface ScopeChoiceProps {
  readonly tenantId: string
  readonly question: ReportQuestion
  readonly onQuestion: (question: ReportQuestion) => void
}

/** All production campaigns, one job, or one campaign. */
export function ScopeChoice({ tenantId, question, onQuestion }: ScopeChoiceProps) {
  const { t } = useLanguage()
  const campaigns = useRead('campaigns.list', { params: { tenantId } }).data?.campaigns ?? []
  const jobs = new Map(campaigns.map(({ jobId, jobName }) => [jobId as string, jobName]))
  const { kind, date } = question
  const choose = (value: string) => {
    const [what, id] = value.split(' ')
    if (what === 'job' && id !== undefined) onQuestion({ kind, date, jobId: id })
    else if (what === 'campaign' && id !== undefined) onQuestion({ kind, date, campaignId: id })
    else onQuestion({ kind, date })
  }
  const chosen =
    question.campaignId === undefined
      ? question.jobId === undefined
        ? ''
        : `job ${question.jobId}`
      : `campaign ${question.campaignId}`
  return (
    <NativeSelect
      label={t(reports.scope)}
      value={chosen}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        { value: '', label: t(reports.everything) },
        ...[...jobs].map(([jobId, name]) => ({ value: `job ${jobId}`, label: t(reports.job)(name) })),
        ...campaigns.map((campaign) => ({
          value: `campaign ${campaign.campaignId}`,
          label: campaign.kind === 'test' ? t(reports.testCampaign)(campaign.name) : campaign.name,
        })),
      ]}
    />
  )
}
