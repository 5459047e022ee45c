import type { LiftGround, StopGround, StopLifter } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const grounds: Readonly<Record<StopGround, Phrase<string>>> = {
  disaster: phrase('災害', 'A disaster'),
  client_asked: phrase('委託元の指示', 'The client asked for it'),
  complaints: phrase('苦情の多発', 'Many complaints'),
  wrong_list: phrase('リストの誤り', 'A mistake in a list'),
  wrong_settings: phrase('設定・スクリプトの誤り', 'A mistake in settings or script'),
  technical_fault: phrase('システム・回線の不具合', 'A technical fault'),
  personal_data_incident: phrase('個人情報の事故(疑いを含む)', 'An incident with personal data, or a suspicion'),
}
const lifters: Readonly<Record<StopLifter, Phrase<string>>> = {
  setter: phrase('停止した本人とセンター長', 'Who set it, and centre managers'),
  supervisors: phrase('SVとセンター長', 'Supervisors and centre managers'),
  centre_manager: phrase('センター長だけ', 'Centre managers alone'),
}
const liftGrounds: Readonly<Record<LiftGround, Phrase<string>>> = {
  over: phrase('停止の理由がなくなった', 'The reason is over'),
  put_right: phrase('誤り・不具合を直した', 'It was put right'),
  client_asked: phrase('委託元の指示', 'The client asked for it'),
  set_by_mistake: phrase('誤って停止した', 'It was set by mistake'),
}

/** Stopping calls at once, and letting them go on. */
export const stopSwitches = {
  title: phrase('発信の停止', 'Stop calling'),
  open: phrase('発信を止める…', 'Stop calling…'),
  hint: phrase(
    'Alt+X でも開きます。理由を選んで Enter で止まります。呼出中の電話は切れ、通話中の電話は続きます。',
    'Alt+X opens this, too. Choose why and press Enter. What rings is hung up; talks go on.',
  ),
  ground: phrase('理由', 'Why'),
  grounds,
  extent: phrase('範囲', 'How far'),
  all: phrase('テナント全体の発信', 'All calling of this tenant'),
  areas: phrase('地域(災害など)', 'An area (a disaster)'),
  byPrefecture: phrase('都道府県', 'A prefecture'),
  byMunicipality: phrase('市区町村', 'Municipalities'),
  byAreaCode: phrase('市外局番', 'An area code'),
  prefecture: phrase('止める都道府県', 'Prefecture'),
  ofWhichPrefecture: phrase('市区町村のある都道府県', 'Of which prefecture'),
  municipalities: phrase('止める市区町村', 'Municipalities'),
  municipalitiesHint: phrase(
    '名前の一部か、読みの初めを入れ、Enter で選びます。いくつでも選べ、1つずつ解除できます。政令指定都市は市全体を止めます。',
    'Type part of a name or the beginning of its reading, choose with Enter. Each is lifted by itself. Cities with wards are stopped whole.',
  ),
  municipalitiesTyped: phrase('例: わじま', 'As in わじま'),
  noMunicipality: phrase('この都道府県にはありません', 'None in this prefecture'),
  areaCode: phrase('止める市外局番', 'Area code'),
  areaCodeHint: phrase(
    '0から始まる2〜4桁で、その番号で始まる固定電話を止めます。076 は 0761 や 0768 も含みます。5桁の局番は先頭の4桁で。',
    'Two to four digits from the 0: landlines that begin so. 076 includes 0761 and 0768. Of five digits type the first four.',
  ),
  areaCodeShape: phrase('0から始まる2〜4桁の数字で入れてください。', 'Two to four digits that begin with 0, please.'),
  reach: phrase(
    (leads: string) => `これから発信する ${leads}件を止めます。`,
    (leads) => `Stops ${leads} leads that may still be called.`,
  ),
  unknownPrefecture: phrase(
    (count: string) => `うち ${count}件は、住所から都道府県が確かに読めないため、念のため止めます。`,
    (count) => `Of ${count} of them no prefecture is known, because no address surely says one: stopped to be sure.`,
  ),
  reachLater: phrase(
    'その市区町村の人数は、止めた後に表示します(調べたことを記録台帳に残すため)。',
    'How many live there is said once it is stopped: that somebody looked stands in the ledger then.',
  ),
  // before the stop, when nobody knows yet of how many these are a part, and while it holds
  unknownMunicipality: phrase(
    (count: string) =>
      `市区町村が確かに読めない ${count}件(同じ都道府県か、都道府県も分からない住所)も、念のため止めます。`,
    (count) =>
      `Stopped with them, to be sure: ${count} whose municipality is not surely read, in this prefecture or none.`,
  ),
  unknownArea: phrase(
    (count: string) => `うち ${count}件は、以前の取込で局番が記録されていないため、念のため止めます。`,
    (count) => `Of ${count} of them no area code was kept at their import: stopped to be sure.`,
  ),
  mobileOnly: phrase(
    '携帯・IP電話だけの人は、市外局番では止まりません。',
    'People with mobile or IP numbers only are not stopped by an area code.',
  ),
  ofPrefecture: phrase(
    (name: string) => `${name}の人への発信`,
    (name) => `Calls to people in ${name}`,
  ),
  ofMunicipality: phrase(
    (prefecture: string, name: string) => `${prefecture}${name}の人への発信`,
    (prefecture, name) => `Calls to people in ${name}, ${prefecture}`,
  ),
  ofAreaCode: phrase(
    (code: string) => `市外局番 ${code} の番号がある人への発信`,
    (code) => `Calls to people with a number that begins with ${code}`,
  ),
  jobs: phrase('業務', 'Jobs'),
  campaigns: phrase('キャンペーン', 'Campaigns'),
  lists: phrase('リスト', 'Lists'),
  choose: phrase('選んでください', 'Choose'),
  noAll: phrase(
    'すべての発信を止められるのは、テナント全体の権限を持つ人です。',
    'Everything is stopped by those who are designated for the whole tenant.',
  ),
  liftBy: phrase('解除できる人', 'Who may lift it'),
  lifters,
  stop: phrase('止める', 'Stop'),
  stopped: phrase('発信を停止中', 'Calling is stopped'),
  announced: phrase('発信が止められています。', 'Somebody stopped calling.'),
  stoppedBody: phrase(
    '解除されるまで、次の範囲では誰にも発信しません。止めた人と理由は記録台帳に残ります。',
    'Until each is lifted, nobody is dialled there. Who stopped it and why stand in the ledger.',
  ),
  ofJob: phrase(
    (name: string) => `業務「${name}」`,
    (name) => `Job “${name}”`,
  ),
  ofCampaign: phrase(
    (name: string) => `キャンペーン「${name}」`,
    (name) => `Campaign “${name}”`,
  ),
  ofList: phrase(
    (label: string, campaign: string) => `リスト「${label}」(${campaign})`,
    (label, campaign) => `List “${label}” (${campaign})`,
  ),
  since: phrase(
    (at: string, by: string) => `${at} から(${by})`,
    (at, by) => `since ${at} (${by})`,
  ),
  lift: phrase('解除', 'Lift'),
  liftOf: phrase(
    (what: string) => `${what}の停止を解除`,
    (what) => `Lift the stop of ${what}`,
  ),
  liftGround: phrase('解除の理由', 'Why it is lifted'),
  liftGrounds,
  liftLead: phrase(
    'ほかに停止がなければ、開始済みのキャンペーンはすぐに発信を再開します。',
    'Where no other stop holds, campaigns that were started go on at once.',
  ),
} as const
