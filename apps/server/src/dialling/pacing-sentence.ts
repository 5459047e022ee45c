import type { FloorReason } from './begin-predictive.ts'
import { switchCodeOf } from './switch-codes.ts'

const switchCodes: readonly string[] = Object.values(switchCodeOf)
const predictiveCodes: readonly string[] = ['risk', 'budget', 'few_answers_today', 'after_a_stop']

/** Whoever may not be called on this day is not forgotten: said where nobody else is left. */
export function withOutside({ ja, en }: FloorReason, outside: number): { readonly ja: string; readonly en: string } {
  if (outside === 0) return { ja, en }
  const count = outside.toLocaleString('en')
  return {
    ja: `${ja}有効期間外の架電リストに${count}件あります。`,
    en: `${en} ${count} are on lists outside of their period.`,
  }
}

export function isSwitchedOff({ code }: FloorReason): boolean {
  return switchCodes.includes(code)
}

export function isPredictive({ code }: FloorReason): boolean {
  return predictiveCodes.includes(code)
}
