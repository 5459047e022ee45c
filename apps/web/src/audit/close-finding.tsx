import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { closingReasons } from '@sekisho/contract'
import type { ClosingReason, FindingView } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { findings } from '../words/findings.ts'

const refreshed = ['findings.list', 'findings.listOfHouse', 'findings.open', 'ledger.health'] as const

interface CloseFindingProps {
  readonly finding: FindingView
  /** Null for a finding of the house. */
  readonly tenantId: string | null
}

/** How a finding ended, by an auditor: a code for the ledger, and words beside it for people. */
export function CloseFinding({ finding, tenantId }: CloseFindingProps) {
  const { t } = useLanguage()
  const { findingId, typeJa, typeEn } = finding
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState<ClosingReason | ''>('')
  const [note, setNote] = useState('')
  const ofTenant = useAct('findings.close', refreshed)
  const ofHouse = useAct('findings.closeOfHouse', refreshed)
  const { error, isPending } = tenantId === null ? ofHouse : ofTenant
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (reason === '') return
    const body = { reason, note }
    if (tenantId === null) ofHouse.mutate({ params: { findingId }, body })
    else ofTenant.mutate({ params: { tenantId, findingId }, body })
  }
  const name = t(findings.closeAs)(t({ ja: typeJa, en: typeEn }))
  if (!isOpen) {
    return (
      <Button size="xs" variant="default" aria-label={name} onClick={() => setOpen(true)}>
        {t(findings.close)}
      </Button>
    )
  }
  return (
    <form aria-label={name} onSubmit={submit}>
      <Stack gap="sm" maw="34rem">
        <Text size="sm">{t(findings.closeLead)}</Text>
        <NativeSelect
          label={t(findings.reason)}
          autoFocus
          value={reason}
          data={[
            { value: '', label: t(findings.choose) },
            ...closingReasons.map((value) => ({ value, label: t(findings.reasons[value]) })),
          ]}
          onChange={(event) => setReason(closingReasons.find((value) => value === event.currentTarget.value) ?? '')}
        />
        <Textarea
          label={t(findings.note)}
          description={t(findings.noteHint)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autosize
          minRows={2}
          maxLength={400}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <ProblemNotice problem={error} />
        <Group>
          <Button type="submit" loading={isPending} disabled={reason === ''}>
            {t(findings.close)}
          </Button>
          <Button variant="subtle" onClick={() => setOpen(false)}>
            {t(common.cancel)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
