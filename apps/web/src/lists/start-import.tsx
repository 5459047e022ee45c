import { Button, Group, List, Stack } from '@mantine/core'
import type { Inspection } from '@sekisho/contract'
import { useAct } from '../shared/api/queries.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { intake } from '../words/lists.ts'
import { choicesOf, isUndone, obstacles, withoutPassword } from './import-draft.ts'
import type { SettledDraft, Upload } from './import-draft.ts'
import { PreviewOfImport } from './import-preview.tsx'
import { problemInWords } from './problem-in-words.ts'
import { usePreview } from './use-preview.ts'

interface StartImportProps {
  readonly tenantId: string
  readonly uploadId: Upload['uploadId']
  readonly inspection: Inspection
  readonly draft: SettledDraft
  readonly hasLists: boolean
  /** Of a protected file; empty otherwise. */
  readonly password: string
  /** What kept the campaigns from being read. */
  readonly problem: CallProblem | null
  readonly onImported: (listId: string) => void
}

const startWords = {
  new: intake.start,
  add: intake.start,
  difference: intake.startDifference,
  exclude: intake.startExclusion,
  do_not_call: intake.startRefusals,
} as const

/** First what it would do, then the import; a change of anything asks for the first again. */
export function StartImport({ tenantId, uploadId, inspection, draft, ...rest }: StartImportProps) {
  const { t } = useLanguage()
  const { hasLists, password, problem, onImported } = rest
  const start = useAct('lists.import', ['lists.list', 'uploads.read'])
  const choices = { ...choicesOf(draft, inspection), ...(password === '' ? {} : { password }) }
  const {
    preview,
    isPending,
    problem: previewProblem,
    ask,
  } = usePreview({ params: { tenantId, uploadId }, body: choices })
  const isForGood = !isUndone(draft.mode)
  const inTheWay = [...obstacles(draft, hasLists), ...withoutPassword(inspection, password)]
  const begin = () =>
    start.mutate(
      { params: { tenantId }, body: { uploadId, label: draft.label, ...choices } },
      { onSuccess: ({ listId }) => onImported(listId) },
    )
  return (
    <Stack gap="md" mt="md">
      <ProblemNotice problem={problemInWords(start.error ?? previewProblem ?? problem)} />
      {preview !== null && <PreviewOfImport preview={preview} mode={draft.mode} missing={draft.rules.missing} />}
      <Group align="flex-start">
        <Button
          variant={preview === null ? 'filled' : 'default'}
          onClick={ask}
          loading={isPending}
          disabled={inTheWay.length > 0 || start.isPending}
        >
          {t(intake.preview)}
        </Button>
        <Button
          color={isForGood ? 'shu' : undefined}
          onClick={begin}
          loading={start.isPending}
          disabled={preview === null || inTheWay.length > 0}
          title={preview === null ? t(intake.previewFirst) : undefined}
        >
          {t(startWords[draft.mode])}
        </Button>
        {inTheWay.length > 0 && (
          <List size="sm" c="dimmed">
            {inTheWay.map((obstacle) => (
              <List.Item key={obstacle.en}>{t(obstacle)}</List.Item>
            ))}
          </List>
        )}
      </Group>
    </Stack>
  )
}
