import { Button, List, Radio, Stack, TextInput } from '@mantine/core'
import type { CampaignSettings, CampaignView, TemplateKey } from '@sekisho/contract'
import { useSearch } from '@tanstack/react-router'
import type { CallOutput } from '../shared/api/call.ts'
import { useAct, useRead } from '../shared/api/queries.ts'
import { isSame } from '../shared/compare-edits.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { useKept } from '../shared/use-kept.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { templates as templateWords } from '../words/campaign-set-up.ts'
import { campaignForm, campaigns } from '../words/campaigns.ts'
import { common } from '../words/common.ts'
import styles from './campaign-form.module.css'
import { settingsProblems } from './check-settings.ts'
import { JobChoice } from './job-choice.tsx'
import { SettingsFields } from './settings-fields.tsx'
import { TemplateChoice } from './template-choice.tsx'

const id = /^[0-9a-f-]{36}$/

/** A new campaign, from a template or from another campaign (`?from=`). */
export function NewCampaignPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const { from }: { from?: unknown } = useSearch({ strict: false })
  const campaignId = typeof from === 'string' && id.test(from) ? from : null
  const templates = useRead('campaigns.templates', { params: { tenantId } })
  const original = useRead(
    'campaigns.read',
    { params: { tenantId, campaignId: campaignId ?? '' } },
    { enabled: campaignId !== null },
  )
  const isThere = templates.data !== undefined && (campaignId === null || original.data !== undefined)
  const problem = templates.error ?? original.error
  return (
    <Page
      title={t(campaignForm.createTitle)}
      {...(original.data === undefined ? {} : { lead: t(templateWords.duplicateOf)(original.data.name) })}
    >
      <ProblemNotice problem={problem} onRetry={() => void Promise.all([templates.refetch(), original.refetch()])} />
      {problem === null && !isThere && <Loading />}
      {isThere && <NewCampaignForm tenantId={tenantId} {...templates.data} original={original.data ?? null} />}
    </Page>
  )
}

interface NewCampaign {
  readonly name: string
  readonly jobId: string
  readonly kind: 'production' | 'test' | null
  readonly template: TemplateKey
  readonly settings: CampaignSettings
}

interface NewCampaignFormProps extends CallOutput<'campaigns.templates'> {
  readonly tenantId: string
  readonly original: CampaignView | null
}

function NewCampaignForm({ tenantId, templates, usual, original }: NewCampaignFormProps) {
  const { t } = useLanguage()
  const go = useGo()
  const settingsOf = (key: TemplateKey) => templates.find((template) => template.key === key)?.settings
  const first = original?.settings ?? settingsOf(usual)
  if (first === undefined) throw new Error('the usual template is not among the templates')
  const [draft, setDraft] = useKept<NewCampaign>(`sekisho.new-campaign.${tenantId}.${original?.campaignId ?? ''}`, {
    name: original === null ? '' : t(templateWords.copyName)(original.name).slice(0, 80),
    jobId: original?.jobId ?? '',
    kind: null,
    template: usual,
    settings: first,
  })
  const create = useAct('campaigns.create', ['campaigns.list'])
  const inTheWay = [
    ...(draft.jobId === '' ? [campaignForm.problems.job] : []),
    ...settingsProblems(draft.name, draft.settings),
    ...(draft.kind === null ? [campaignForm.problems.kind] : []),
  ]
  const submit = () => {
    const { jobId, name, kind, settings } = draft
    if (kind === null) return
    create.mutate(
      { params: { tenantId }, body: { jobId, name: name.trim(), kind, settings } },
      {
        onSuccess: ({ campaignId }) => {
          setDraft(null)
          go(paths.campaignReadiness(tenantId, campaignId))
        },
      },
    )
  }
  return (
    <>
      {original === null && (
        <TemplateChoice
          chosen={draft.template}
          isChanged={!isSame(draft.settings, settingsOf(draft.template))}
          onChoose={(template) => setDraft({ ...draft, template, settings: settingsOf(template) ?? draft.settings })}
        />
      )}
      <Section title={t(campaignForm.basics)}>
        <Stack gap="md">
          <TextInput
            label={t(campaigns.name)}
            maxLength={80}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <JobChoice tenantId={tenantId} jobId={draft.jobId} onJob={(jobId) => setDraft({ ...draft, jobId })} />
          <Radio.Group
            label={t(campaigns.kind)}
            description={t(campaigns.kindOnce)}
            value={draft.kind}
            onChange={(kind) => setDraft({ ...draft, kind: kind === 'production' ? 'production' : 'test' })}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="production" label={t(common.production)} description={t(campaigns.kindProduction)} />
              <Radio value="test" label={t(common.test)} description={t(campaigns.kindTest)} />
            </Stack>
          </Radio.Group>
        </Stack>
      </Section>
      <SettingsFields settings={draft.settings} onChange={(settings) => setDraft({ ...draft, settings })} />
      <ProblemNotice problem={create.error} />
      <div className={styles.saveBar}>
        <Button onClick={submit} loading={create.isPending} disabled={inTheWay.length > 0}>
          {t(campaignForm.createSubmit)}
        </Button>
        {inTheWay.length > 0 && (
          <List size="sm" c="dimmed">
            {inTheWay.map((words) => (
              <List.Item key={words.en}>{t(words)}</List.Item>
            ))}
          </List>
        )}
      </div>
    </>
  )
}
