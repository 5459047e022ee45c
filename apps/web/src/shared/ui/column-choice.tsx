import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { useLanguage } from '../language.tsx'
import { common } from '../../words/common.ts'
import type { Phrase } from '../../words/phrase.ts'

interface ColumnChoiceProps {
  readonly columns: readonly { readonly key: string; readonly head: Phrase<string>; readonly isFixed?: boolean }[]
  readonly hidden: readonly string[]
  readonly onToggle: (key: string) => void
}

export function ColumnChoice({ columns, hidden, onToggle }: ColumnChoiceProps) {
  const { t } = useLanguage()
  const choosable = columns.filter((column) => column.isFixed !== true)
  if (choosable.length < 3) return null
  return (
    <Popover position="bottom-end">
      <Popover.Target>
        <Button variant="subtle" size="compact-sm">
          {t(common.columns)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {choosable.map((column) => (
            <Checkbox
              key={column.key}
              label={t(column.head)}
              checked={!hidden.includes(column.key)}
              onChange={() => onToggle(column.key)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
