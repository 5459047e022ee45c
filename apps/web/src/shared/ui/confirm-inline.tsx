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
  const [wasAsked, setAsked] = useState(false)
  const ask = (next: boolean) => {
    setAsking(next)
    setAsked(true)
  }
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
      // whoever works by keyboard goes on where they were
      <Button size={size} variant="default" loading={isPending} autoFocus={wasAsked} onClick={() => ask(true)}>
        {label}
      </Button>
    )
  }
  return (
    <Group
      gap="sm"
      role="group"
      aria-label={question}
      onKeyDown={(event) => {
        if (event.key === 'Escape') ask(false)
      }}
    >
      <Text size="sm">{question}</Text>
      <Button
        size={size}
        {...(color === undefined ? {} : { color })}
        autoFocus
        onClick={() => {
          ask(false)
          onConfirm()
        }}
      >
        {label}
      </Button>
      <Button size={size} variant="subtle" onClick={() => ask(false)}>
        {t(common.cancel)}
      </Button>
    </Group>
  )
}
