import { Alert } from '@mantine/core'
import type { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { heldLeads } from '../words/held-leads.ts'

/** Why a decision was not taken, in words. */
export function DecisionProblem({ problem }: { readonly problem: CallProblem | null }) {
  const { t } = useLanguage()
  if (problem === null) return null
  const { problems } = heldLeads
  const known = problem.detail.find((code) => code in problems)
  if (known === undefined) return <ProblemNotice problem={problem} />
  return <Alert color="shu" role="alert" title={t(problems[known as keyof typeof problems])} />
}
