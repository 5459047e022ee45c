export const languages = ['ja', 'en'] as const
export type Language = (typeof languages)[number]

/** One thing said in both languages. A missing language, or functions that take other things, do not compile. */
export interface Phrase<Words> {
  readonly ja: Words
  readonly en: Words
}

/**
 * Writes a phrase, Japanese first. Words that hold a value are functions of it.
 *
 * @example  const rows = phrase((count: number) => `${count}件`, (count) => `${count} rows`)
 */
export function phrase(ja: string, en: string): Phrase<string>
export function phrase<Given extends readonly unknown[]>(
  ja: (...given: Given) => string,
  en: (...given: Given) => string,
): Phrase<(...given: Given) => string>
export function phrase(ja: unknown, en: unknown): Phrase<unknown> {
  return { ja, en }
}
