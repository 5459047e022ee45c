import type { FieldCode, NumberPlace } from '@sekisho/contract'

/** What a heading means. The number behind a phone is given out by order of columns. */
export type HeadingMeaning = Exclude<FieldCode, `phone_${number}` | `custom_${number}`> | 'phone'

/** Words of headings, normalised (NFKC, lower case, no spaces or punctuation). The first that fits wins. */
const words: readonly (readonly [HeadingMeaning, readonly string[]])[] = [
  [
    'customer_number',
    [
      '顧客番号',
      'お客様番号',
      'お客さま番号',
      '会員番号',
      '顧客id',
      '顧客no',
      '顧客コード',
      'お客様コード',
      'お客様id',
      'お客様no',
      '会員id',
      '会員no',
      '契約者番号',
      '契約番号',
      '受付番号',
      '整理番号',
      '管理番号',
      '宛名番号',
      '登録番号',
      'customernumber',
      'customerid',
      'customerno',
      'customercode',
      'memberid',
      'id',
    ],
  ],
  [
    'kana',
    [
      'カナ',
      'かな',
      'フリガナ',
      'ふりがな',
      '氏名カナ',
      'カナ氏名',
      '氏名フリガナ',
      'お名前カナ',
      '顧客名カナ',
      '契約者名カナ',
      '名前カナ',
      '氏名かな',
      'セイ',
      'メイ',
      '姓カナ',
      '名カナ',
      'カナ名',
      'ヨミガナ',
      'よみがな',
      '読み仮名',
      'kana',
      'namekana',
      'furigana',
    ],
  ],
  [
    'name',
    [
      '氏名',
      'お名前',
      '名前',
      '顧客名',
      'お客様名',
      '契約者名',
      '契約者氏名',
      '会員名',
      '氏名漢字',
      '漢字氏名',
      '宛名',
      '姓',
      '名',
      '世帯主',
      '対象者氏名',
      '対象者名',
      'name',
      'fullname',
      'customername',
      'lastname',
      'firstname',
    ],
  ],
  [
    'phone',
    [
      '電話番号',
      '電話',
      '携帯',
      '携帯電話',
      '携帯番号',
      '携帯電話番号',
      'tel',
      '自宅電話',
      '自宅電話番号',
      '固定電話',
      '固定電話番号',
      '勤務先電話',
      '勤務先電話番号',
      '連絡先',
      '連絡先電話番号',
      '日中連絡先',
      'ご連絡先',
      'お電話番号',
      '自宅',
      '勤務先tel',
      '自宅tel',
      '携帯tel',
      'phone',
      'phonenumber',
      'mobile',
      'telephone',
    ],
  ],
  ['postal_code', ['郵便番号', '郵便', '〒', 'zip', 'zipcode', 'postalcode', 'postcode']],
  ['email', ['メールアドレス', 'メール', 'eメール', 'email', 'mail', 'mailaddress', 'emailaddress', '電子メール']],
  [
    'address',
    [
      '住所',
      'ご住所',
      '所在地',
      '現住所',
      '都道府県',
      '市区町村',
      '番地',
      '町名番地',
      '丁目番地',
      '建物名',
      'マンション名',
      '建物',
      '住所1',
      '住所2',
      '住所3',
      'address',
      'address1',
      'address2',
    ],
  ],
  ['birth_date', ['生年月日', '誕生日', 'お誕生日', 'birthday', 'birthdate', 'dateofbirth', 'dob']],
  ['gender', ['性別', 'gender', 'sex']],
  ['amount', ['金額', '請求金額', '請求額', '残高', '未納額', '未納金額', '購入金額', '料金', '契約金額', 'amount']],
]

const exact = new Map<string, HeadingMeaning>(
  words.flatMap(([meaning, forms]) => forms.map((form) => [plainHeading(form), meaning] as const)),
)
/** Words long enough to mean the same inside a longer heading, longest first: 氏名カナ before 氏名. */
const inside = words
  .flatMap(([meaning, forms]) => forms.map((form) => [plainHeading(form), meaning] as const))
  .filter(
    ([form]) => form.length >= 2 && !['id', '名前', '電話', '郵便', '料金', '建物', '自宅', '金額'].includes(form),
  )
  .sort((a, b) => b[0].length - a[0].length)

/** A heading without what differs between files: width, case, spaces, brackets and numbers behind it. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-./・:()[\]（）「」【】*※]/g, '')
}

/** Headings that speak of something else although a known word stands in them. */
const misleading = /同意|有無|区分|フラグ|可否|種別|件数|担当|商品|会社|店舗|代理店|コース|プラン|ブランド|flag/

/** The meaning of a heading and whether it matched as a whole; null when no known word stands in it. */
export function meaningOf(heading: string): { readonly meaning: HeadingMeaning; readonly isExact: boolean } | null {
  const plain = plainHeading(heading)
  if (plain === '') return null
  const whole = exact.get(plain) ?? exact.get(plain.replace(/[0-9]+$/, ''))
  if (whole !== undefined) return { meaning: whole, isExact: true }
  if (misleading.test(plain)) return null
  const part = inside.find(([form]) => plain.includes(form))
  return part === undefined ? null : { meaning: part[1], isExact: false }
}

/** What the heading of a column of numbers says of them; null when it says nothing, or that they are mobiles. */
export function placeOf(heading: string): NumberPlace | null {
  const plain = plainHeading(heading)
  if (/勤務|職場|会社|オフィス|office|work/.test(plain)) return 'work'
  return /自宅|宅電|home/.test(plain) ? 'home' : null
}
