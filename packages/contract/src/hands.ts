import { z } from 'zod'

/** Ready words of an operator who raised a hand: nothing in them can say who was called. */
export const operatorPhrases = [
  'question',
  'complaint',
  'take_over',
  'decision',
  'equipment',
  'unwell',
  'understood',
] as const
export type OperatorPhrase = (typeof operatorPhrases)[number]

/** Ready words of the supervisor who took it. */
export const supervisorPhrases = ['coming', 'one_moment', 'hold', 'call_back', 'go_on', 'will_take_over'] as const
export type SupervisorPhrase = (typeof supervisorPhrases)[number]

export const handSides = ['operator', 'supervisor'] as const
export type HandSide = (typeof handSides)[number]

/** So many texts stand under one raised hand: as many as are opened at once. Ready words are not counted. */
export const mostHandTexts = 20

/**
 * Seven digits in a row, however they are written or parted, are a telephone or customer number, or a date of birth. Times
 * and days as people write them to each other (18:30, 12/3) are not.
 */
const numberLike = /(?:[0-9〇一二三四五六七八九][-‐-―−ー().・ ]?){7}/u

/** Whether a text holds what looks like somebody's number. Names cannot be told from other words. */
export function looksLikeNumber(text: string): boolean {
  return numberLike.test(text.normalize('NFKC'))
}

/** A few words between an operator and a supervisor about the call in hand. */
export const handText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // control characters would break screens
  .regex(/^\P{Cc}*$/u)
  .refine((text) => !looksLikeNumber(text), 'looks like a number')
