import { type CampaignSettings, refusalScopeOfLaw } from '@sekisho/contract'
import {
  CALLING_HOURS_TEMPLATES,
  DEFAULT_DISPOSITIONS,
  DEFAULT_LIMITS,
  type Disposition,
  type RetryRule,
} from '@sekisho/dialer'

/** Codes that say the call was a success, where the default table leaves it to the campaign. */
const successCodes: ReadonlySet<string> = new Set(['11'])

/**
 * What a new campaign starts with, before its client's wishes (centre.md: hours, results, attempts).
 *
 * @param clientName  whose name the operator gives (名乗り); without it the campaign cannot start until one is set
 */
export function defaultCampaignSettings(
  kind: 'production' | 'test',
  sector: 'company' | 'municipality',
  clientName = '',
): CampaignSettings {
  const isMunicipal = sector === 'municipality'
  const law = isMunicipal ? 'public_service' : 'sales'
  const { weekday, saturday, sundayAndHoliday } = CALLING_HOURS_TEMPLATES[isMunicipal ? 'municipal' : 'standard']
  return {
    callerName: clientName === '' ? '' : `${clientName}${kind === 'test' ? ' (試験)' : ''}`,
    visibleFields: [
      { field: 'name', label: '氏名' },
      { field: 'kana', label: 'フリガナ' },
      { field: 'customer_number', label: isMunicipal ? '宛名番号' : 'お客様番号' },
      { field: 'address', label: '住所' },
    ],
    script: [
      { title: '名乗り', text: 'お忙しいところ恐れ入ります。(名乗り) の{operator}と申します。' },
      { title: 'ご本人の確認', text: 'ご契約者様ご本人でいらっしゃいますか。' },
      { title: '用件', text: '本日は、ご登録の内容についてご案内のお電話を差し上げました。' },
      { title: '締め', text: 'お時間をいただきありがとうございました。失礼いたします。' },
    ],
    dispositions: DEFAULT_DISPOSITIONS.filter(({ class: kind }) => kind !== 'system').map(asSetting),
    hours: { weekday: { ...weekday }, saturday: { ...saturday }, sundayAndHoliday: { ...sundayAndHoliday } },
    maxAttempts: DEFAULT_LIMITS.maxAttempts,
    maxAttemptsPerDay: DEFAULT_LIMITS.maxAttemptsPerDay,
    minHoursBetween: DEFAULT_LIMITS.minHoursBetween,
    ringSeconds: 25,
    wrapUpSeconds: 60,
    mode: 'progressive',
    // nobody who answers a town hall is left without a voice; elsewhere 3 %
    abandonCapPercent: isMunicipal ? 0 : 3,
    law,
    refusalScope: refusalScopeOfLaw[law],
    mayHoldCards: false,
    samePersonBy: null,
  }
}

function asSetting({ code, label, class: kind, next }: Disposition): CampaignSettings['dispositions'][number] {
  return { code, label: label.ja, next: asNext(next), isSuccess: successCodes.has(code), isFast: kind === 'fast' }
}

/** The campaign's coarser word for a default rule; the dialler takes the default rule itself where the word fits it. */
function asNext(rule: RetryRule): CampaignSettings['dispositions'][number]['next'] {
  switch (rule.kind) {
    case 'final':
      return 'final'
    case 'hold':
      return 'hold'
    case 'asked':
      return rule.isOneToOne === true ? 'callback' : 'retry'
    case 'wait':
    case 'next_number':
      return 'retry'
  }
}
