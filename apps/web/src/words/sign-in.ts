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
    'サインインの方法を自分で登録します。発行した人にも知らせないでください。',
    'You register your own way to sign in. Not even the issuer should know it.',
  ),
  confirmTitle: phrase('あと一つ:立会確認', 'One more step: a colleague'),
  confirmLead: phrase(
    'サインインの方法を登録しました。この画面をSVまたはセンター長に見せて、本人であることを確認してもらってください。リンクを発行した人は確認できません。',
    'How you sign in is registered. Show this to a supervisor or centre manager, who confirms that it is you. Whoever issued the link cannot.',
  ),
  confirmCode: phrase('確認番号', 'Code'),
  confirmUntil: phrase(
    (at: string) =>
      `${at} まで有効です。画面を閉じる前に番号を控えてください。控えがないと新しいリンクが必要になります。`,
    (at) => `Good until ${at}. Note it down before you close this page; without it you need a new link.`,
  ),
  confirmDone: phrase('確認が済んだのでサインインする', 'I was confirmed: sign in'),
  invitationMissing: phrase(
    '招待が含まれていないアドレスです。届いたリンクを最後まで開いてください。',
    'This address holds no invitation. Please open the whole link you were given.',
  ),
  method: phrase('サインインの方法', 'How you will sign in'),
  methods: {
    password: phrase('パスワードと認証アプリ', 'Password and authenticator'),
    passkey: phrase('パスキー', 'Passkey'),
  },
  methodHints: {
    password: phrase(
      'パスワードと、認証アプリやトークンの6桁の番号を毎回入力します。',
      'You type a password and six digits from an app or token each time.',
    ),
    passkey: phrase(
      'Windows Hello の顔・指紋・PIN や、FIDO2 キーで確認します。パスワードは要りません。',
      'You confirm with Windows Hello or a hardware key. No password is needed.',
    ),
  },
  passkeyMake: phrase('パスキーの登録', 'Register your passkey'),
  passkeyMakeLead: phrase(
    'ブラウザーの案内に従って、この端末またはキーにパスキーを作成してください。',
    'Follow your browser to make a passkey on this device or key.',
  ),
  passkeyMakeButton: phrase('パスキーを作成', 'Make the passkey'),
  signedInNow: phrase('登録しました。画面を開いています。', 'Registered. Opening your first page.'),
  passwordGuessable: phrase(
    'ログインIDを含むもの、同じ文字の繰り返し、連番は、パスワードに使えません。',
    'A password cannot hold the login, repeat few characters, or be a run of letters or digits.',
  ),
  proofTitle: phrase('本人の確認', 'Show that it is you'),
  proofLead: phrase(
    '変更の前に、もう一度確認します。確認は10分間有効で、記録されます。',
    'Asked again before a change. Good for ten minutes, and recorded.',
  ),
  proofUntil: phrase(
    (clock: string) => `確認済みです。${clock} まで変更できます。`,
    (clock) => `Confirmed. You can make changes until ${clock}.`,
  ),
  proofSubmit: phrase('確認する', 'Confirm'),
  proofNone: phrase(
    'このデモの人には認証手段がありません。ワンクリックのリンクから入り直すと、10分間変更できます。',
    'This demo person has no credentials. Come in again by the one-click link; changes are possible for ten minutes.',
  ),
  proofFirst: phrase('先に本人の確認をしてください。', 'Show that it is you first.'),
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
  loginHint: phrase('半角の英小文字・数字・. _ @ -', 'Lower-case letters, digits, . _ @ -'),
  toSignIn: phrase('サインインへ', 'To the sign-in'),
} as const
