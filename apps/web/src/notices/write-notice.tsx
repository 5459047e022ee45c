import { Button, Group, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { dayMs, toDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Section } from '../shared/ui/page.tsx'
import { common } from '../words/common.ts'
import { notices } from '../words/notices.ts'
import { NoticeForm } from './notice-form.tsx'

interface WriteNoticeProps {
  readonly tenantId: string
  /** @param news  what was done, in words; null when nothing was */
  readonly onDone: (news: string | null) => void
}

const weekMs = 7 * dayMs

/** A new notice: for whom, and what it says. */
export function WriteNotice({ tenantId, onDone }: WriteNoticeProps) {
  const { t } = useLanguage()
  const [place, setPlace] = useState<{ jobId: string; campaignId: string } | null>(null)
  const [inAWeek] = useState(() => toDateInput(Date.now() + weekMs))
  const campaigns = useRead('campaigns.list', { params: { tenantId } }).data?.campaigns ?? []
  const publish = useAct('notices.publish', ['notices.list'])
  const jobs = new Map(campaigns.map(({ jobId, jobName }) => [jobId, jobName]))
  const ofJob = campaigns.filter(({ jobId, state }) => jobId === place?.jobId && state !== 'closed')
  return (
    <Section title={t(notices.add)}>
      <Group mb="sm" align="flex-end">
        <NativeSelect
          label={t(notices.job)}
          value={place?.jobId ?? ''}
          data={[{ value: '', label: t(notices.choose) }, ...[...jobs].map(([value, label]) => ({ value, label }))]}
          onChange={({ currentTarget: { value } }) => setPlace(value === '' ? null : { jobId: value, campaignId: '' })}
        />
        <NativeSelect
          label={t(notices.campaign)}
          disabled={place === null}
          value={place?.campaignId ?? ''}
          data={[
            { value: '', label: t(notices.wholeJob) },
            ...ofJob.map(({ campaignId, name }) => ({ value: campaignId, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => {
            if (place !== null) setPlace({ ...place, campaignId: value })
          }}
        />
      </Group>
      <NoticeForm
        first={{ title: '', text: '', level: 'confirmed', validUntil: inAWeek }}
        label={notices.publish}
        isSaving={publish.isPending}
        isReady={place !== null}
        problem={publish.error}
        onSave={(words) => {
          if (place === null) return
          const { jobId, campaignId } = place
          publish.mutate(
            { params: { tenantId }, body: { jobId, campaignId: campaignId === '' ? null : campaignId, ...words } },
            { onSuccess: () => onDone(t(notices.published)) },
          )
        }}
      >
        <Button variant="subtle" onClick={() => onDone(null)}>
          {t(common.cancel)}
        </Button>
      </NoticeForm>
    </Section>
  )
}
