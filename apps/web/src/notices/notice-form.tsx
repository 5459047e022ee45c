import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { holdsNumber, type NoticeLevel, noticeLevels, noticeText, noticeTitle } from '@sekisho/contract'
import { useState } from 'react'
import type { ReactNode, SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { toDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import type { Phrase } from '../words/phrase.ts'
import { notices } from '../words/notices.ts'

export interface NoticeWords {
  readonly title: string
  readonly text: string
  readonly level: NoticeLevel
  /** As `2026-11-30`; empty while none was chosen. */
  readonly validUntil: string
}

interface NoticeFormProps {
  readonly first: NoticeWords
  readonly label: Phrase<string>
  readonly isSaving: boolean
  /** Whether what stands around the form is chosen, too. */
  readonly isReady?: boolean
  readonly problem: CallProblem | null
  /** Beside the button. */
  readonly children?: ReactNode
  readonly onSave: (words: NoticeWords) => void
}

/** What a notice says and asks, as it is typed; nothing is sent before the button. */
export function NoticeForm(props: NoticeFormProps) {
  const { first, label, isSaving, isReady = true, problem, children, onSave } = props
  const { t } = useLanguage()
  const [words, setWords] = useState(first)
  const [today] = useState(() => toDateInput(Date.now()))
  const { title, text, level, validUntil } = words
  const refused = (typed: string) => holdsNumber(typed) && t(notices.looksLikeNumber)
  const isWhole = noticeTitle.safeParse(title).success && noticeText.safeParse(text).success && validUntil !== ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isWhole && isReady && !isSaving) onSave({ ...words, title: title.trim(), text: text.trim() })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="46rem">
        <div>
          <SegmentedControl
            aria-label={t(notices.level)}
            value={level}
            data={noticeLevels.map((value) => ({ value, label: t(notices.levels[value]) }))}
            onChange={(value) =>
              setWords({ ...words, level: noticeLevels.find((each) => each === value) ?? first.level })
            }
          />
          <Text size="sm" c="dimmed" mt={4}>
            {t(notices.levelHints[level])}
          </Text>
        </div>
        <TextInput
          label={t(notices.name)}
          maxLength={80}
          error={refused(title)}
          value={title}
          onChange={(event) => setWords({ ...words, title: event.currentTarget.value })}
        />
        <Textarea
          label={t(notices.text)}
          description={t(notices.textHint)}
          autosize
          minRows={3}
          maxLength={1_000}
          error={refused(text)}
          value={text}
          onChange={(event) => setWords({ ...words, text: event.currentTarget.value })}
        />
        <DateField
          label={t(notices.validUntil)}
          minDate={today}
          day={validUntil}
          onDay={(day) => setWords({ ...words, validUntil: day })}
        />
        <ProblemNotice problem={problem} />
        <Group>
          <Button type="submit" loading={isSaving} disabled={!isWhole || !isReady}>
            {t(label)}
          </Button>
          {children}
        </Group>
      </Stack>
    </form>
  )
}
