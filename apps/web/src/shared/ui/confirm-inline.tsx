import { Button, Group, Text } from '@mantine/core'
import type { ButtonProps } from '@mantine/core'
import { useState } from 'react'
import { useLanguage } from '../language.tsx'
import { common } from '../../words/common.ts'

interface ConfirmInlineProps {
  readonly label: string
  /** What will happen, in one sentence. */
  readonly question: string
  readonly onConfirm: () => void
  readonly isPending?: boolean
  /** Why it cannot be done now: shown beside the disabled button. */
  readonly refusedBecause?: string | undefined
  readonly color?: ButtonProps['color']
  readonly size?: ButtonProps['size']
}

/** Asks once more in place: no window over the page. */
export function ConfirmInline(props: ConfirmInlineProps) {
  const { label, question, onConfirm, isPending = false, refusedBecause, color, size = 'sm' } = props
  const { t } = useLanguage()
  const [isAsking, setAsking] = useState(false)
  if (refusedBecause !== undefined) {
    return (
      <Group gap="sm">
        <Button size={size} variant="default" disabled>
          {label}
        </Button>
        <Text size="sm" c="dimmed">
          {refusedBecause}
        </Text>
      </Group>
    )
  }
  if (!isAsking) {
    return (
      <Button size={size} variant="default" loading={isPending} onClick={() => setAsking(true)}>
        {label}
      </Button>
    )
  }
  return (
    <Group gap="sm" role="group" aria-label={question}>
      <Text size="sm">{question}</Text>
      <Button
        size={size}
        {...(color === undefined ? {} : { color })}
        autoFocus
        onClick={() => {
          setAsking(false)
          onConfirm()
        }}
      >
        {label}
      </Button>
      <Button size={size} variant="subtle" onClick={() => setAsking(false)}>
        {t(common.cancel)}
      </Button>
    </Group>
  )
}
