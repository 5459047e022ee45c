import type { AssignmentPriority, SeatOrder, SkillLevel } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const skills: Readonly<Record<SkillLevel, Phrase<string>>> = {
  1: phrase('要同席', 'Not alone'),
  2: phrase('独り立ち', 'Alone'),
  3: phrase('熟練', 'Experienced'),
}

const priorities: Readonly<Record<AssignmentPriority, Phrase<string>>> = {
  1: phrase('主担当', 'First'),
  2: phrase('副担当', 'Second'),
  3: phrase('応援', 'Support'),
}

const seatOrders: Readonly<Record<SeatOrder, Phrase<string>>> = {
  longest_waiting: phrase('待ち時間の長い順', 'Whoever has waited longest'),
  most_skilled: phrase('習熟度の高い順', 'The most skilled first'),
}

const seatOrderHints: Readonly<Record<SeatOrder, Phrase<string>>> = {
  longest_waiting: phrase(
    '架電も入電も、条件を満たす人のうち、最も長く待っている人につなぎます。',
    'Calls in both directions go to whoever of the fit has waited longest.',
  ),
  most_skilled: phrase(
    '架電も入電も、主担当の中で習熟度の高い人から、同じなら待ち時間の長い順につなぎます。習熟度の低い人は待ちが長くなることがあります。フロアで待ち時間を確かめてください。',
    'Calls in both directions go to the more skilled of those for whom the campaign comes first, and among equals to whoever has waited longest. The less skilled may wait for long: watch their waiting on the floor.',
  ),
}

/** Who works which campaign, how well, and which comes first; at the page of supervisors, the desk and the floor. */
export const assignments = {
  title: phrase('担当の割当', 'Assignments'),
  lead: phrase(
    '割り当てられたオペレーターは、選んだキャンペーンを兼務し、優先度の高いものから電話を受けます。割当のない人は、これまでどおり自分で1つ選びます。権限指定のない業務には割り当てられません。',
    'Assigned operators work several campaigns at once, those that come first before others. Whoever is assigned to none chooses one, as before. An assignment is no right: it reaches no further than the designations.',
  ),
  effect: phrase(
    '変更はその場で有効です(通話中の電話は最後まで続きます)。新しく加えたキャンペーンは、本人が次に席に着くときに選べます。',
    'Changes hold at once; a call in hand goes on. A campaign that was added can be chosen when the operator sits down next.',
  ),
  keys: phrase(
    '矢印キーで移動、1〜3 で習熟度、P で優先度、Delete で解除',
    'Arrow keys move, 1–3 set the skill, P the priority, Delete takes away',
  ),
  grid: phrase('オペレーターとキャンペーン', 'Operators and campaigns'),
  person: phrase('オペレーター', 'Operator'),
  find: phrase('名前で絞り込む', 'Filter by name'),
  found: phrase(
    (count: string) => `${count}名`,
    (count) => `${count} people`,
  ),
  skill: phrase('習熟度', 'Skill'),
  priority: phrase('優先度', 'Priority'),
  skills,
  priorities,
  none: phrase('割当なし', 'Not assigned'),
  unreachable: phrase('権限指定なし', 'No designation'),
  unreachableBody: phrase(
    'この業務の権限指定がないため、割り当てられません。アカウント管理者に依頼してください。',
    'No designation covers this job, so they cannot be assigned. Ask your account manager.',
  ),
  lapsed: phrase('権限指定が終了', 'Designation is over'),
  needs: phrase(
    (skill: string) => `${skill}以上が応対`,
    (skill) => `From “${skill}” on`,
  ),
  tooLow: phrase('習熟度が足りないため、電話は回りません', 'Too little skill: gets no calls'),
  withdraw: phrase('割当を解除する', 'Take away'),
  by: phrase(
    (by: string, at: string) => `${at} ${by} が変更`,
    (by, at) => `Changed ${at} by ${by}`,
  ),
  saved: phrase(
    (person: string, campaign: string, what: string) => `${person} の「${campaign}」を「${what}」にしました(記録済み)`,
    (person, campaign, what) => `${person}, “${campaign}”: ${what} (recorded)`,
  ),
  conflict: phrase(
    'ほかの人が先に変更しました。最新の内容を表示しています。確かめてから、もう一度操作してください。',
    'Somebody else changed it first. What you see now is the newest; look at it and try again.',
  ),
  empty: phrase('割り当てられるオペレーターがいません', 'Nobody to assign'),
  emptyBody: phrase(
    'この範囲のキャンペーンで働ける、オペレーターの権限指定がありません。',
    'No operator holds a designation for these campaigns.',
  ),
  minimumSkill: phrase('応対に必要な習熟度', 'Skill that its calls ask for'),
  minimumSkillHint: phrase(
    '割当のないオペレーターは「要同席」とみなします。',
    'Operators who are not assigned count as “not alone”.',
  ),
  seatOrder: phrase('つなぐ順', 'Who gets the next call'),
  seatOrders,
  seatOrderHints,
  // at the desk
  chooseTitle: phrase('今日の担当キャンペーン', 'Your campaigns today'),
  chooseHint: phrase(
    '番号キーで選択・解除、Enter で席に着きます。',
    'Number keys choose and leave out, Enter takes the seat.',
  ),
  begin: phrase('この担当で席に着く', 'Take the seat'),
  chooseOne: phrase('1つ以上選んでください。', 'Choose at least one.'),
  serving: phrase('担当中', 'Working'),
  servingList: phrase('いまの担当', 'Your campaigns now'),
  servingNone: phrase(
    '担当がすべて解除されました。離席してからキャンペーンを選び直すか、SVに確認してください。',
    'All your assignments were taken away. Go away and choose again, or ask your supervisor.',
  ),
  // on the floor
  people: phrase('担当者', 'Operators'),
  inCampaign: phrase(
    (count: string, shared: string) => `${count}名(うち兼務 ${shared}名)`,
    (count, shared) => `${count} (${shared} shared)`,
  ),
  elsewhere: phrase(
    (names: string) => `ほかで応対中: ${names}`,
    (names) => `At work elsewhere: ${names}`,
  ),
  otherJob: phrase('別の業務', 'another job'),
} as const
