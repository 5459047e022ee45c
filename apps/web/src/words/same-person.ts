import { phrase } from './phrase.ts'

const keys = {
  customer_number: phrase('顧客番号が同じ', 'Same customer number'),
  phone: phrase('電話番号と氏名が同じ', 'Same number and name'),
  name_and_birth: phrase('カナ氏名と生年月日が同じ', 'Same kana name and birth date'),
  none: phrase('照合しない(全行を別の人とする)', 'Nobody is compared: each row is a person'),
} as const

/** What makes two rows of a file, or a row and somebody on the campaign, one person. */
export const samePerson = {
  title: phrase('同じ人とみなす条件(名寄せ)', 'The same person when'),
  keys,
  hints: {
    customer_number: phrase(
      '番号が空の行は、このファイルの中だけで、電話番号と氏名で比べます。',
      'Rows without one are compared by number and name, inside this file only.',
    ),
    phone: phrase(
      '1番目の電話番号と、カナ氏名(なければ氏名)の両方が同じ人です。家族で番号が同じでも、別の人として残ります。',
      'The first number and the kana (or written) name. A family with one telephone stays several people.',
    ),
    name_and_birth: phrase(
      '番号が変わっていても同じ人とわかります。どちらかが空の行は、だれとも比べずに取り込みます。',
      'Finds people whose number has changed. A row without either is taken in and compared with nobody.',
    ),
    none: phrase(
      '同じ人に何度も電話するおそれがあります。1人に複数の案件があるリストなどで選びます。',
      'The same person may be called again and again. For lists with several matters of one person.',
    ),
  },
  scope: phrase(
    'ファイルの中と、このキャンペーンにすでにいる人の両方と比べます。',
    'Compared inside the file, and with the people who are on the campaign already.',
  ),
  needs: {
    customer_number: phrase('顧客番号の列が必要です', 'needs a column of customer numbers'),
    phone: phrase('電話番号の列が必要です', 'needs a column of telephone numbers'),
    name_and_birth: phrase('カナ氏名と生年月日の列が必要です', 'needs columns of kana names and birth dates'),
  },
  inFile: phrase('同じ人: ファイル内の行', 'Same person: rows of the file'),
  there: phrase('同じ人: 登録済みの行', 'Same person: there already'),
  ofList: phrase(
    (key: string) => `名寄せ: ${key}`,
    (key) => `same person: ${key.toLowerCase()}`,
  ),
  byCampaign: phrase('(キャンペーンの設定)', '(as set for the campaign)'),
  ofCampaign: phrase('リスト取込で同じ人とみなす条件', 'The same person at imports'),
  ofCampaignHint: phrase(
    '取込の画面で最初に選ばれる条件です。取り込むたびに変えられ、選んだ条件は台帳に残ります。',
    'Chosen first on the import page. Each import may choose another, and the ledger keeps which.',
  ),
  proposed: {
    by_columns: phrase(
      'ファイルの列による(顧客番号、なければ電話番号と氏名)',
      'By the file: customer number, else number and name',
    ),
    ...keys,
  },
} as const
