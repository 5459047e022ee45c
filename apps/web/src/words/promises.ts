import type { PromiseState } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const states: Readonly<Record<PromiseState, Phrase<string>>> = {
  coming: phrase('予定', 'Coming'),
  due: phrase('時刻です', 'Due'),
  overdue: phrase('期限超過', 'Overdue'),
  kept: phrase('約束どおり', 'Kept'),
  missed: phrase('遅れて発信', 'Missed'),
}

/** Call-back promises. */
export const promises = {
  title: phrase('再コール約束', 'Call-back promises'),
  lead: phrase(
    '約束した日時と担当です。氏名や電話番号は表示しません。時刻から15分を過ぎた約束は期限超過です。',
    'When a call was promised and whose it is. No name or number is shown. A quarter of an hour late is overdue.',
  ),
  mark: phrase('対象', 'Lead'),
  state: phrase('状態', 'State'),
  states,
  at: phrase('約束の日時', 'Promised for'),
  calledAt: phrase('発信', 'Dialled'),
  campaign: phrase('キャンペーン', 'Campaign'),
  owner: phrase('担当', 'Owner'),
  anybody: phrase('空いた人', 'Anybody'),
  notThere: phrase('席にいません', 'not at a desk'),
  filter: phrase('絞り込み', 'Filter'),
  allCampaigns: phrase('すべてのキャンペーン', 'All campaigns'),
  site: phrase('拠点', 'Site'),
  allSites: phrase('すべての拠点', 'All sites'),
  openOnly: phrase('これから', 'Open'),
  settled: phrase('本日の発信済み', 'Dialled today'),
  shown: phrase(
    (count: string) => `${count}件`,
    (count) => `${count} shown`,
  ),
  more: phrase(
    '時刻の早い順に200件までを表示しています。',
    'The earliest two hundred are shown; the next follow as these are called.',
  ),
  empty: phrase('約束はありません', 'Nothing is promised'),
  emptyBody: phrase(
    'オペレーターが再コールの日時を入力すると、ここに並びます。',
    'What operators promise by a time to call back stands here.',
  ),
  noneSettled: phrase('本日発信した約束はまだありません', 'No promise was dialled today'),
  noneSettledBody: phrase(
    '約束の時刻に電話をかけると、ここに結果が並びます。',
    'Promises stand here once they were dialled.',
  ),
  assign: phrase('担当を変える', 'Give it to'),
  assignLead: phrase(
    '担当が席にいないときは、時刻になると自動で「空いた人」に変わります。変更は記録台帳に残ります。',
    'An owner who is not there when it is time loses it by itself to whoever is free. Each change is entered.',
  ),
  newOwner: phrase('新しい担当', 'New owner'),
  choose: phrase('選んでください', 'Choose'),
  assigned: phrase(
    (mark: string, owner: string) => `対象 ${mark} の担当を「${owner}」に変えました。`,
    (mark, owner) => `Lead ${mark} now belongs to ${owner}.`,
  ),
  isDialled: phrase('すでに発信しました。担当は変えられません。', 'It was dialled; there is nothing to give.'),
  hours: phrase('時間帯ごとの約束と人数', 'Promises and people by hour'),
  hoursLead: phrase(
    '人数は、いまの時間帯は席にいる人、これからの時間帯は先週の同じ時間に応対した人です(シフト表はまだありません)。',
    'People: at a desk in the hour that runs; in later ones, who took calls in the same hour a week ago. There is no shift plan yet.',
  ),
  hour: phrase('時間帯', 'Hour'),
  booked: phrase('約束', 'Promises'),
  people: phrase('人数', 'People'),
  nobodyThere: phrase('人がいません', 'nobody there'),
  noHours: phrase('明日までの約束はありません。', 'Nothing is promised until tomorrow night.'),
  banner: phrase(
    (count: string) => `期限を過ぎた再コール約束が${count}件あります`,
    (count) => `${count} call-back promises are overdue`,
  ),
  bannerSee: phrase('一覧を見る', 'See them'),
} as const
