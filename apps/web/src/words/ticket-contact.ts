import { phrase } from './phrase.ts'

/** The contact of a hand-over ticket, for whoever took it. */
export const ticketContact = {
  title: phrase('対象者', 'The person'),
  open: phrase('対象者を表示する', 'Show the person'),
  hint: phrase(
    '表示するたびに記録されます。完了するか、ほかの人に渡すと表示は消えます。ご本人確認後に表示する項目は出ません。',
    'Each time is recorded. It goes away when the ticket is done or somebody else’s. What waits for a confirmation is not shown.',
  ),
  takeFirst: phrase(
    '渡された引継ぎ票です。対象者を表示するには、担当することを記録してください。',
    'It was given to you. Confirm that you take it to see the person.',
  ),
  confirm: phrase('担当することを記録する', 'Confirm'),
  confirmed: phrase(
    (mark: string) => `引継ぎ票 ${mark} を担当することを記録しました。`,
    (mark) => `You took ticket ${mark}.`,
  ),
  gone: phrase(
    'この引継ぎ票はあなたの手元を離れたため、表示を消しました。',
    'The ticket is not in your hands any more, so the person is hidden.',
  ),
  hidesIn: phrase(
    (left: string) => `${left} 後に隠れます`,
    (left) => `hidden in ${left}`,
  ),
  hide: phrase('隠す', 'Hide'),
  looks: phrase(
    (count: string) => `対象者の表示 ${count}回`,
    (count) => `the person was shown ${count} times`,
  ),
  nothing: phrase('表示できる項目がありません。', 'There is nothing to show.'),
  today: phrase('引継ぎ票から対象者を表示した人(今日)', 'Who saw people by tickets today'),
  who: phrase('氏名', 'Name'),
  tickets: phrase('引継ぎ票', 'Tickets'),
  times: phrase('表示回数', 'Times'),
  withoutStep: phrase('表示後に何もしていない票', 'Nothing done afterwards'),
} as const
