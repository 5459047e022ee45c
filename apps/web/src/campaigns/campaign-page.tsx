import { Alert, Button, Group, List, Text, TextInput } from '@mantine/core'
import type { CampaignSettings, CampaignView } from '@sekisho/contract'
import { useState } from 'react'
import { queryClient, useAct, useRead } from '../shared/api/queries.ts'
import { formatCount } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { may, useMe } from '../shared/session.ts'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { useKept } from '../shared/use-kept.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { campaignForm, campaigns } from '../words/campaigns.ts'
import { memos } from '../words/memos.ts'
import styles from './campaign-form.module.css'
import { CampaignKindMark, CampaignState } from './campaign-state.tsx'
import { LeadProgress } from './campaigns-page.tsx'
import { settingsProblems } from './check-settings.ts'
import { RunControl } from './run-control.tsx'
import { SettingsFields } from './settings-fields.tsx'
import { SettingsRead } from './settings-read.tsx'

interface CampaignPageProps {
  readonly tenantId: string
  readonly campaignId: string
}

export function CampaignPage({ tenantId, campaignId }: CampaignPageProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const read = useRead('campaigns.read', { params: { tenantId, campaignId } }, { refetchInterval: 10_000 })
  const campaign = read.data
  useShowCampaign(campaign?.name, campaign?.kind)
  if (campaign === undefined || me === null || me === undefined) {
    return (
      <Page title={t(campaigns.title)}>
        <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
        {read.error === null && <Loading />}
      </Page>
    )
  }
  const lead = (
    <>
      <CampaignState state={campaign.state} /> <CampaignKindMark kind={campaign.kind} /> {campaign.jobName} ·{' '}
      <Link href={paths.campaigns(tenantId)}>{t(campaigns.title)}</Link>
      {may(me, 'memo.read', tenantId) && (
        <>
          {' · '}
          <Link href={paths.memos(tenantId, campaignId)}>{t(memos.title)}</Link>
        </>
      )}
    </>
  )
  return (
    <Page title={campaign.name} lead={lead} actions={<RunControl me={me} tenantId={tenantId} campaign={campaign} />}>
      <ProblemNotice problem={read.error} />
      <LeadCounts campaign={campaign} />
      {may(me, 'campaigns.manage', tenantId) ? (
        <CampaignEditor key={campaignId} tenantId={tenantId} campaign={campaign} />
      ) : (
        <SettingsRead settings={campaign.settings} />
      )}
    </Page>
  )
}

function LeadCounts({ campaign }: { readonly campaign: CampaignView }) {
  const { t, language } = useLanguage()
  const { leads } = campaign
  return (
    <Section>
      <Group gap="xl">
        <div>
          <Text c="dimmed">{t(campaigns.progress)}</Text>
          <LeadProgress leads={leads} />
        </div>
        {(['total', 'callable', 'inProgress', 'finished', 'held'] as const).map((name) => (
          <div key={name}>
            <Text c="dimmed">{t(campaigns[name])}</Text>
            <strong>{formatCount(language, leads[name])}</strong>
          </div>
        ))}
      </Group>
    </Section>
  )
}

interface CampaignDraft {
  readonly revision: number
  readonly name: string
  readonly settings: CampaignSettings
}

const draftOf = ({ revision, name, settings }: CampaignView): CampaignDraft => ({ revision, name, settings })

/** What is typed here stays until it is saved or dropped, also when somebody else saved first. */
function CampaignEditor({ tenantId, campaign }: { readonly tenantId: string; readonly campaign: CampaignView }) {
  const { t } = useLanguage()
  const keptName = `sekisho.campaign.${campaign.campaignId}`
  const [kept, setKept] = useKept<CampaignDraft | null>(keptName, null)
  const [isSaved, setSaved] = useState(false)
  const save = useAct('campaigns.change', ['campaigns.list', 'campaigns.read'])
  const draft = kept ?? draftOf(campaign)
  const isChanged = kept !== null
  const problems = settingsProblems(draft.name, draft.settings)
  const isConflict = isChanged && (kept.revision !== campaign.revision || save.error?.code === 'conflict')

  const edit = (next: CampaignDraft) => {
    setSaved(false)
    setKept(next)
  }
  const drop = () => {
    save.reset()
    setKept(null)
  }
  const submit = (revision: number) =>
    save.mutate(
      {
        params: { tenantId, campaignId: campaign.campaignId },
        body: { revision, name: draft.name.trim(), settings: draft.settings },
      },
      {
        onSuccess: () => {
          setKept(null)
          setSaved(true)
        },
        // whoever was first has another revision by now; what it says is needed to choose
        onError: () => void queryClient.invalidateQueries({ queryKey: ['campaigns.read'] }),
      },
    )
  return (
    <>
      <Section title={t(campaigns.name)}>
        <TextInput
          aria-label={t(campaigns.name)}
          maxLength={80}
          value={draft.name}
          onChange={(event) => edit({ ...draft, name: event.currentTarget.value })}
        />
      </Section>
      <SettingsFields settings={draft.settings} onChange={(settings) => edit({ ...draft, settings })} />
      {!isConflict && <ProblemNotice problem={save.error} />}
      <div className={styles.saveBar}>
        {isConflict && !save.isPending && (
          <Alert color="shu" role="alert" flex="1 0 100%" title={t(campaignForm.conflict)}>
            <Group gap="sm">
              <ConfirmInline
                size="xs"
                label={t(campaignForm.conflictTheirs)}
                question={t(campaignForm.discardQuestion)}
                onConfirm={drop}
              />
              <Button size="xs" variant="default" onClick={() => submit(campaign.revision)}>
                {t(campaignForm.conflictMine)}
              </Button>
            </Group>
          </Alert>
        )}
        <Button
          onClick={() => submit(draft.revision)}
          loading={save.isPending}
          disabled={!isChanged || isConflict || problems.length > 0}
        >
          {t(common.save)}
        </Button>
        {isChanged && !save.isPending && (
          <>
            <ConfirmInline
              label={t(campaignForm.discard)}
              question={t(campaignForm.discardQuestion)}
              onConfirm={drop}
            />
            <Text c="dimmed">{t(campaignForm.unsaved)}</Text>
          </>
        )}
        {isSaved && !isChanged && <Text role="status">{t(campaignForm.saved)}</Text>}
        {problems.length > 0 && (
          <List size="sm" c="dimmed">
            {problems.map((words) => (
              <List.Item key={words.en}>{t(words)}</List.Item>
            ))}
          </List>
        )}
      </div>
    </>
  )
}
