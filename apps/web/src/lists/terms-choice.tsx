import { NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core'
import { mostHeldOutPercent } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { listTerms } from '../words/list-terms.ts'
import type { ImportDraft, SettledDraft } from './import-draft.ts'

interface TermsChoiceProps {
  readonly draft: SettledDraft
  readonly onDraft: (draft: ImportDraft) => void
}

const shares = Array.from({ length: mostHeldOutPercent / 5 }, (_, step) => (step + 1) * 5)

/** On which days the people of the file may be called, and what share of them is drawn to be left out. */
export function TermsChoice({ draft, onDraft }: TermsChoiceProps) {
  const { t } = useLanguage()
  const { validFrom, validUntil, heldOutPercent, ...rules } = draft.rules
  const choose = (chosen: { from?: string | undefined; until?: string | undefined; percent?: number | undefined }) =>
    onDraft({
      ...draft,
      rules: {
        ...rules,
        ...(chosen.from ? { validFrom: chosen.from } : {}),
        ...(chosen.until ? { validUntil: chosen.until } : {}),
        ...(chosen.percent ? { heldOutPercent: chosen.percent } : {}),
      },
    })
  const now = { from: validFrom, until: validUntil, percent: heldOutPercent }
  return (
    <Stack gap={4}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <DateField
          label={t(listTerms.from)}
          day={validFrom ?? ''}
          isClearable
          onDay={(from) => choose({ ...now, from })}
        />
        <DateField
          label={t(listTerms.until)}
          day={validUntil ?? ''}
          isClearable
          onDay={(until) => choose({ ...now, until })}
        />
        <NativeSelect
          label={t(listTerms.share)}
          value={String(heldOutPercent ?? 0)}
          data={[
            { value: '0', label: t(listTerms.nobody) },
            ...shares.map((share) => ({ value: String(share), label: t(listTerms.percent)(String(share)) })),
          ]}
          onChange={(event) => choose({ ...now, percent: Number(event.currentTarget.value) })}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t(listTerms.periodHint)}
      </Text>
      {(heldOutPercent ?? 0) > 0 && (
        <Text size="xs" c="dimmed">
          {t(listTerms.shareHint)}
        </Text>
      )}
    </Stack>
  )
}
