import { type CampaignSettings, linesPerTenOf, minimumSkillOf, previewRule, seatOrderOf } from '@sekisho/contract'
import { assignments } from '../words/assignments.ts'
import { callOrder } from '../words/call-order.ts'
import { campaignLaw } from '../words/campaign-law.ts'
import { campaignForm, campaigns } from '../words/campaigns.ts'
import { preview } from '../words/preview.ts'
import type { Language, Phrase } from '../words/phrase.ts'
import { samePerson } from '../words/same-person.ts'
import { whoAnswered } from '../words/who-answered.ts'
import type { CampaignDocument } from './campaign-editor.tsx'
import { clockOfMinute } from '../shared/minute-of-day.ts'

const names: Partial<Record<keyof CampaignDocument, Phrase<string>>> = {
  name: campaigns.name,
  callerName: campaignForm.callerName,
  visibleFields: campaignForm.fields,
  script: campaignForm.script,
  dispositions: campaignForm.dispositions,
  hours: campaignForm.hours,
  maxAttempts: campaignForm.maxAttempts,
  maxAttemptsPerDay: campaignForm.maxAttemptsPerDay,
  minHoursBetween: campaignForm.minHoursBetween,
  ringSeconds: campaignForm.ringSeconds,
  wrapUpSeconds: campaignForm.wrapUpSeconds,
  abandonCapPercent: campaignForm.abandonCapPercent,
  law: campaignLaw.law,
  refusalScope: campaignLaw.refusalScope,
  mayHoldCards: campaignForm.mayHoldCards,
  minimumSkill: assignments.minimumSkill,
  seatOrder: assignments.seatOrder,
  mode: preview.mode,
  callOrder: callOrder.title,
  preview: preview.seconds,
  linesPerTenOperators: preview.linesPerTen,
  samePersonBy: samePerson.ofCampaign,
}

/** What a part of a campaign is called on its page. */
export function nameOfPart(language: Language, part: keyof CampaignDocument): string {
  return (names[part] ?? campaignForm.calling)[language]
}

/** A part in a few words, to tell what somebody changed; null for what is too long to be told so. */
export function textOfPart(language: Language, part: keyof CampaignDocument, value: CampaignDocument): string | null {
  if (part === 'hours') return hoursText(language, value.hours)
  if (part === 'visibleFields') return fieldsText(language, value.visibleFields)
  if (part === 'law') return campaignLaw.laws[value.law].name[language]
  if (part === 'refusalScope') return campaignLaw.scopes[value.refusalScope][language]
  if (part === 'minimumSkill') return assignments.skills[minimumSkillOf(value)][language]
  if (part === 'seatOrder') return assignments.seatOrders[seatOrderOf(value)][language]
  if (part === 'mode') return preview.modes[value.mode][language]
  if (part === 'callOrder') return callOrder.orders[value.callOrder ?? 'due'][language]
  if (part === 'linesPerTenOperators') return (linesPerTenOf(value) / 10).toFixed(1)
  if (part === 'preview') {
    const { seconds, atLimit } = previewRule(value)
    return `${seconds} ${preview.limits[atLimit][language]}`
  }
  if (part === 'mayHoldCards') return campaignForm.cardsHeld[value.mayHoldCards ? 'yes' : 'no'][language]
  if (part === 'samePersonBy') return samePerson.proposed[value.samePersonBy ?? 'by_columns'][language]
  const simple = value[part]
  return typeof simple === 'string' || typeof simple === 'number' ? String(simple) : null
}

/** The fields that operators see, and which of them wait until it is certain who is on the line. */
export function fieldsText(language: Language, fields: CampaignSettings['visibleFields']): string {
  return fields
    .map(({ label, afterConfirmation }) =>
      afterConfirmation === true ? `${label} (${whoAnswered.afterConfirmation[language]})` : label,
    )
    .join('、')
}

function hoursText(language: Language, hours: CampaignSettings['hours']): string {
  return (['weekday', 'saturday', 'sundayAndHoliday'] as const)
    .map((day) => {
      const window = hours[day]
      const when =
        window === null
          ? campaignForm.noCalls[language]
          : `${clockOfMinute(window.fromMinute)}–${clockOfMinute(window.untilMinute)}`
      return `${campaignForm.days[day][language]} ${when}`
    })
    .join('、')
}
