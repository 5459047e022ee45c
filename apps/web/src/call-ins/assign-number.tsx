import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { callIns } from '../words/call-ins.ts'

interface AssignNumberProps {
  readonly tenantId: string
  readonly campaignId: string
  /** @param news  what was done, in words */
  readonly onDone: (news: string) => void
}

const shape = /^0[0-9]{1,4}-?[0-9]{1,4}-?[0-9]{3,4}$/

export function AssignNumber({ tenantId, campaignId, onDone }: AssignNumberProps) {
  const { t } = useLanguage()
  const [number, setNumber] = useState('')
  const assign = useAct('ownNumbers.assign', ['callIns.read'])
  // numbers are often copied from papers that are written in wide digits
  const typed = number
    .normalize('NFKC')
    .replaceAll(/[‐―−ー]/g, '-')
    .trim()
  const isNumber = shape.test(typed)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const done = () => {
      setNumber('')
      onDone(t(callIns.added))
    }
    if (isNumber) assign.mutate({ params: { tenantId, campaignId }, body: { number: typed } }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="28rem">
        <TextInput
          label={t(callIns.number)}
          description={t(callIns.addHint)}
          error={typed !== '' && !isNumber ? t(callIns.notANumber) : undefined}
          inputMode="tel"
          autoComplete="off"
          maxLength={20}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <ProblemNotice problem={assign.error} />
        <Group>
          <Button type="submit" loading={assign.isPending} disabled={!isNumber}>
            {t(callIns.add)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
