import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { type LiftGround, liftGrounds } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { common } from '../words/common.ts'
import { stopSwitches } from '../words/stop-switches.ts'

interface LiftFormProps {
  /** What is lifted, in words. */
  readonly name: string
  readonly isPending: boolean
  readonly problem: CallProblem | null
  readonly onLift: (ground: LiftGround) => void
}

/** A button that asks for a reason before it lets calling go on. */
export function LiftForm({ name, isPending, problem, onLift }: LiftFormProps) {
  const { t } = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const [ground, setGround] = useState<LiftGround | null>(null)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ground !== null && !isPending) onLift(ground)
  }
  if (!isOpen) {
    return (
      <Button size="xs" variant="default" aria-label={name} onClick={() => setOpen(true)}>
        {t(stopSwitches.lift)}
      </Button>
    )
  }
  return (
    <form aria-label={name} onSubmit={submit}>
      <Stack gap="xs" maw="24rem">
        <Text size="sm">{t(stopSwitches.liftLead)}</Text>
        <NativeSelect
          label={t(stopSwitches.liftGround)}
          autoFocus
          value={ground ?? ''}
          data={[
            { value: '', label: t(stopSwitches.choose) },
            ...liftGrounds.map((value) => ({ value, label: t(stopSwitches.liftGrounds[value]) })),
          ]}
          onChange={(event) => setGround(liftGrounds.find((value) => value === event.currentTarget.value) ?? null)}
        />
        <ProblemNotice problem={problem} />
        <Group>
          <Button type="submit" size="xs" loading={isPending} disabled={ground === null}>
            {t(stopSwitches.lift)}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setOpen(false)}>
            {t(common.cancel)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
