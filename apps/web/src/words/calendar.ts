import type { DayGround, DayReason, HolidayFileNotice, HolidayFileProblem } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const grounds: Readonly<Record<DayGround, Phrase<string>>> = {
  client_closed: phrase('委託元の休業日', 'The client is closed'),
  client_asked: phrase('委託元の指示', 'The client asked for it'),
  centre_closed: phrase('センターの休業日・工事', 'The centre is closed'),
  local_event: phrase('地域の行事・選挙など', 'A local event or an election'),
  disaster: phrase('災害・荒天', 'A disaster or bad weather'),
  staffing: phrase('要員の都合', 'Staffing'),
}
const reasons: Readonly<Record<DayReason, Phrase<string>>> = {
  tenant_day: phrase('全体の特別日', 'Special day for all'),
  campaign_day: phrase('このキャンペーンの特別日', 'Special day of this campaign'),
  year_end: phrase('年末年始', 'Year end'),
  holiday: phrase('祝日', 'Holiday'),
  usual_hours: phrase('曜日ごとの発信時間', 'Usual hours of the week'),
}
const problems: Readonly<Record<HolidayFileProblem, Phrase<string>>> = {
  empty: phrase('ファイルに祝日が1日もありません。', 'The file holds no holiday.'),
  not_readable: phrase(
    '文字コードを読み取れません。内閣府のファイル(Shift_JIS)を、Excel などで保存し直さずに選んでください。',
    'The encoding cannot be read. Choose the file of the Cabinet Office (Shift_JIS) as it was downloaded.',
  ),
  no_heading: phrase(
    '内閣府の祝日ファイルではありません。1行目が「国民の祝日・休日月日,国民の祝日・休日名称」のファイルを選んでください。',
    'This is not the file of the Cabinet Office: its first line is “国民の祝日・休日月日,国民の祝日・休日名称”.',
  ),
  too_long: phrase('行が多すぎます。', 'The file has too many lines.'),
  bad_line: phrase('「日付,名称」の2列ではない行があります。', 'A line does not have two columns, date and name.'),
  bad_date: phrase(
    '読み取れない日付があります。「2026/1/1」の形で、実際にある日付にしてください。',
    'A date cannot be read: it has to be one that exists, written like 2026/1/1.',
  ),
  no_name: phrase('祝日の名称がないか、長すぎる行があります。', 'A line has no name, or a very long one.'),
  twice: phrase('同じ日付が2回あります。', 'A date stands there twice.'),
  outdated: phrase(
    '今年以降の祝日が入っていません。内閣府のサイトから最新のファイルを取得してください。',
    'It holds no holiday of this year or later. Get the current file from the Cabinet Office.',
  ),
  year_incomplete: phrase(
    '祝日が少なすぎる年があります。途中で切れたファイルの可能性があります。',
    'A year has too few holidays: the file may have been cut off.',
  ),
}
const notices: Readonly<Record<HolidayFileNotice, Phrase<string>>> = {
  read_as_utf8: phrase(
    '内閣府の配布は Shift_JIS ですが、このファイルは UTF-8 です。保存し直した際に内容が変わっていないか確認してください。',
    'The Cabinet Office publishes Shift_JIS; this file is UTF-8. Check that saving it again did not change it.',
  ),
  next_year_missing: phrase(
    '来年の祝日が入っていません。来年の分は毎年2月に公表されます。',
    'Next year is missing; it is published each February.',
  ),
  differs: phrase(
    '法律から計算した祝日と違う日があります。取り込むと、このファイルの日が使われます。',
    'Some days differ from those that follow from the law. Once it is taken, the file decides.',
  ),
}

/** When calls are allowed, and who changes that. */
export const calendar = {
  title: phrase('発信カレンダー', 'Calendar'),
  lead: phrase(
    '祝日、年末年始、特別日と、各キャンペーンの発信時間。変更はすぐに効き、通話中の電話は続きます。',
    'Holidays, the year end, special days and the hours of each campaign. Changes hold at once; talks go on.',
  ),
  today: phrase('本日の発信', 'Calls today'),
  openNow: phrase(
    (until: string) => `発信できます(${until} まで)`,
    (until) => `Open until ${until}`,
  ),
  opensToday: phrase(
    (hours: string) => `本日の発信時間は ${hours} です`,
    (hours) => `Hours today: ${hours}`,
  ),
  closedToday: phrase('本日は発信しません', 'No calls today'),
  opensAt: phrase(
    (at: string) => `次に発信できるのは ${at} です。`,
    (at) => `Calls are allowed next at ${at}.`,
  ),
  opensNever: phrase(
    '1年以内に発信できる日がありません。',
    'There is no day within a year on which calls are allowed.',
  ),
  notOpenUntil: phrase(
    (next: string) => `その時刻には発信しません。次に発信できるのは ${next} です。`,
    (next) => `No calls are made then. The next time is ${next}.`,
  ),
  notOpenThen: phrase('その時刻には発信しません。', 'No calls are made then.'),
  link: phrase('カレンダー', 'Calendar'),
  closed: phrase('休み', 'Closed'),
  regularClosed: phrase('定休', 'Not worked'),
  month: phrase('月の予定', 'The month'),
  monthOf: phrase(
    (year: number, month: number) => `${year}年${month}月`,
    (year, month) => `${year}-${String(month).padStart(2, '0')}`,
  ),
  previous: phrase('前の月', 'Previous month'),
  next: phrase('次の月', 'Next month'),
  campaign: phrase('キャンペーン', 'Campaign'),
  noCampaign: phrase(
    'キャンペーンを作成すると、ここに月の予定が表示されます。',
    'Make a campaign to see its month here.',
  ),
  isToday: phrase('今日', 'Today'),
  grounds,
  reasons,
  specialDays: phrase('特別日', 'Special days'),
  specialLead: phrase(
    '休みにする日、時間を変える日です。テナント全体の特別日は、どのキャンペーンの時間も広げません。休みは、キャンペーンの特別日より優先します。',
    'Days that are closed or have other hours. One of the whole tenant widens no campaign’s hours, and where it is closed a campaign’s own day does not open it.',
  ),
  wall: phrase(
    (hours: string) => `どの設定でも、${hours} の外には発信しません。`,
    (hours) => `Whatever is set, nobody is called outside ${hours}.`,
  ),
  everyYear: phrase(
    (days: string) => `毎年の休業日(年末年始): ${days}。開ける日は、時間を決めた特別日にしてください。`,
    (days) => `Closed every year: ${days}. A special day with hours opens one.`,
  ),
  days: phrase('日', 'Days'),
  hours: phrase('発信時間', 'Hours'),
  place: phrase('範囲', 'For'),
  wholeTenant: phrase('テナント全体', 'The whole tenant'),
  ground: phrase('理由', 'Why'),
  setBy: phrase('設定', 'Set by'),
  promises: phrase('再コール約束', 'Call-backs promised'),
  promisesNote: phrase(
    (count: string) => `約束 ${count}件。次に開く時刻から順に、担当者が1件ずつ発信します。`,
    (count) => `${count} promised: dialled one by one from the next opening on.`,
  ),
  noDays: phrase('これからの特別日はありません。', 'No special day is coming.'),
  withdraw: phrase('取り消す', 'Take back'),
  withdrawOf: phrase(
    (what: string) => `${what} を取り消す`,
    (what) => `Take back ${what}`,
  ),
  withdrawn: phrase(
    (what: string) => `${what} を取り消しました。`,
    (what) => `${what} was taken back.`,
  ),
  addDay: phrase('特別日を設定', 'Set a special day'),
  from: phrase('最初の日', 'First day'),
  until: phrase('最後の日', 'Last day'),
  kind: phrase('この日は', 'On these days'),
  kinds: {
    closed: phrase('休みにする', 'Closed'),
    hours: phrase('時間を変える', 'Other hours'),
  },
  opens: phrase('発信を始める時刻', 'From'),
  closes: phrase('発信を終える時刻', 'Until'),
  choose: phrase('選んでください', 'Choose'),
  set: phrase('設定する', 'Set'),
  setDone: phrase(
    (what: string) => `${what} を設定しました。今から有効です。`,
    (what) => `${what} was set and holds from now on.`,
  ),
  dayProblems: {
    before_from: phrase('最後の日が、最初の日より前です。', 'The last day is before the first.'),
    in_the_past: phrase('過ぎた日は設定できません。', 'These days are over.'),
    too_long: phrase('一度に設定できるのは62日までです。', 'At most 62 days at once.'),
    too_far: phrase('2年より先の日は設定できません。', 'More than two years ahead.'),
    ends_before_it_begins: phrase('終える時刻が、始める時刻より前です。', 'It ends before it begins.'),
    outside_wall: phrase('8:00〜21:00 の間で設定してください。', 'Hours have to lie within 8:00–21:00.'),
  },
  alreadySet: phrase(
    'この範囲には、同じ日の特別日がすでにあります。先に取り消してください。',
    'One of these days is set already for the same place. Take that back first.',
  ),
  holidays: phrase('祝日', 'Holidays'),
  holidaysLead: phrase(
    '祝日は「国民の祝日に関する法律」から計算しています。内閣府の祝日ファイル(syukujitsu.csv)を取り込むと、その年はファイルの日を使います。',
    'Holidays follow from the law. A file of the Cabinet Office (syukujitsu.csv) decides for the years that it covers.',
  ),
  knownUntil: phrase(
    (date: string) =>
      `${date} までの祝日を確認済みです。その後は、計算した祝日に加えて、平日にも日曜・祝日の時間を重ねて守ります。`,
    (date) => `Holidays are known until ${date}. Later days keep the hours of Sundays as well.`,
  ),
  files: phrase('取り込んだ祝日ファイル', 'Imported files'),
  fileYears: phrase('対象の年', 'Years'),
  fileDays: phrase('日数', 'Days'),
  importedBy: phrase('取込', 'Imported by'),
  yearOf: phrase(
    (years: string) => `${years}年`,
    (years) => years,
  ),
  fileName: phrase(
    (years: string) => `${years}の祝日ファイル`,
    (years) => `The file of ${years}`,
  ),
  chooseFile: phrase('祝日ファイルを選ぶ', 'Choose a file'),
  tooLarge: phrase(
    '祝日ファイルとしては大きすぎます(上限 300KB)。',
    'Too large for a file of holidays (limit 300 kB).',
  ),
  fileRefused: phrase('取り込めません。これまでの祝日は変わりません。', 'Not taken. The holidays stay as they are.'),
  line: phrase(
    (line: number) => `${line}行目`,
    (line) => `line ${line}`,
  ),
  problems,
  notices,
  fileReady: phrase(
    (years: string, days: string) => `${years}の祝日 ${days}日を読み取りました。`,
    (years, days) => `Read ${days} holidays of ${years}.`,
  ),
  differences: phrase('計算した祝日との違い', 'Differences from the law'),
  inFile: phrase('ファイル', 'File'),
  byLaw: phrase('法律からの計算', 'By the law'),
  none: phrase('なし', 'none'),
  import: phrase('この内容で取り込む', 'Import'),
  imported: phrase('祝日ファイルを取り込みました。今から有効です。', 'The file was imported and holds from now on.'),
  alreadyImported: phrase('同じ内容の祝日ファイルを使用中です。', 'The same holidays are in use already.'),
} as const
