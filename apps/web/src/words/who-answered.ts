import { phrase } from './phrase.ts'

/** Who is on the telephone, and what waits until that is certain. */
export const whoAnswered = {
  title: phrase('応対者', 'On the telephone'),
  notSaid: phrase('未選択', 'Not said yet'),
  codes: {
    person: phrase('本人', 'The person'),
    family: phrase('家族・同居人', 'Family'),
    proxy: phrase('代理人', 'Who acts for the person'),
    reception: phrase('受付', 'Reception'),
    unknown: phrase('不明', 'Not known'),
  },
  confirm: phrase('本人確認できた', 'Identity confirmed'),
  confirmedAt: phrase(
    (time: string) => `本人確認 ${time}`,
    (time) => `Confirmed at ${time}`,
  ),
  waits: phrase('本人確認のあとに表示', 'After the identity is confirmed'),
  opening: phrase('開封しています…', 'Being opened…'),
  othersTitle: phrase('ご本人ではありません', 'Not the person'),
  othersBody: phrase(
    'ご用件は話さず、ご本人のご都合だけを伺います。',
    'Do not speak of the matter; ask only when the person can be reached.',
  ),
  stepsWait: phrase(
    (count: string) => `この先の手順 (${count}) は、本人確認のあとに表示します`,
    (count) => `${count} more step(s) after the identity is confirmed`,
  ),
  key: phrase('本人確認', 'Identity confirmed'),
  keyChoose: phrase('応対者', 'Who is on the telephone'),
  /** Settings of a campaign. */
  afterConfirmation: phrase('本人確認のあとに開封', 'Only after confirmation'),
  afterConfirmationHint: phrase(
    '金額や病名など、ご家族に知られて困る項目は「本人確認のあとに開封」にします。確認するまで開封されず、確認したことと開封は別の記録になります。過去のメモも同じです。',
    'What a family should not learn, like amounts, waits until the operator has confirmed who is on the line. It opens by a record of its own; so do earlier memos.',
  ),
  audience: phrase('この手順を見せる相手', 'Whom this step is for'),
  audiences: {
    anybody: phrase('どなたにも', 'Anybody'),
    confirmed: phrase('本人確認のあと', 'After confirmation'),
    others: phrase('ご本人以外', 'Not the person'),
  },
} as const
