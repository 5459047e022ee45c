import { Button, List, Text, TextInput } from '@mantine/core'
import type { CampaignSettings, CampaignView } from '@sekisho/contract'
import { useState } from 'react'
import { queryClient, useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useDraft } from '../shared/use-draft.ts'
import { usePlaceInView } from '../shared/use-place-in-view.ts'
import { ConfirmInline } from '../shared/ui/confirm-inline.tsx'
import { Overtaken } from '../shared/ui/overtaken.tsx'
import { Section } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { settingHints } from '../words/campaign-set-up.ts'
import { campaignForm, campaigns } from '../words/campaigns.ts'
import { common } from '../words/common.ts'
import { overtaken } from '../words/overtaken.ts'
import styles from './campaign-form.module.css'
import { settingsProblems } from './check-settings.ts'
import { nameOfPart, textOfPart } from './part-text.ts'
import { settingPlaces } from './ready-places.ts'
import { SettingsFields } from './settings-fields.tsx'

/** What can be changed of a campaign, as one document. */
export type CampaignDocument = CampaignSettings & { readonly name: string }

const documentOf = ({ name, settings }: CampaignView): CampaignDocument => ({ ...settings, name })

/** What shows settings, or what follows from them. */
const shownBy = ['campaigns.list', 'campaigns.read', 'campaigns.readiness', 'abandonment.accounts'] as const

interface CampaignEditorProps {
  readonly tenantId: string
  readonly campaign: CampaignView
}

/** What is typed here stays until it is saved or dropped, also when somebody else saved first. */
export function CampaignEditor({ tenantId, campaign }: CampaignEditorProps) {
  const { t, language } = useLanguage()
  const theirs = documentOf(campaign)
  const draft = useDraft(`sekisho.campaign.${campaign.campaignId}`, { version: campaign.revision, value: theirs })
  const [isSaved, setSaved] = useState(false)
  const save = useAct('campaigns.change', shownBy)
  usePlaceInView(settingPlaces)
  const { name, ...settings } = draft.value
  const problems = settingsProblems(name, settings)
  const isOvertaken = draft.overtaken !== null && !save.isPending
  const edit = (value: CampaignDocument) => {
    setSaved(false)
    draft.edit(value)
  }
  const submit = () =>
    save.mutate(
      {
        params: { tenantId, campaignId: campaign.campaignId },
        body: { revision: draft.base.version, name: name.trim(), settings },
      },
      {
        onSuccess: () => {
          draft.drop()
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
          value={name}
          onChange={(event) => edit({ ...draft.value, name: event.currentTarget.value })}
        />
      </Section>
      <SettingsFields settings={settings} onChange={(next) => edit({ ...next, name })} />
      {save.error?.code !== 'conflict' && <ProblemNotice problem={save.error} />}
      <div className={styles.saveBar}>
        {isOvertaken && (
          <Overtaken
            draft={draft}
            theirs={theirs}
            nameOf={(part) => nameOfPart(language, part)}
            textOf={(part, value) => textOfPart(language, part, value)}
          />
        )}
        <Button
          onClick={submit}
          loading={save.isPending}
          disabled={!draft.isChanged || isOvertaken || problems.length > 0}
        >
          {t(common.save)}
        </Button>
        {draft.isChanged && !save.isPending && (
          <>
            <ConfirmInline
              label={t(overtaken.discard)}
              question={t(overtaken.dropQuestion)}
              onConfirm={() => {
                save.reset()
                draft.drop()
              }}
            />
            <Text c="dimmed">{t(overtaken.unsaved)}</Text>
          </>
        )}
        {isSaved && !draft.isChanged && (
          <Text role="status">{t(campaign.state === 'running' ? settingHints.takesEffect : campaignForm.saved)}</Text>
        )}
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
