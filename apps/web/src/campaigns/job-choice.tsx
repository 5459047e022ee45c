import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useAct, useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { campaigns } from '../words/campaigns.ts'

interface JobChoiceProps {
  readonly tenantId: string
  readonly jobId: string
  readonly onJob: (jobId: string) => void
}

/** One of the client's jobs, or a new one. */
export function JobChoice({ tenantId, jobId, onJob }: JobChoiceProps) {
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
