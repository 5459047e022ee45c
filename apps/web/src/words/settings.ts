import { phrase } from './phrase.ts'

export const settings = {
  title: phrase('自分の設定', 'Your settings'),
  lead: phrase(
    (login: string) => `ログインID: ${login}`,
    (login) => `Login: ${login}`,
  ),
  password: phrase('パスワード', 'Password'),
  passwordSince: phrase(
    (day: string) => `${day} に設定したパスワードです。変更すると、ほかのセッションは終了します。`,
    (day) => `Set on ${day}. A change ends your other sessions.`,
  ),
  passwordNone: phrase('パスワードはありません。', 'You have no password.'),
  passwordSet: phrase('パスワードを設定', 'Set a password'),
  passwordChange: phrase('パスワードを変更', 'Change the password'),
  passwordChanged: phrase(
    'パスワードを変更しました。次回から新しいパスワードを使います。',
    'The password is changed; use the new one from next time.',
  ),
  totp: phrase('認証アプリ・トークン', 'Authenticator'),
  totpSince: phrase(
    (day: string) => `${day} に登録したものを使っています。入れ替えると、ほかのセッションは終了します。`,
    (day) => `Registered on ${day}. Replacing it ends your other sessions.`,
  ),
  totpNone: phrase('登録されていません。', 'None is registered.'),
  totpAdd: phrase('認証アプリを登録', 'Add an authenticator'),
  totpReplace: phrase('新しいものに入れ替える', 'Replace it'),
  totpReplaced: phrase(
    '新しい認証アプリを登録しました。前のものはもう使えません。',
    'The new authenticator is registered; the old one is void.',
  ),
  totpWrong: phrase(
    '番号が違います。新しい認証アプリの番号を入力してください。',
    'These digits are wrong. Type those of the new authenticator.',
  ),
  passkeys: phrase('パスキー', 'Passkeys'),
  passkeysLead: phrase(
    'Windows Hello や FIDO2 キーを登録すると、パスワードなしでサインインできます。追加と削除は記録され、削除するとほかのセッションは終了します。',
    'Register Windows Hello or a hardware key to sign in without a password. Both adding and removing are recorded, and removing one ends your other sessions.',
  ),
  passkeyLabel: phrase('名前(例: 席12の端末、青いキー)', 'A name for it (e.g. PC at desk 12, blue key)'),
  passkeyAdd: phrase('パスキーを追加', 'Add a passkey'),
  passkeyAdded: phrase(
    'パスキーを登録しました。次回から使えます。',
    'The passkey is registered; use it from next time.',
  ),
  passkeyAddedOn: phrase('登録日', 'Added'),
  passkeyUsed: phrase('最後の使用', 'Last used'),
  passkeyRemove: phrase('削除', 'Remove'),
  passkeyRemoveQuestion: phrase('このパスキーは使えなくなります。', 'This passkey will no longer work.'),
  passkeyRemoved: phrase('パスキーを削除しました。', 'The passkey is removed.'),
  passkeyLast: phrase('最後の認証手段なので削除できません。', 'Your last credential cannot be removed.'),
  devices: phrase('端末', 'Devices'),
  devicesLead: phrase(
    'サインインしたことのある端末です。身に覚えのない端末や紛失した端末は、アカウント管理者に失効を依頼してください。',
    'Devices you have signed in from. Ask an account manager to withdraw one that you lost or do not know.',
  ),
  devicesNone: phrase('端末の記録はありません。', 'No device is on record.'),
  deviceFirst: phrase('初回', 'First'),
  deviceLast: phrase('最終', 'Last'),
  devicePeople: phrase(
    (people: string) => `利用者 ${people}人`,
    (people) => `people: ${people}`,
  ),
  deviceThis: phrase('この端末', 'This one'),
  deviceWithdrawn: phrase(
    (at: string) => `${at} に失効`,
    (at) => `Withdrawn ${at}`,
  ),
  deviceWithdraw: phrase('端末を失効', 'Withdraw'),
  deviceWithdrawQuestion: phrase(
    (people: string) => `この端末の全員(${people}人)のセッションを終了し、二度とサインインできなくします。`,
    (people) => `Ends the sessions of all ${people} people there; nobody signs in from it again.`,
  ),
  sessionWithoutDevice: phrase('端末不明', 'No device'),
  sessions: phrase('サインイン中のセッション', 'Your sessions'),
  sessionsLead: phrase(
    '身に覚えのないものがあれば終了し、アカウント管理者に知らせてください。',
    'End what you do not recognise, and tell your account manager.',
  ),
  sessionStarted: phrase('開始', 'Began'),
  sessionSeen: phrase('最後の操作', 'Last seen'),
  sessionExpires: phrase('期限', 'Ends'),
  sessionRoute: phrase('経路', 'Route'),
  sessionThis: phrase('この画面', 'This one'),
  sessionEnd: phrase('終了', 'End'),
} as const
