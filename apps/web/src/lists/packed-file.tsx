import { Button, Group, NativeSelect, PasswordInput, Text } from '@mantine/core'
import type { Inspection } from '@sekisho/contract'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { intake } from '../words/lists.ts'
import styles from './import.module.css'

type Packed = NonNullable<Inspection['packed']>

interface PackedFileProps {
  readonly packed: Packed
  /** False until it was opened, for want of the password. */
  readonly isOpen: boolean
  readonly password: string
  readonly onPassword: (password: string) => void
  /** Looks at it again, with the password as it stands, and another part of it. */
  readonly onOpen: (part?: number) => void
  readonly isReading: boolean
}

/** Of a workbook or an archive: its password, which sheet or file is read, and what its cells were read as. */
export function PackedFile({ packed, isOpen, password, onPassword, onOpen, isReading }: PackedFileProps) {
  const { t } = useLanguage()
  const { isProtected, parts, part, cells } = packed
  const shown = parts.flatMap(({ name, isHidden }, index) =>
    isHidden ? [] : [{ value: String(index), label: name === '' ? String(index + 1) : name }],
  )
  const facts = [
    [intake.cellsOfDates, cells.dates],
    [intake.cellsPadded, cells.padded],
    [intake.cellsOfFormulas, cells.formulas],
  ] as const
  return (
    <div className={styles.packed}>
      {isProtected && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (password !== '') onOpen(part ?? undefined)
          }}
        >
          <Group align="flex-end" gap="sm">
            <PasswordInput
              label={t(intake.filePassword)}
              description={t(intake.filePasswordHint)}
              autoComplete="off"
              maxLength={255}
              value={password}
              onChange={(event) => onPassword(event.currentTarget.value)}
            />
            {!isOpen && (
              <Button type="submit" loading={isReading} disabled={password === ''}>
                {t(intake.openFile)}
              </Button>
            )}
          </Group>
        </form>
      )}
      {isOpen && shown.length > 1 && (
        <NativeSelect
          label={t(intake.partOfFile)}
          value={String(part ?? '')}
          data={shown}
          disabled={isReading}
          onChange={(event) => onOpen(Number(event.currentTarget.value))}
        />
      )}
      {facts.map(([words, count]) =>
        count === 0 ? null : (
          <Text key={words.en('')} size="sm">
            {t(words)(formatNumber(count))}
          </Text>
        ),
      )}
    </div>
  )
}
