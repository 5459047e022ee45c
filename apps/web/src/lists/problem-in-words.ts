import { CallProblem } from '../shared/api/problem.ts'
import { intake } from '../words/lists.ts'
import type { Phrase } from '../words/phrase.ts'

const words: Readonly<Record<string, Phrase<string>>> = {
  password_needed: intake.passwordWrong,
  password_wrong: intake.passwordWrong,
  not_previewed: intake.previewAgain,
  legal_hold: intake.heldNoDifference,
}

/** A problem of an import in the words of its page, where the server says it by a code. */
export function problemInWords(problem: CallProblem | null): CallProblem | null {
  const said = problem?.detail.flatMap((code) => words[code] ?? [])[0]
  return problem === null || said === undefined ? problem : new CallProblem(problem.code, said)
}
