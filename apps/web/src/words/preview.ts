import type { PreviewEnd, PreviewLimit, PreviewSkip } from '@sekisho/contract'
import type { Phrase } from './phrase.ts'
import { phrase } from './phrase.ts'

const skips: Readonly<Record<PreviewSkip, Phrase<string>>> = {
  not_now: phrase('今はかけない(1時間後)', 'Not now (in an hour)'),
  wrong_person_data: phrase('データに誤りがある(保留)', 'The data is wrong (held)'),
  needs_supervisor: phrase('SVの確認が必要(保留)', 'A supervisor should look (held)'),
}

/** Why whom an operator looked at is not on the page any more; null where a call follows. */
const ends: Readonly<Record<PreviewEnd, Phrase<string> | null>> = {
  dialled: null,
  dialled_at_limit: null,
  not_now: phrase('スキップしました。1時間後に再び架電対象になります。', 'Skipped; due again in an hour.'),
  wrong_person_data: phrase('スキップしました。SVが確認するまで保留します。', 'Skipped; held for a supervisor.'),
  needs_supervisor: phrase('スキップしました。SVが確認するまで保留します。', 'Skipped; held for a supervisor.'),
  went_back: phrase('時間内に発信しなかったため、架電対象に戻しました。', 'It was not dialled in time and went back.'),
  paused: phrase('離席したため、架電対象に戻しました。', 'You went away; it went back.'),
  left: phrase('席を離れたため、架電対象に戻しました。', 'The seat was left; it went back.'),
  callers_first: phrase(
    '折り返しの入電を先につなぐため、表示を終了しました。',
    'Somebody is calling in and comes first.',
  ),
  calls_us: phrase(
    'この対象者から入電があったため、発信しません。',
    'This person is calling us, so nobody calls them.',
  ),
  do_not_call: phrase(
    'ほかの通話で架電拒否が登録されたため、発信しません。',
    'A refusal was recorded in another call; they are not called.',
  ),
  excluded: phrase('架電対象から外れたため、発信しません。', 'They were taken out of calling.'),
  number_busy: phrase(
    'この番号はほかの通話で使われているため、発信しませんでした。',
    'The number is on another call, so it was not dialled.',
  ),
  number_gone: phrase('番号が使えなくなったため、発信しません。', 'The number cannot be used any more.'),
  calling_stopped: phrase('発信が停止されたため、表示を終了しました。', 'Calling was stopped.'),
  outside_hours: phrase(
    '架電できる時間帯が終わったため、表示を終了しました。',
    'Calls are not allowed at this hour any more.',
  ),
  outside_period: phrase(
    '架電リストの有効期間が終わったため、表示を終了しました。',
    'The list may not be called on this day any more.',
  ),
}

export const preview = {
  title: phrase('架電前の確認', 'Before the call'),
  opening: phrase('対象者の表示を開いています。', 'Opening the contact.'),
  dial: phrase('発信', 'Dial'),
  dialHint: phrase(
    'まだ呼び出していません。内容を確認してから発信してください。',
    'Nothing rings yet. Read, then dial.',
  ),
  skip: phrase('スキップする理由', 'Skip, because'),
  keySkip: phrase('スキップ', 'Skip'),
  skips,
  ends,
  pause: phrase('離席する(対象者は戻ります)', 'Go away (the contact goes back)'),
  atLimit: {
    dials: phrase(
      (left: string) => `あと${left}で自動的に発信します`,
      (left) => `Dials by itself in ${left}`,
    ),
    goes_back: phrase(
      (left: string) => `あと${left}で架電対象に戻ります`,
      (left) => `Goes back in ${left}`,
    ),
  },
  dialling: phrase('発信しています', 'Dialling'),
  ringingHint: phrase(
    '相手が出ると、この席につながります。名乗りから始めてください。',
    'Whoever answers is yours. Begin with who you are.',
  ),
  waits: phrase('通話で本人確認の後に表示', 'Shown in the call, after the confirmation'),
  looked: phrase(
    (shown: string, undialled: string) => `プレビュー${shown} うち発信せず${undialled}`,
    (shown, undialled) => `${shown} previews, ${undialled} not dialled`,
  ),
  mode: phrase('発信方式', 'How calls begin'),
  modes: {
    progressive: phrase('プログレッシブ発信', 'Progressive'),
    predictive: phrase('予測発信', 'Predictive'),
    preview: phrase('プレビュー発信', 'Preview'),
    ratio: phrase('倍率発信', 'Ratio'),
  },
  modeHints: {
    progressive: phrase(
      '空いているオペレーター1人につき1件を自動で発信します。応答した相手は、必ずオペレーターにつながります。',
      'One call is placed for each free operator, so whoever answers always finds one.',
    ),
    predictive: phrase(
      'オペレーターが空く時期と応答の見込みから、空いている人数より多く発信することがあります。2秒以内につなげなかった相手にはおわびの案内を流し、放棄呼(S08)として数えます。その日と直近30日の放棄呼率は上限を超えないように抑え、直近30日が上限に達している間と、応答が34件に満たないうちは空いているオペレーター1人につき1件だけ発信します。放棄呼となった相手と再コール約束には、オペレーターを1人確保してからかけます。上限が0%のとき、委託元が自治体のときは、常に1人につき1件です。',
      'From when operators become free and how many answer, more lines than free operators may be dialled. Whoever cannot be joined within two seconds hears an announcement and counts as abandoned (S08). The day and the last 30 days are kept below the cap; while the 30 days are at it, and before 34 people have answered there is one line for each free operator. Whoever was abandoned and call-backs are dialled only for an operator who is kept for them. With a cap of 0, and for municipalities, there is always one line for each.',
    ),
    ratio: phrase(
      '今空いているオペレーター1人につき、決めた倍率の件数を発信します。通話中・後処理中の人は数えません。放棄呼の扱いは予測発信と同じです。倍率が何であっても、その日と直近30日の放棄呼率は上限を超えないように抑え、応答が34件に満たないうち、停止の直後、上限に達している間、上限が0%のとき、委託元が自治体のときは、空いているオペレーター1人につき1件だけ発信します。倍率のうち何件まで発信したかはフロアに出ます。模擬試験(8時間、標準的なキャンペーン、4人に1人が応答)では、3%を超えない最良の倍率をその日の結果から後で選んでも、稼働率はオペレーター20名で86.4%、予測発信は87.6%でした(5名では72.3%と76.5%)。迷うときは予測発信をお選びください。',
      'So many lines as set are dialled for each operator who is free now; nobody who talks or wraps up is counted. Whoever finds no operator is treated as with predictive. Whatever the ratio, the day and the last 30 days are kept below the cap; before 34 people have answered, right after a stop, while the 30 days are at the cap, with a cap of 0 and for municipalities there is one line for each free operator. The floor says how much of the ratio was let through. In simulated days (8 hours, a usual campaign, one in four answers) even the best ratio, chosen afterwards from the days themselves, kept 20 operators busy for 86.4 %, predictive for 87.6 % (with 5: 72.3 and 76.5). In doubt choose predictive.',
    ),
    preview: phrase(
      'オペレーターが対象者を確認し、発信を押したときだけ電話をかけます。放棄呼は起こりません。表示は、発信しなくても1件ごとに記録台帳に残り、発信しなかった件数はフロアに出ます。本人確認の後に開く項目は、通話までは表示しません。',
      'Operators see whom they will call and dial themselves; nobody is abandoned. Each look is entered in the ledger, dialled or not, and looks without a call are counted on the floor. What waits for a confirmation waits for the call.',
    ),
  },
  linesPerTen: phrase('倍率(空き1名あたりの件数)', 'Ratio (lines for each free operator)'),
  linesPerTenHint: phrase(
    '1.0〜3.0。端数は応答のたびに順番で割り当てます。',
    '1.0 to 3.0. Fractions are given by turns, by the answers of the day.',
  ),
  changes: phrase(
    '発信中に切り替えたときは、次の対象者から変わります。',
    'Changed while calling, it holds from the next lead on.',
  ),
  seconds: phrase('確認できる時間(秒)', 'Time to look (seconds)'),
  limit: phrase('時間が過ぎたとき', 'When the time is over'),
  limits: {
    goes_back: phrase('架電対象に戻す', 'Goes back'),
    dials: phrase('自動的に発信する', 'Dials by itself'),
  } satisfies Record<PreviewLimit, Phrase<string>>,
} as const
