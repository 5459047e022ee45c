import { phrase } from './phrase.ts'

/** Looking one person up by a key that is typed. */
export const personSearch = {
  kind: phrase('何で探すか', 'Look up by'),
  kinds: {
    phone: phrase('電話番号', 'Telephone number'),
    customer_number: phrase('顧客番号', 'Customer number'),
    person: phrase('氏名と生年月日', 'Name and birth date'),
  },
  kana: phrase('カナ氏名', 'Name in kana'),
  kanaExample: phrase('例: カクウ ハナコ', 'e.g. カクウ ハナコ'),
  birthDate: phrase('生年月日', 'Birth date'),
  birthDateExample: phrase('例: 1963/5/1、S38.5.1', 'e.g. 1963/5/1 or S38.5.1'),
  bothHint: phrase(
    '両方が一致した人だけを探します。ひらがな・半角・空白・小さい「ッ」などの違いは区別しません。',
    'Both have to match. Hiragana, half-width letters, spaces and small kana make no difference.',
  ),
  found: phrase(
    (people: string) => `該当する対象者 ${people}人`,
    (people) => `${people} contact(s) found`,
  ),
  foundMany: phrase(
    (people: string) => `該当する対象者 ${people}人以上(${people}人まで表示します)`,
    (people) => `${people} contacts or more; ${people} are shown`,
  ),
  problems: {
    number_unreadable: phrase(
      '電話番号として読み取れません。桁数を確かめてください。記録には残していません。',
      'This is no telephone number. Check its digits; nothing was recorded.',
    ),
    kana_unreadable: phrase(
      '氏名は漢字でなく、カタカナかひらがなで入力してください。記録には残していません。',
      'Type the name in kana, not in kanji; nothing was recorded.',
    ),
    birth_date_unreadable: phrase(
      '生年月日を読み取れません。「1963/5/1」「S38.5.1」「昭和38年5月1日」のように入力してください。記録には残していません。',
      'The birth date is not readable. Type it like 1963/5/1, S38.5.1 or 昭和38年5月1日; nothing was recorded.',
    ),
    birth_date_impossible: phrase(
      '実在しない生年月日です。月日と、元号の年数を確かめてください。記録には残していません。',
      'This birth date does not exist. Check month and day, and the year of the era; nothing was recorded.',
    ),
    birth_date_future: phrase(
      '生年月日が未来の日付です。元号を確かめてください。記録には残していません。',
      'The birth date lies in the future. Check the era; nothing was recorded.',
    ),
  },
} as const
