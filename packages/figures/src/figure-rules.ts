import type { FigureRules } from '@sekisho/contract'
import { FIGURES } from './figures.ts'
import { DEFAULT_DISPOSITIONS } from '@sekisho/dialer'

const codesWhere = (accepts: (of: (typeof DEFAULT_DISPOSITIONS)[number]) => boolean): string[] =>
  DEFAULT_DISPOSITIONS.filter(accepts).map(({ code }) => code)

/** What the words mean unless a client says otherwise: as in the table of results. */
export const DEFAULT_FIGURE_RULES: FigureRules = {
  notDialled: codesWhere(({ isDialled }) => !isDialled),
  machine: ['S03', '23'],
  abandoned: ['S08'],
  contact: codesWhere(({ reached }) => reached === 'contact'),
  person: codesWhere(({ person }) => person === 'yes'),
  success: 'campaign',
  notWorked: ['lunch'],
  denominators: {},
  // few and alone, these say of a neighbour or relative what he has told nobody
  smallCells: { atLeast: 3, guarded: ['33', '43', '45'] },
  callIns: { inTimeSeconds: 20, answerRateOf: 'arrived', serviceLevelOf: 'arrived', refusal: ['31', '32', '33'] },
}

/** What a result counts as. Successes differ by campaign. */
export interface ResultClass {
  readonly isDialled: boolean
  readonly isMachine: boolean
  readonly isAbandoned: boolean
  readonly isContact: boolean
  readonly isPerson: boolean
}

export function classOf(disposition: string, rules: FigureRules): ResultClass {
  const isDialled = !rules.notDialled.includes(disposition)
  return {
    isDialled,
    isMachine: rules.machine.includes(disposition),
    isAbandoned: isDialled && rules.abandoned.includes(disposition),
    isContact: isDialled && rules.contact.includes(disposition),
    isPerson: isDialled && rules.person.includes(disposition),
  }
}

export type RulesProblem = 'person_without_contact' | 'denominator' | 'guarded_alone'

/**
 * Rules that would make figures nobody can believe.
 *
 * `guarded_alone`: a guarded result that no other guarded one resembles in what it counts as could be told from the sums
 * beside it, however small it is.
 */
export function rulesProblems(rules: FigureRules): RulesProblem[] {
  const problems = new Set<RulesProblem>()
  if (rules.person.some((code) => !rules.contact.includes(code))) problems.add('person_without_contact')
  for (const [key, denominator] of Object.entries(rules.denominators)) {
    const allowed: readonly string[] = FIGURES[key as keyof typeof FIGURES].denominators
    if (!allowed.includes(denominator)) problems.add('denominator')
  }
  const alike = new Map<string, number>()
  for (const code of new Set(rules.smallCells.guarded)) {
    const signature = signatureOf(code, rules)
    alike.set(signature, (alike.get(signature) ?? 0) + 1)
  }
  if (rules.smallCells.atLeast > 1 && [...alike.values()].some((count) => count < 2)) problems.add('guarded_alone')
  return [...problems]
}

/** Results with the same signature are counted alike in every sum of a report. */
export function signatureOf(code: string, rules: FigureRules): string {
  const isSuccess = rules.success !== 'campaign' && rules.success.includes(code)
  return JSON.stringify([classOf(code, rules), isSuccess])
}
