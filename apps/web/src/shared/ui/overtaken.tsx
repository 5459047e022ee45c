import { Alert, Button, Group, List } from '@mantine/core'
import type { ReactNode } from 'react'
import { overtaken as words } from '../../words/overtaken.ts'
import { useLanguage } from '../language.tsx'
import type { Draft } from '../use-draft.ts'
import { ConfirmInline } from './confirm-inline.tsx'

interface OvertakenProps<Value extends object> {
  readonly draft: Draft<Value>
  /** What they saved. */
  readonly theirs: Value
  readonly nameOf: (part: keyof Value) => string
  /** A part in a few words; null where only its name can be told. */
  readonly textOf: (part: keyof Value, value: Value) => string | null
}

/** Somebody saved first: what they changed, and a choice in which nothing is lost silently. */
export function Overtaken<Value extends object>({ draft, theirs, nameOf, textOf }: OvertakenProps<Value>) {
  const { t } = useLanguage()
  if (draft.overtaken === null) return null
  const line = (part: keyof Value, mine: Value | null): ReactNode => {
    const [before, after, own] = [draft.base.value, theirs, mine].map((value) =>
      value === null ? null : textOf(part, value),
    )
    const change = before == null || after == null ? nameOf(part) : `${nameOf(part)}: ${before} → ${after}`
    return (
      <List.Item key={String(part)}>
        {change}
        {mine !== null && ` ${own == null ? t(words.alsoMine) : t(words.mineIs)(own)}`}
      </List.Item>
    )
  }
  return (
    <Alert color="shu" role="alert" flex="1 0 100%" title={t(words.title)}>
      <List size="sm" mb="sm">
        {draft.overtaken.theirs.map((part) => line(part, null))}
        {draft.overtaken.both.map((part) => line(part, draft.value))}
      </List>
      <Group gap="sm">
        <Button size="xs" onClick={draft.merge}>
          {t(draft.overtaken.both.length === 0 ? words.keepBoth : words.keepBothMine)}
        </Button>
        <ConfirmInline size="xs" label={t(words.takeTheirs)} question={t(words.dropQuestion)} onConfirm={draft.drop} />
      </Group>
    </Alert>
  )
}
