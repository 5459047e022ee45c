import { phrase } from './phrase.ts'

export const overtaken = {
  title: phrase(
    '編集中に別の人が変更を保存しました。入力した内容は残っています。',
    'Somebody saved a change meanwhile. What you typed is still here.',
  ),
  alsoMine: phrase('(あなたも変更しています)', '(you changed this, too)'),
  mineIs: phrase(
    (mine: string) => `(あなたの入力: ${mine})`,
    (mine) => `(yours: ${mine})`,
  ),
  keepBoth: phrase('相手の変更と自分の入力を合わせる', 'Put both together'),
  keepBothMine: phrase('合わせる(同じ項目は自分の入力にする)', 'Put both together, mine where both changed'),
  takeTheirs: phrase('相手の内容にする(入力は消えます)', 'Take theirs, drop mine'),
  dropQuestion: phrase('入力した変更を取り消します。', 'What you changed here is dropped.'),
  unsaved: phrase('保存していない変更があります', 'Unsaved changes'),
  discard: phrase('変更を取り消す', 'Discard changes'),
} as const
