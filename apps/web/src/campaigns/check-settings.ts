import { type CampaignSettings, linesPerTen, linesPerTenOf, previewRule, previewSeconds } from '@sekisho/contract'
import { campaignForm } from '../words/campaigns.ts'
import type { Phrase } from '../words/phrase.ts'

/** The bounds of the contract's numbers, for fields that refuse what the server would. */
export const numberBounds = {
  maxAttempts: [1, 30],
  maxAttemptsPerDay: [1, 10],
  minHoursBetween: [0, 72],
  ringSeconds: [10, 60],
  wrapUpSeconds: [0, 600],
  abandonCapPercent: [0, 3],
} as const
export const numberNames = Object.keys(numberBounds) as (keyof typeof numberBounds)[]

/** What keeps these settings from being saved, in words; empty when nothing does. */
export function settingsProblems(name: string, settings: CampaignSettings): readonly Phrase<string>[] {
  const { problems } = campaignForm
  const { dispositions, hours } = settings
  const found: Phrase<string>[] = []
  if (name.trim() === '') found.push(problems.name)
  if (dispositions.length === 0) found.push(problems.dispositions)
  if (dispositions.some(({ code }) => !/^[A-Z0-9]{2,3}$/.test(code))) found.push(problems.code)
  if (new Set(dispositions.map(({ code }) => code)).size !== dispositions.length) found.push(problems.codeTwice)
  if (dispositions.some(({ label }) => label.trim() === '')) found.push(problems.label)
  const windows = [hours.weekday, hours.saturday, hours.sundayAndHoliday]
  if (windows.some((window) => window !== null && window.untilMinute <= window.fromMinute)) found.push(problems.hours)
  if (settings.maxAttemptsPerDay > settings.maxAttempts) found.push(problems.perDay)
  const isOutside = numberNames.some((key) => {
    const [least, most] = numberBounds[key]
    return !Number.isInteger(settings[key]) || settings[key] < least || settings[key] > most
  })
  const { seconds } = previewRule(settings)
  const isLimitOutside = !Number.isInteger(seconds) || seconds < previewSeconds.least || seconds > previewSeconds.most
  const ratio = linesPerTenOf(settings)
  const isRatioOutside = !Number.isInteger(ratio) || ratio < linesPerTen.least || ratio > linesPerTen.most
  if (isOutside || isLimitOutside || isRatioOutside) found.push(problems.number)
  return found
}
