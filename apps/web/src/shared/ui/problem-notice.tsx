import { Alert, Button, List } from '@mantine/core'
import type { CallProblem } from '../api/problem.ts'
import { useLanguage } from '../language.tsx'
import { common } from '../../words/common.ts'

interface ProblemNoticeProps {
  readonly problem: CallProblem | null | undefined
  /** What one may do about it. */
  readonly onRetry?: () => void
}

/** An error where it happened, in words, until it is gone. Never a passing toast. */
export function ProblemNotice({ problem, onRetry }: ProblemNoticeProps) {
  const { t } = useLanguage()
  if (problem === null || problem === undefined) return null
  return (
    <Alert color="shu" role="alert" title={t(problem.words)}>
      {problem.detail.length > 0 && (
        <List size="sm">
          {problem.detail.map((part) => (
            <List.Item key={part}>{part}</List.Item>
          ))}
        </List>
      )}
      {onRetry !== undefined && (
        <Button variant="default" size="xs" mt={4} onClick={onRetry}>
          {t(common.again)}
        </Button>
      )}
    </Alert>
  )
}
