import { Button, Group, List, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import type { CampaignSettings } from '@sekisho/contract'
import { useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { useMe } from '../shared/session.ts'
import { useKept } from '../shared/use-kept.ts'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { campaignForm, campaigns } from '../words/campaigns.ts'
import styles from './campaign-form.module.css'
import { settingsProblems } from './check-settings.ts'
import { defaultSettings } from './default-settings.ts'
import { SettingsFields } from './settings-fields.tsx'

interface NewCampaign {
  readonly name: string
  readonly jobId: string
  readonly kind: 'production' | 'test' | null
  readonly settings: CampaignSettings
}

export function NewCampaignPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const go = useGo()
  const me = useMe().data
  const sector = me?.tenants.find((tenant) => tenant.tenantId === tenantId)?.sector ?? 'company'
  const [draft, setDraft] = useKept<NewCampaign>(`sekisho.new-campaign.${tenantId}`, {
    name: '',
    jobId: '',
    kind: null,
    settings: defaultSettings(sector),
  })
  const create = useAct('campaigns.create', ['campaigns.list'])
  const inTheWay = [
    ...(draft.jobId === '' ? [campaignForm.problems.job] : []),
    ...settingsProblems(draft.name, draft.settings),
  ]
  const submit = () => {
    const { jobId, name, kind, settings } = draft
    if (kind === null) return
    create.mutate(
      { params: { tenantId }, body: { jobId, name: name.trim(), kind, settings } },
      {
        onSuccess: ({ campaignId }) => {
          setDraft(null)
          go(paths.campaign(tenantId, campaignId))
        },
      },
    )
  }
  return (
    <Page title={t(campaignForm.createTitle)}>
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
        <Button onClick={submit} loading={create.isPending} disabled={inTheWay.length > 0 || draft.kind === null}>
          {t(campaignForm.createSubmit)}
        </Button>
        {inTheWay.length > 0 && (
          <List size="sm" c="dimmed">
            {inTheWay.map((words) => (
              <List.Item key={words.en}>{t(words)}</List.Item>
            ))}
          </List>
        )}
        {inTheWay.length === 0 && draft.kind === null && <Text c="dimmed">{t(campaigns.kind)}</Text>}
      </div>
    </Page>
  )
}

interface JobChoiceProps {
  readonly tenantId: string
  readonly jobId: string
  readonly onJob: (jobId: string) => void
}

function JobChoice({ tenantId, jobId, onJob }: JobChoiceProps) {
  const { t } = useLanguage()
  const jobs = useRead('jobs.list', { params: { tenantId } })
  const create = useAct('jobs.create', ['jobs.list'])
  const [name, setName] = useState('')
  const add = () =>
    create.mutate(
      { params: { tenantId }, body: { name: name.trim(), siteIds: [] } },
      {
        onSuccess: ({ jobId: created }) => {
          setName('')
          onJob(created)
        },
      },
    )
  return (
    <>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          flex="1 1 14rem"
          label={t(campaigns.job)}
          value={jobId}
          data={[
            { value: '', label: '' },
            ...(jobs.data?.jobs ?? []).map((job) => ({ value: job.jobId, label: job.name })),
          ]}
          onChange={(event) => onJob(event.currentTarget.value)}
        />
        <TextInput
          flex="1 1 14rem"
          label={t(campaigns.newJobName)}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button variant="default" onClick={add} loading={create.isPending} disabled={name.trim() === ''}>
          {t(campaigns.addJob)}
        </Button>
      </Group>
      <ProblemNotice problem={jobs.error ?? create.error} />
    </>
  )
}
