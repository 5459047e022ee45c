import { phrase } from './phrase.ts'

/** A colleague confirms who began an account. */
export const confirmation = {
  title: phrase('立会確認', 'Confirm a colleague'),
  lead: phrase(
    '新しく利用を始める人、または認証手段を再発行された人が本人であることを、目の前で確かめます。あなたの名前が台帳に記録されます。',
    'Make sure, face to face, that whoever begins an account or got new credentials is that person. Your name is entered.',
  ),
  login: phrase('本人の画面に出ているID', 'Id on their screen'),
  code: phrase('本人の画面に出ている確認番号(8桁)', 'Code on their screen (8 digits)'),
  look: phrase('だれの確認かを見る', 'See whose it is'),
  name: phrase('氏名', 'Name'),
  company: phrase('会社', 'Company'),
  issuedBy: phrase('リンクを発行した人', 'Link issued by'),
  redeemedAt: phrase('リンクを開いた日時', 'Link redeemed'),
  issuersDevice: phrase(
    (issuer: string) =>
      `このリンクは、発行した ${issuer} さんが使ったことのある端末で開かれました。本人が開いたかを必ず確かめてください。`,
    (issuer) => `The link was redeemed on a device that ${issuer}, who issued it, has used. Make sure who did it.`,
  ),
  stands: phrase(
    (name: string) => `${name} さん本人が目の前にいて、本人の画面に番号が出ていることを確かめました`,
    (name) => `${name} stands before me, with the code on the own screen`,
  ),
  confirm: phrase('本人であることを確認', 'Confirm'),
  done: phrase(
    (name: string) => `${name} さんを確認しました。サインインできるようになりました。`,
    (name) => `${name} is confirmed, and can sign in now.`,
  ),
  next: phrase('次の人を確認', 'Next person'),
} as const
