import { type CampaignSettings, refusalScopeOfLaw } from '@sekisho/contract'

type Disposition = CampaignSettings['dispositions'][number]
type Next = Disposition['next']

const dayMinutes = 1440

function result(code: string, label: string, next: Next, more: Partial<Disposition> = {}): Disposition {
  return { code, label, next, isSuccess: false, isFast: false, ...more }
}

/** The operator's results every centre starts with; a campaign may change each of them. */
export const defaultDispositions: readonly Disposition[] = [
  result('11', '成約・承諾(予約)', 'final', { isSuccess: true }),
  result('12', '対応済み', 'final'),
  result('13', '見込み(検討中)', 'retry', { retryMinutes: 3 * dayMinutes }),
  result('14', '再コール約束', 'callback'),
  result('21', '本人不在(家族等)', 'retry', { retryMinutes: dayMinutes }),
  result('22', '取次不可・受付', 'retry', { retryMinutes: 5 * dayMinutes }),
  result('23', '留守電', 'retry', { retryMinutes: dayMinutes, isFast: true }),
  result('24', '切電・無言', 'retry', { retryMinutes: dayMinutes, isFast: true }),
  result('31', 'お断り(この案件)', 'final'),
  result('32', '今後架電不可', 'final'),
  result('33', '家族による拒否', 'hold'),
  result('41', '番号違い', 'retry', { retryMinutes: dayMinutes, isFast: true }),
  result('42', '転居・不明', 'hold'),
  result('43', '死亡', 'final'),
  result('44', '対象外・解約済', 'final'),
  result('45', '要配慮(外国語・聴覚・高齢)', 'hold'),
  result('51', '引継ぎ(SV・委託元)', 'hold'),
  result('52', '苦情', 'hold'),
  result('53', 'カスハラ終話', 'hold'),
  result('91', '通話不良', 'retry', { retryMinutes: 10 }),
]

const hour = (from: number, until: number) => ({ fromMinute: from * 60, untilMinute: until * 60 })

/** Where a new campaign starts: a company's hours, or the shorter week-ends of a municipality. */
export function defaultSettings(sector: 'company' | 'municipality'): CampaignSettings {
  const law = sector === 'municipality' ? 'public_service' : 'sales'
  return {
    callerName: '',
    visibleFields: [
      { field: 'name', label: '氏名' },
      { field: 'kana', label: 'カナ' },
      { field: 'customer_number', label: '顧客番号' },
    ],
    script: [
      { title: '名乗り', text: '' },
      { title: 'ご本人確認', text: '' },
      { title: 'ご案内', text: '' },
    ],
    dispositions: [...defaultDispositions],
    hours:
      sector === 'municipality'
        ? { weekday: hour(9, 20), saturday: hour(9, 17), sundayAndHoliday: hour(9, 17) }
        : { weekday: hour(9, 20), saturday: hour(9, 18), sundayAndHoliday: hour(10, 17) },
    maxAttempts: 5,
    maxAttemptsPerDay: 2,
    minHoursBetween: 4,
    ringSeconds: 25,
    wrapUpSeconds: 30,
    mode: 'progressive',
    abandonCapPercent: sector === 'municipality' ? 0 : 3,
    law,
    refusalScope: refusalScopeOfLaw[law],
    mayHoldCards: false,
    samePersonBy: null,
  }
}
