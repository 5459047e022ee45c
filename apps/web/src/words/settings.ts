import { phrase } from './phrase.ts'

export const settings = {
  title: phrase('自分の設定', 'Your settings'),
  passkeys: phrase('パスキー', 'Passkeys'),
  passkeysLead: phrase(
    'Windows Hello や FIDO2 キーを登録すると、パスワードなしでサインインできます。追加は記録されます。',
    'Register Windows Hello or a hardware key to sign in without a password. Adding one is recorded.',
  ),
  passkeyLabel: phrase('名前(例: 席12の端末、青いキー)', 'A name for it (e.g. PC at desk 12, blue key)'),
  passkeyAdd: phrase('パスキーを追加', 'Add a passkey'),
  passkeyAdded: phrase(
    'パスキーを登録しました。次回から使えます。',
    'The passkey is registered; use it from next time.',
  ),
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
