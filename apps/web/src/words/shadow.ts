import { phrase } from './phrase.ts'

/** Another way of pacing, played beside a campaign's real calls. */
export const shadow = {
  title: phrase('並走試算', 'Shadow pacing'),
  lead: phrase(
    '別の発信方式だったら今日どうなっていたかを、実際のフロアと並走させて試算します。この試算では1件も発信しません。',
    'What another way of pacing would have given today, played beside the real floor. It places no call.',
  ),
  begin: phrase('並走試算を始める', 'Begin'),
  beginTitle: phrase('試す発信方式', 'Pacing to try'),
  beginNote: phrase(
    (mode: string) =>
      `このキャンペーンの今の方式は${mode}です。今日いっぱい、または方式の変更・キャンペーンの終了まで並走します。開始と終了は台帳に記録されます。`,
    (mode) =>
      `This campaign is paced as ${mode}. The shadow runs until the day is over, the pacing is changed or the campaign is closed. Its start and end are entered in the ledger.`,
  ),
  municipal: phrase(
    '委託元が自治体のため、放棄を伴う予測発信は試算できません。',
    'The client is a municipality: predictive pacing, which may abandon calls, cannot be tried.',
  ),
  end: phrase('並走試算を終える', 'End'),
  endQuestion: phrase('ここまでの結果は残ります。終えますか?', 'What was played stays. End it?'),
  mayNot: phrase(
    '開始と終了は、キャンペーンの設定を変更できる人が行えます。',
    'Whoever may change the campaign’s settings can begin and end it.',
  ),
  none: phrase('このキャンペーンの並走試算はまだありません', 'No shadow was played for this campaign yet'),
  noneBody: phrase(
    '方式を選んで始めると、実際の通話の応答・通話・後処理をもとに、30分ごとの結果を実績と並べて表示します。',
    'Choose a pacing and begin: it is played from the real calls, and shown by the half hour beside the real floor.',
  ),
  modes: {
    progressive: phrase('プログレッシブ', 'Progressive'),
    predictive: phrase('予測', 'Predictive'),
  },
  predictiveWith: phrase(
    (percent: string) => `予測(放棄呼率の上限${percent}%)`,
    (percent) => `Predictive (cap ${percent} %)`,
  ),
  state: phrase(
    (pacing: string, since: string, by: string) => `${pacing} ・ ${since}から ・ ${by}`,
    (pacing, since, by) => `${pacing} · since ${since} · ${by}`,
  ),
  goesOn: phrase('並走中', 'Running'),
  ends: {
    stopped: phrase('終了(手動)', 'Ended by hand'),
    day_over: phrase('終了(一日の終わり)', 'Ended with the day'),
    campaign_closed: phrase('終了(キャンペーンの終了)', 'Ended with the campaign'),
    settings_changed: phrase('終了(発信方式の変更)', 'Ended: the pacing was changed'),
  },
  waits: phrase('実績がたまるのを待っています', 'Waiting for enough calls'),
  waitsBody: phrase(
    (calls: string, talks: string, needCalls: string, needTalks: string) =>
      `直近2時間の発信が${needCalls}件、会話が${needTalks}件たまると始まります(現在 ${calls}件・${talks}件)。`,
    (calls, talks, needCalls, needTalks) =>
      `It begins with ${needCalls} calls and ${needTalks} talks of the last two hours (now ${calls} and ${talks}).`,
  ),
  sentence: phrase(
    (pacing: string, other: string, live: string, abandoned: string) =>
      `${pacing}なら、稼働時間のうち通話と後処理は${other}、放棄呼率は${abandoned}でした(実績の占有率は${live})。`,
    (pacing, other, live, abandoned) =>
      `${pacing} would have had ${other} of paid time in calls instead of ${live}, with ${abandoned} of answers abandoned.`,
  ),
  tooEarly: phrase(
    (answered: string, needed: string) =>
      `実績の応答がまだ${answered}件のため、結論はまだ言えません(${needed}件から)。`,
    (answered, needed) => `Only ${answered} real answers yet: nothing can be concluded before ${needed}.`,
  ),
  more: phrase(
    (calls: string, due: string) => `発信は${calls}件多く、そのぶんリストを早く使います(${due})。`,
    (calls, due) => `It would have placed ${calls} calls more, and used the list up sooner (${due}).`,
  ),
  fewer: phrase(
    (calls: string, due: string) => `発信は${calls}件少なく、そのぶんリストは長くもちます(${due})。`,
    (calls, due) => `It would have placed ${calls} calls fewer, and the list would last longer (${due}).`,
  ),
  perStaffHour: phrase(
    (live: string, other: string) => `オペレーター稼働1時間あたり 実績${live}件、試算${other}件`,
    (live, other) => `per operator hour: ${live} really, ${other} played`,
  ),
  farOff: phrase(
    (points: string) =>
      `今の方式を同じ方法で試算した値が、実績と${points}ポイント違います。この時間の試算は参考程度にしてください。`,
    (points) =>
      `Played the same way, the present pacing is ${points} points off the real floor: take these figures as a hint.`,
  ),
  figures: phrase('実績と試算', 'Real and played'),
  figure: phrase('指標', 'Figure'),
  live: phrase('実績', 'Real'),
  played: phrase('試算', 'Played'),
  asLive: phrase('今の方式の試算', 'Present pacing, played'),
  spread: phrase(
    (low: string, high: string) => `${low} – ${high}`,
    (low, high) => `${low} to ${high}`,
  ),
  occupancy: phrase('占有率(通話+後処理)', 'Occupancy (talk and wrap-up)'),
  abandoned: phrase('放棄呼率', 'Abandoned'),
  contacts: phrase('稼働1時間あたりの接続', 'Connected per operator hour'),
  dialled: phrase('発信', 'Calls placed'),
  answered: phrase('応答(人)', 'Answered by a person'),
  staffed: phrase('オペレーターの稼働時間', 'Operators’ paid time'),
  byHalfHour: phrase('30分ごと', 'By the half hour'),
  time: phrase('時間', 'Time'),
  gap: phrase(
    (from: string, until: string) => `${from}–${until} は試算していません(サーバーの停止など)。`,
    (from, until) => `${from}–${until} was not played (the server was down, for instance).`,
  ),
  note: phrase(
    (twins: string) =>
      `試算の相手は同じ人ではなく、この2時間の実際の通話から選んだものです(応答するか、呼出・通話・後処理の長さ)。オペレーターの出入りは実際のとおりです。同じ時間を${twins}回試算し、中央の値と幅を示します。外線の不足、兼務の取り合い、応答率が方式で変わることは含みません。席についた時点で全員が受けられるものとし、折り返しの入電の時間は実績からも除いています。レポートと放棄呼率の管理には数えません。`,
    (twins) =>
      `Those who are called are not the same people: they are drawn from the real calls of the last two hours (whether they answer, how long ringing, talk and wrap-up take). Operators come and go as they really did. Each time is played ${twins} times; shown are the middle and the range. Not in it: missing lines, rivalry for shared operators, an answer rate that changes with the pacing. Whoever sits at a desk can take every call; time on call-ins is left out of the real figures, too. No report and no account of abandoned calls counts any of it.`,
  ),
  playedUntil: phrase(
    (clock: string) => `${clock}まで試算済み`,
    (clock) => `Played until ${clock}`,
  ),
  before: phrase('これまでの並走試算', 'Shadows of this campaign'),
  notPlayed: phrase('この方式は試算できません', 'Not played'),
}
