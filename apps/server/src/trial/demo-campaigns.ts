import type { CampaignSettings } from '@sekisho/contract'
import { defaultCampaignSettings } from '../campaigns/index.ts'
import { companies, type TenantKey, tenants } from './demo-content.ts'

type Script = CampaignSettings['script']

interface Wording {
  /** What the operator says first; `{operator}` is the operator's own name. */
  readonly callerName: string
  readonly script: Script
  readonly visibleFields: CampaignSettings['visibleFields']
  readonly changes?: Partial<CampaignSettings>
}

const identity: Script[number] = {
  title: 'ご本人の確認',
  text: '恐れ入りますが、ご本人様でいらっしゃいますか。\n(ご家族の場合) ご用件は申し上げず、ご在宅の時間だけを伺います。',
}
const closing: Script[number] = {
  title: '締め',
  text: 'お時間をいただきありがとうございました。担当の{operator}が承りました。失礼いたします。',
}

const wordings: Record<TenantKey, Wording> = {
  city: {
    callerName: '架空市けんこう推進課の{operator}です',
    script: [
      {
        title: '名乗り',
        text: 'お忙しいところ恐れ入ります。架空市けんこう推進課の{operator}と申します。健診のご案内でお電話しました。',
      },
      identity,
      {
        audience: 'confirmed',
        title: '受診の確認',
        text: '今年度の健診は、もうお済みでしょうか。\n(済) ありがとうございます。結果はお手元に届きましたか。\n(未) 12月末まで、市内の医療機関で無料で受けられます。',
      },
      {
        audience: 'confirmed',
        title: 'ご予約',
        text: 'ご希望の日と医療機関をお聞かせください。受診券と保険証をお持ちください。\n(迷われる場合) ご都合のよい頃に、もう一度お電話いたします。',
      },
      closing,
    ],
    visibleFields: [
      { field: 'name', label: '氏名' },
      { field: 'kana', label: 'フリガナ' },
      { field: 'customer_number', label: '宛名番号' },
      { field: 'birth_date', label: '生年月日' },
      { field: 'address', label: '住所' },
      { field: 'custom_1', label: '対象の健診', afterConfirmation: true },
      { field: 'phone_1', label: '電話 (携帯)' },
      { field: 'phone_2', label: '電話 (自宅)' },
    ],
  },
  power: {
    callerName: '架空電力の委託を受けました、架空コンタクトセンターの{operator}です',
    script: [
      {
        title: '名乗り (特商法16条)',
        text: '架空電力株式会社の委託を受けました、架空コンタクトセンターの{operator}と申します。新しい電気料金プランのご案内 (ご契約のお勧め) でお電話しました。今、1分ほどよろしいでしょうか。',
      },
      identity,
      {
        title: 'ご案内',
        text: '夜間と週末の電気をよくお使いのご家庭では、「くらしプラン」で年におよそ3,000円お安くなる見込みです。基本料金は変わりません。',
      },
      {
        title: 'お返事',
        text: '(承諾) 書面をお送りし、届いてから8日間は無条件でお取り消しいただけます。\n(検討) いつ頃お電話を差し上げればよろしいでしょうか。\n(お断り) 承知いたしました。この件では、以後お電話いたしません。',
      },
      closing,
    ],
    visibleFields: contractFields('契約プラン'),
  },
  renewal: {
    callerName: 'みほん生命の{operator}です',
    script: [
      {
        title: '名乗り',
        text: 'いつもお世話になっております。みほん生命の{operator}と申します。10月に満期を迎えるご契約のことでお電話しました。',
      },
      identity,
      {
        title: '満期のお手続き',
        text: '先週お送りした「満期のご案内」は届いておりますでしょうか。お受け取りの口座をご記入のうえ、ご返送ください。',
      },
      closing,
    ],
    visibleFields: contractFields('ご契約コース'),
  },
  survey: {
    callerName: 'みほん生命の{operator}です',
    script: [
      {
        title: '名乗り',
        text: 'いつもお世話になっております。みほん生命の{operator}と申します。ご契約内容の確認でお電話しました。',
      },
      identity,
      { title: '確認', text: 'ご住所とお電話番号に、お変わりはございませんか。' },
      closing,
    ],
    visibleFields: contractFields('ご契約コース'),
  },
}

function contractFields(course: string): CampaignSettings['visibleFields'] {
  return [
    { field: 'name', label: '氏名' },
    { field: 'kana', label: 'フリガナ' },
    { field: 'customer_number', label: 'お客様番号' },
    { field: 'address', label: '住所' },
    { field: 'custom_1', label: course },
    { field: 'phone_1', label: '電話 (携帯)' },
  ]
}

/** Nobody's telephone rings in a demo: it is there to be tried at any hour, see demo-calling.ts. */
const anyHour = { fromMinute: 0, untilMinute: 1440 } as const

/** The settings of a demo campaign: the defaults for its client's sector, with its own words and open at any hour. */
export function demoCampaignSettings(tenant: TenantKey): CampaignSettings {
  const { callerName, script, visibleFields, changes } = wordings[tenant]
  const { sector } = companies[tenants[tenant].client]
  return {
    ...defaultCampaignSettings('test', sector),
    ...{ callerName, script: [...script], visibleFields: [...visibleFields] },
    hours: { weekday: anyHour, saturday: anyHour, sundayAndHoliday: anyHour },
    ...changes,
  }
}
