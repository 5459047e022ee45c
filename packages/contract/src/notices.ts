import { z } from 'zod'

/**
 * What a notice asks of whoever it is for.
 *
 * - `told`: nothing; it is there to be read
 * - `confirmed`: to say that it was read
 * - `required`: the same, and nobody takes calls there before (必読)
 */
export const noticeLevels = ['told', 'confirmed', 'required'] as const
export type NoticeLevel = (typeof noticeLevels)[number]

/** So many notices hold for a job at a time: what is more nobody reads. */
export const mostNotices = 100

const digit = '[0-9〇一二三四五六七八九]'
const gap = '[-‐-―−ー().・ ]?'
// ten or eleven digits that begin with a nought or with Japan's code; thirteen or more, as cards have them
const telephone = new RegExp(`(?<!${digit})(?:[0〇]|[+]?81)(?:${gap}${digit}){9,10}(?!${digit})`, 'u')
const card = new RegExp(`(?:${digit}${gap}){13}`, 'u')

/** Whether words for everybody hold what looks like somebody's telephone or card number, however it is written. */
export function holdsNumber(text: string): boolean {
  const plain = text.normalize('NFKC')
  return telephone.test(plain) || card.test(plain)
}

const isFreeOfNumbers = (text: string) => !holdsNumber(text)

export const noticeTitle = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u)
  .refine(isFreeOfNumbers, 'looks like a number')

export const noticeText = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  // lines are kept; other control characters would break screens
  .regex(/^[\P{Cc}\n]*$/u)
  .refine(isFreeOfNumbers, 'looks like a number')
