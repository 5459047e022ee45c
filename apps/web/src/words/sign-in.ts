import { phrase } from './phrase.ts'

export const signIn = {
  title: phrase('サインイン', 'Sign in'),
  tagline: phrase('すべての閲覧が記録されるコンタクトセンター', 'A contact centre where every view is on record'),
  login: phrase('ログインID', 'Login'),
  password: phrase('パスワード', 'Password'),
  submit: phrase('次へ', 'Continue'),
  withPasskey: phrase('パスキーでサインイン', 'Sign in with a passkey'),
  or: phrase('または', 'or'),
  passkeyCancelled: phrase(
    'パスキーの確認が中断されました。もう一度お試しください。',
    'The passkey was not confirmed. Please try again.',
  ),
  passkeyUnsupported: phrase(
    'このブラウザーまたはアドレスではパスキーを使えません。',
    'This browser or address cannot use passkeys.',
  ),
  secondTitle: phrase('もう一つの確認', 'One more proof'),
  totpLabel: phrase('認証アプリまたはトークンの6桁の番号', 'Six digits from your authenticator or token'),
  totpSubmit: phrase('サインイン', 'Sign in'),
  passkeySecond: phrase('パスキーで確認', 'Confirm with a passkey'),
  startOver: phrase('最初からやり直す', 'Start over'),
  forgotten: phrase(
    'サインインできないときは、アカウント管理者に新しい招待の発行を依頼してください。',
    'If you cannot sign in, ask your account manager for a new invitation.',
  ),
  demoTitle: phrase('デモにサインインしています', 'Signing in to the demo'),
  demoFailed: phrase(
    'このリンクではサインインできません。リンクは、起動したこのコンピューターの上だけで、起動中だけ使えます。',
    'This link does not sign you in. It works on the machine that runs the demo only, and while it runs.',
  ),
  invitationTitle: phrase('アカウントの開始', 'Start your account'),
  invitationLead: phrase(
    'パスワードと認証アプリを自分で登録します。発行した人にも知らせないでください。',
    'You set your own password and authenticator. Not even the issuer should know them.',
  ),
  invitationMissing: phrase(
    '招待が含まれていないアドレスです。届いたリンクを最後まで開いてください。',
    'This address holds no invitation. Please open the whole link you were given.',
  ),
  invitationStarted: phrase(
    '登録しました。新しいパスワードでサインインしてください。',
    'Done. Sign in with your new password.',
  ),
  newPassword: phrase('新しいパスワード', 'New password'),
  newPasswordHint: phrase(
    '12文字以上。覚えやすい言葉をいくつかつなげると、長くても打ちやすくなります。',
    'At least 12 characters. A few words strung together are long and easy to type.',
  ),
  repeatPassword: phrase('もう一度入力', 'Once more'),
  passwordsDiffer: phrase('2つの入力が一致していません。', 'The two do not match.'),
  totpSetUp: phrase('認証アプリの登録', 'Add your authenticator'),
  totpSetUpLead: phrase(
    '認証アプリで読み取り、表示された6桁の番号を入力してください。',
    'Scan this with an authenticator app, then type the six digits it shows.',
  ),
  totpByHand: phrase('読み取れないときは、この鍵を手で入力します', 'Cannot scan? Type this key'),
  totpQr: phrase('認証アプリ登録用の二次元コード', 'Code for your authenticator app'),
  totpFinish: phrase('登録を終える', 'Finish'),
  setUpTitle: phrase('はじめの設定', 'First set-up'),
  setUpLead: phrase(
    '最初のアカウント管理者を登録します。設定コードは、サーバーの起動画面に一度だけ表示されています。',
    'Registers the first account manager. The set-up code was printed once on the server’s own console.',
  ),
  setUpCode: phrase('設定コード', 'Set-up code'),
  setUpCompany: phrase('センター運営会社の名前', 'Name of the centre’s company'),
  setUpName: phrase('あなたの氏名', 'Your name'),
  setUpNotNeeded: phrase('はじめの設定は終わっています。', 'The first set-up was done already.'),
  setUpDone: phrase(
    '最初のアカウント管理者を登録しました。サインインしてください。',
    'The first account manager is registered. Please sign in.',
  ),
  loginHint: phrase('半角の英小文字・数字・. _ @ -', 'Lower-case letters, digits, . _ @ -'),
  toSignIn: phrase('サインインへ', 'To the sign-in'),
} as const
