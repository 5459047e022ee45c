import { Alert, List } from '@mantine/core'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { reportSettings } from '../words/reports.ts'

/** What is wrong with a layout or a definition, in words, where the server gave a code that we know. */
export function SettingsProblem({ problem }: { readonly problem: CallProblem | null }) {
  const { t } = useLanguage()
  if (problem === null) return null
  const known = problem.detail.flatMap((code) =>
    code in reportSettings.problems ? [reportSettings.problems[code as keyof typeof reportSettings.problems]] : [],
  )
  if (known.length === 0) return <ProblemNotice problem={problem} />
  return (
    <Alert color="shu" role="alert" title={t(problem.words)}>
      <List size="sm">
        {known.map((words) => (
          <List.Item key={words.en}>{t(words)}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
