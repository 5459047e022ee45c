import { type CallingLaw, type CampaignSettings, refusalScopeOfLaw, type TemplateKey } from '@sekisho/contract'
import { CALLING_HOURS_TEMPLATES } from '@sekisho/dialer'
import { defaultCampaignSettings } from './defaults.ts'

type Script = CampaignSettings['script']
type Sector = 'company' | 'municipality'

const person: Script[number] = {
  title: 'ご本人の確認',
  text: '恐れ入りますが、ご本人様でいらっしゃいますか。\n(ご家族・受付の場合) ご用件は申し上げず、ご在宅の時間だけを伺います。',
}
const closing: Script[number] = { title: '締め', text: 'お時間をいただきありがとうございました。失礼いたします。' }

interface Template {
  readonly sector: Sector
  readonly script: Script
  readonly changes: Partial<CampaignSettings>
  /** Results that are what this work is for; the others of the usual table are none. */
  readonly successes: readonly string[]
}

const hoursOf = (name: keyof typeof CALLING_HOURS_TEMPLATES): CampaignSettings['hours'] => {
  const { weekday, saturday, sundayAndHoliday } = CALLING_HOURS_TEMPLATES[name]
  return { weekday: { ...weekday }, saturday: { ...saturday }, sundayAndHoliday: { ...sundayAndHoliday } }
}

const under = (law: CallingLaw) => ({ law, refusalScope: refusalScopeOfLaw[law] })

const TEMPLATES: Readonly<Record<TemplateKey, Template>> = {
  sales: {
    sector: 'company',
    successes: ['11'],
    changes: {},
    script: [
      {
        // 特定商取引法 16条: company, own name, goods and that it is an offer come before everything else
        title: '名乗り (特商法16条)',
        text: '(会社名)の委託を受けました、(受託会社名)の{operator}と申します。(商品・サービス名)のご契約のお勧めでお電話しました。今、1分ほどよろしいでしょうか。\n(お断り) 承知いたしました。失礼いたします。 → お断り',
      },
      person,
      { title: 'ご案内', text: '(商品・サービスの内容、価格、期間)' },
      {
        title: 'お返事',
        text: '(承諾) 書面をお送りし、届いてから8日間は無条件でお取り消しいただけます。\n(検討) いつ頃お電話を差し上げればよろしいでしょうか。\n(お断り) 承知いたしました。この件では、以後お電話いたしません。',
      },
      closing,
    ],
  },
  health_check: {
    sector: 'municipality',
    successes: ['11'],
    changes: {
      visibleFields: [
        { field: 'name', label: '氏名' },
        { field: 'kana', label: 'フリガナ' },
        { field: 'customer_number', label: '宛名番号' },
        { field: 'birth_date', label: '生年月日' },
      ],
    },
    script: [
      {
        title: '名乗り',
        text: 'お忙しいところ恐れ入ります。(市区町村名・課名)の{operator}と申します。健診のご案内でお電話しました。',
      },
      person,
      {
        title: '受診の確認',
        text: '今年度の健診は、もうお済みでしょうか。\n(済) ありがとうございます。\n(未) (期限)まで、(場所)で受けられます。',
      },
      { title: 'ご予約', text: 'ご希望の日と医療機関をお聞かせください。(持ち物のご案内)' },
      closing,
    ],
  },
  arrears: {
    sector: 'company',
    successes: ['11'],
    changes: {
      ...under('lending'),
      ...{ hours: hoursOf('lending'), maxAttemptsPerDay: 1, minHoursBetween: 24 },
      visibleFields: [
        { field: 'name', label: '氏名' },
        { field: 'kana', label: 'フリガナ' },
        { field: 'customer_number', label: 'お客様番号', afterConfirmation: true },
        { field: 'birth_date', label: '生年月日' },
        { field: 'amount', label: 'ご請求額', afterConfirmation: true },
      ],
    },
    script: [
      {
        // the matter is told to nobody but the person: 貸金業法 21条 1項 5号, and privacy anyway
        title: '名乗り',
        text: '(個人名)と申します。(ご本人のお名前)様はいらっしゃいますか。\n(ご本人以外には、会社名の詳細もご用件も申し上げません)',
      },
      {
        title: 'ご本人の確認',
        text: '恐れ入りますが、生年月日をお聞かせください。\n(ご本人と確認できない場合) 改めてお電話いたします。',
      },
      { title: 'ご案内', text: '(お支払いの状況と期日)\nいつ頃お支払いいただけますか。', audience: 'confirmed' },
      { title: 'ご相談', text: '(難しい場合) ご相談の窓口をご案内します。', audience: 'confirmed' },
      { title: 'ご不在', text: 'ご在宅の時間だけを伺います。伝言はお願いしません。', audience: 'others' },
      closing,
    ],
  },
  survey: {
    sector: 'company',
    successes: ['12'],
    changes: { ...under('other'), maxAttempts: 3 },
    script: [
      {
        title: '名乗り',
        text: '(依頼元)の委託を受けました、(受託会社名)の{operator}と申します。(調査の名前)へのご協力のお願いです。お勧めや販売ではありません。',
      },
      person,
      { title: '質問', text: '1. (質問)\n2. (質問)' },
      closing,
    ],
  },
}

/** What a campaign of this kind begins with. The client's name is what the operator gives (名乗り), until it is changed. */
export function campaignTemplate(key: TemplateKey, clientName: string): CampaignSettings {
  const { sector, script, changes, successes } = TEMPLATES[key]
  const usual = defaultCampaignSettings('production', sector, clientName)
  return {
    ...usual,
    ...changes,
    callerName: `${clientName}の{operator}です`,
    script: [...script],
    dispositions: usual.dispositions.map((each) => ({ ...each, isSuccess: successes.includes(each.code) })),
  }
}

/** The template that fits what the client is. */
export function usualTemplate(sector: Sector): TemplateKey {
  return sector === 'municipality' ? 'health_check' : 'sales'
}
