import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode, SubmitEvent } from 'react'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import type { Phrase } from '../words/phrase.ts'
import { faq } from '../words/faq.ts'

export interface FaqWords {
  readonly question: string
  readonly answer: string
}

interface FaqFormProps {
  readonly first: FaqWords
  readonly label: Phrase<string>
  readonly isSaving: boolean
  readonly problem: CallProblem | null
  /** Beside the button. */
  readonly children?: ReactNode
  readonly onSave: (words: FaqWords) => void
}

/** A question and its answer, as they are typed; nothing is sent before the button. */
export function FaqForm({ first, label, isSaving, problem, children, onSave }: FaqFormProps) {
  const { t } = useLanguage()
  const [words, setWords] = useState(first)
  const { question, answer } = words
  const isSame = question === first.question && answer === first.answer
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    onSave({ question: question.trim(), answer: answer.trim() })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="46rem">
        <TextInput
          label={t(faq.question)}
          maxLength={200}
          value={question}
          onChange={(event) => setWords({ ...words, question: event.currentTarget.value })}
        />
        <Textarea
          label={t(faq.answer)}
          autosize
          minRows={3}
          maxLength={2_000}
          value={answer}
          onChange={(event) => setWords({ ...words, answer: event.currentTarget.value })}
        />
        <ProblemNotice problem={problem} />
        <Group>
          <Button type="submit" loading={isSaving} disabled={isSame || question.trim() === '' || answer.trim() === ''}>
            {t(label)}
          </Button>
          {children}
        </Group>
      </Stack>
    </form>
  )
}
