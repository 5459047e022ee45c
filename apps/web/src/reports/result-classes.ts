import type { FigureRules } from '@sekisho/contract'

/** What a result can count as, in the order of the columns. */
export const resultClasses = [
  'contact',
  'person',
  'success',
  'machine',
  'abandoned',
  'notDialled',
  'guarded',
  'refusal',
] as const
export type ResultClass = (typeof resultClasses)[number]

/** The results of a class; null where each campaign says for itself. */
export function codesOf(rules: FigureRules, name: ResultClass): readonly string[] | null {
  if (name === 'success') return rules.success === 'campaign' ? null : rules.success
  if (name === 'refusal') return rules.callIns.refusal
  return name === 'guarded' ? rules.smallCells.guarded : rules[name]
}

function withCodes(rules: FigureRules, name: ResultClass, codes: readonly string[]): FigureRules {
  if (name === 'guarded') return { ...rules, smallCells: { ...rules.smallCells, guarded: [...codes] } }
  if (name === 'refusal') return { ...rules, callIns: { ...rules.callIns, refusal: [...codes] } }
  return { ...rules, [name]: [...codes] }
}

/** Puts a result into a class or takes it out. Whoever reaches the person has a conversation, so those two go together. */
export function toggled(rules: FigureRules, name: ResultClass, code: string): FigureRules {
  const codes = codesOf(rules, name) ?? []
  const isIn = codes.includes(code)
  const next = withCodes(rules, name, isIn ? codes.filter((each) => each !== code) : [...codes, code].toSorted())
  if (name === 'person' && !isIn && !rules.contact.includes(code)) return toggled(next, 'contact', code)
  if (name === 'contact' && isIn && rules.person.includes(code)) return toggled(next, 'person', code)
  return next
}
