import { phrase } from './phrase.ts'

export const templates = {
  title: phrase('業務の種類', 'Kind of work'),
  lead: phrase(
    '種類を選ぶと、下の設定がその業務の標準になります。どの項目も後から変えられます。',
    'Choosing one fills in the settings below. Each of them can be changed.',
  ),
  replaces: phrase(
    '下の設定は変更済みです。種類を選び直すと、標準に戻ります。',
    'The settings below were changed. Choosing another kind sets them back.',
  ),
  names: {
    sales: phrase('契約のお勧め(電話勧誘)', 'Sales'),
    health_check: phrase('健診の受診勧奨(自治体)', 'Health check-up of a municipality'),
    arrears: phrase('お支払いのご案内(督促)', 'Arrears'),
    survey: phrase('調査・アンケート', 'Survey'),
  },
  hints: {
    sales: phrase(
      '特定商取引法16条の名乗りから始まる台本。平日9〜20時、土曜9〜18時、日曜・祝日10〜17時。1人5回まで。',
      'The script begins with what the law on telephone sales asks for. Weekdays 9–20, Saturdays 9–18, Sundays and holidays 10–17; five attempts a person.',
    ),
    health_check: phrase(
      '受診の確認と予約の台本。平日9〜20時、土日祝9〜17時。成果は予約。',
      'Asks about the check-up and books it. Weekdays 9–20, other days 9–17; success is a booking.',
    ),
    arrears: phrase(
      '本人以外に用件を話さない台本。8〜21時、1人1日1回、24時間以上あけます。金額は表示しません。',
      'Nothing is told to anybody but the person. 8–21, once a day and person, 24 hours apart; no amount is shown.',
    ),
    survey: phrase(
      '勧誘でないことを先に伝える台本。1人3回まで。成果は回答済み(12)。',
      'Says first that nothing is sold. Three attempts a person; success is an answer (12).',
    ),
  },
  duplicateOf: phrase(
    (name: string) => `「${name}」の設定を写しています。リストと記録は写しません。`,
    (name) => `The settings of “${name}” are copied; its lists and records are not.`,
  ),
  duplicate: phrase('複製して作成', 'Make a copy'),
  copyName: phrase(
    (name: string) => `${name} の写し`,
    (name) => `Copy of ${name}`,
  ),
} as const

export const readiness = {
  title: phrase('架電準備の確認', 'Ready to call?'),
  link: phrase('架電準備の確認', 'Ready to call?'),
  isReady: phrase('発信を開始できます。', 'Calling can start.'),
  isRunning: phrase('発信中です。', 'It is calling.'),
  isNotReady: phrase(
    (count: string) => `あと ${count}つ整えると、発信を開始できます。`,
    (count) => `${count} things are missing before calling can start.`,
  ),
  isClosed: phrase('終了したキャンペーンです。', 'This campaign is closed.'),
  callsNow: phrase('今は発信できる時間帯です。', 'Calls are allowed at this moment.'),
  callsFrom: phrase(
    (at: string) => `今は時間外です。開始しておけば、${at} から自動で発信します。`,
    (at) => `It is outside of the hours. Once started, calls begin by themselves at ${at}.`,
  ),
  demo: phrase(
    'デモの電話網は模擬で、誰の電話も鳴りません。そのため8時〜21時の制限と年末年始の休止は外してあり、キャンペーンの時間帯だけに従います。',
    'The demo’s network is simulated and nobody’s telephone rings. So the limit of 8–21 and the year end are lifted, and only the campaign’s own hours hold.',
  ),
  wall: phrase(
    '8時〜21時以外と年末年始(12/29〜1/3)は、設定にかかわらず発信しません。',
    'Whatever is set, nothing is dialled outside of 8–21 and from 29 December to 3 January.',
  ),
  check: phrase('確認すること', 'What'),
  stateHead: phrase('状態', 'State'),
  fix: phrase('直す場所', 'Where'),
  states: {
    ok: phrase('✓ よし', '✓ fine'),
    notice: phrase('● 確認', '● note'),
    missing: phrase('▲ 不足', '▲ missing'),
  },
  names: {
    caller_name: phrase('名乗り', 'Caller name'),
    visible_fields: phrase('オペレーターに見せる項目', 'What operators see'),
    script: phrase('スクリプト', 'Script'),
    dispositions: phrase('対応結果', 'Results'),
    success: phrase('成果とする結果', 'Results that are a success'),
    calling_hours: phrase('発信時間帯', 'Calling hours'),
    hours_now: phrase('今の時刻', 'This moment'),
    stop_switches: phrase('停止スイッチ', 'Stop switches'),
    holidays: phrase('祝日の一覧', 'List of holidays'),
    imports: phrase('取込中のリスト', 'Lists being imported'),
    leads: phrase('発信できる対象者', 'People to call'),
    list_period: phrase('有効期間外のリストの対象者', 'People on lists outside of their period'),
    operators: phrase('オペレーターの権限指定', 'Designated operators'),
    seated: phrase('着席しているオペレーター', 'Operators at their desks'),
  },
  /** Said when the check is not fine. */
  notes: {
    caller_name: phrase(
      '入っていません。電話では最初に名乗ります(特定商取引法16条ほか)。',
      'Missing. Whoever calls says first who calls.',
    ),
    visible_fields: phrase('決まっていません。', 'None chosen.'),
    script: phrase(
      '話す内容が空です。オペレーターは何も見ずに話すことになります。',
      'Empty: operators have nothing to read.',
    ),
    dispositions: phrase('ありません。', 'There are none.'),
    success: phrase(
      '決まっていません。成約数と成約率は 0 のままになります。',
      'None chosen: successes stay at nothing in every report.',
    ),
    calling_hours: phrase('発信できる時間帯が1つもありません。', 'There is no hour at which calls are allowed.'),
    hours_now: phrase('時間外です。', 'Outside of the hours.'),
    stop_switches: phrase(
      '発信が停止されています。解除されるまで、開始しても発信しません。',
      'Calling is stopped: until that is lifted, nothing is dialled even when it was started.',
    ),
    holidays: phrase(
      'この先の祝日がまだ分かりません。分からない日は、平日と休日の両方で許された時間だけ発信します。',
      'Later holidays are not known yet. On such days only hours that both weekdays and holidays allow are used.',
    ),
    imports: phrase('取込が終わった分から発信します。', 'What is imported is called as it comes.'),
    leads: phrase('いません。リストを取り込んでください。', 'Nobody. Import a list.'),
    list_period: phrase(
      '有効期間外の架電リストには発信しません。期間は架電リストの画面で変えられます。',
      'Lists outside of their period are not called. The period can be changed on the list’s page.',
    ),
    operators: phrase(
      '今日働ける人がいません。アカウント管理者に、オペレーターの権限指定を依頼してください。',
      'Nobody may work today. Ask the account manager to designate operators.',
    ),
    seated: phrase(
      'まだ誰も着席していません。誰かが受付可になるまで発信しません。',
      'Nobody sits down yet. Nothing is dialled until somebody is available.',
    ),
  },
  places: {
    settings: phrase('設定を開く', 'Open the settings'),
    lists: phrase('架電リスト', 'Call lists'),
    importList: phrase('リスト取込', 'Import a list'),
    floor: phrase('フロア', 'Floor'),
    designations: phrase('権限指定', 'Designations'),
  },
} as const

/** Why each default is what it is. */
export const settingHints = {
  maxAttempts: phrase(
    '標準は5回。つながらない人にかけ続けないための上限です。',
    'Usually 5, so that nobody is called for ever.',
  ),
  maxAttemptsPerDay: phrase(
    '標準は2回。約束した再コールは数えません。',
    'Usually 2; promised call-backs are not counted.',
  ),
  minHoursBetween: phrase(
    '標準は4時間。すぐにかけ直さないための間隔です。',
    'Usually 4, so that nobody is called again at once.',
  ),
  ringSeconds: phrase('標準は25秒。呼出音およそ8回です。', 'Usually 25, about eight rings.'),
  wrapUpSeconds: phrase(
    '目安です。過ぎても、勝手に受付可にはなりません。',
    'A guide: nobody is made available when it is over.',
  ),
  abandonCapPercent: phrase(
    '標準は3%、自治体は0%(予測発信・倍率発信では0%だけ)。フロアでは上限の3分の2(3%なら2%)から注意を出します。',
    'Usually 3, for municipalities 0 (predictive and ratio take no other there). The floor warns from two thirds of it on: from 2 at 3.',
  ),
  dispositions: phrase(
    '標準の結果表から、オペレーターが選ぶものを並べています。再架電までの分を「既定」のままにすると、結果ごとに決まった標準の間隔でかけ直します。',
    'The usual results that an operator can choose. Where the minutes are left at “as usual”, the trade’s own interval holds.',
  ),
  hours: phrase(
    '標準は、企業が平日9〜20時・土曜9〜18時・日祝10〜17時、自治体が平日9〜20時・土日祝9〜17時です。',
    'Usually companies call 9–20 on weekdays, 9–18 on Saturdays, 10–17 on Sundays and holidays; municipalities 9–20 and 9–17.',
  ),
  fields: phrase(
    '本人確認と用件に要るものだけを標準にしています。金額や病名など、ご家族に知られて困る項目は入れていません。',
    'Usually only what identifies the person and the matter; nothing that a family should not learn, like amounts.',
  ),
  takesEffect: phrase(
    '保存しました。次の発信と、これから記録する結果から有効です。通話中の画面は、その通話が終わるまで前の内容のままのことがあります。',
    'Saved. It holds for the next call and for results recorded from now on. A call in hand may show what was there before until it ends.',
  ),
} as const
