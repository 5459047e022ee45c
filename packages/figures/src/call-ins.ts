import type { CallInColumn, CallInCounts, CallInFigureKey, CampaignId, FigureRules } from '@sekisho/contract'
import { dayOf } from '@sekisho/dialer'
import type { IsSuccess } from './cells.ts'
import { slotOf } from './days.ts'
import { type Both, both } from './words.ts'

export type CallInOutcome =
  | 'answered'
  | 'rang_off'
  | 'outside_hours'
  | 'calling_stopped'
  | 'unknown_caller'
  | 'interrupted'

/** One call-in that is over. */
export interface RawCallIn {
  readonly campaignId: CampaignId
  readonly outcome: CallInOutcome
  readonly arrivedAtMs: number
  /** When an operator answered, or when it ended without one. */
  readonly endedAtMs: number
  /** What it resulted in, of an answered one as soon as its operator has said it. */
  readonly disposition: string | null
}

/** Call-ins of one campaign that arrived in one half hour, went the same way and had the same result. */
export interface CallInCell {
  readonly campaignId: CampaignId
  /** Since 1970, in Japan. */
  readonly day: number
  readonly slot: number
  readonly outcome: CallInOutcome
  readonly disposition: string | null
  readonly calls: number
  /** Those that were over within the seconds of the rules. */
  readonly inTime: number
  readonly waitMs: number
}

/** What a campaign's call-ins of one half hour add up to. */
export interface SlotCallIns {
  readonly campaignId: CampaignId
  readonly day: number
  readonly slot: number
  readonly counts: CallInCounts
}

export const NO_CALL_INS: CallInCounts = Object.freeze({
  ...{ arrived: 0, answered: 0, answeredInTime: 0, abandoned: 0, unknown: 0, interrupted: 0, notTaken: 0 },
  ...{ refusals: 0, successes: 0, answerWaitMs: 0 },
})

const countKeys = Object.keys(NO_CALL_INS) as (keyof CallInCounts)[]

export function addCallIns(left: CallInCounts, right: CallInCounts): CallInCounts {
  return Object.fromEntries(countKeys.map((key) => [key, left[key] + right[key]])) as unknown as CallInCounts
}

/** What one cell adds to every count. Whoever came while nobody was to be called is none of those who arrived. */
export function countsOfCallIns(
  cell: Omit<CallInCell, 'day' | 'slot'>,
  rules: FigureRules,
  isSuccess: IsSuccess,
): CallInCounts {
  const { campaignId, outcome, disposition, calls, inTime, waitMs } = cell
  const isClosed = outcome === 'outside_hours' || outcome === 'calling_stopped'
  if (isClosed) return { ...NO_CALL_INS, notTaken: calls }
  const isAnswered = outcome === 'answered'
  const result = isAnswered ? disposition : null
  const isDone =
    result !== null && (rules.success === 'campaign' ? isSuccess(campaignId, result) : rules.success.includes(result))
  return {
    ...{ arrived: calls, notTaken: 0 },
    answered: isAnswered ? calls : 0,
    answeredInTime: isAnswered ? inTime : 0,
    abandoned: outcome === 'rang_off' ? calls : 0,
    unknown: outcome === 'unknown_caller' ? calls : 0,
    interrupted: outcome === 'interrupted' ? calls : 0,
    refusals: result !== null && rules.callIns.refusal.includes(result) ? calls : 0,
    successes: isDone ? calls : 0,
    answerWaitMs: isAnswered ? waitMs : 0,
  }
}

/** Counts call-ins one by one. A wait that would be negative counts as none. */
export function countCallIns(
  callIns: Iterable<RawCallIn>,
  rules: FigureRules,
  isSuccess: IsSuccess = () => false,
): SlotCallIns[] {
  const slots = new Map<string, SlotCallIns>()
  for (const { arrivedAtMs, endedAtMs, ...callIn } of callIns) {
    const waitMs = Math.max(0, endedAtMs - arrivedAtMs)
    const inTime = waitMs <= rules.callIns.inTimeSeconds * 1_000 ? 1 : 0
    const counts = countsOfCallIns({ ...callIn, calls: 1, inTime, waitMs }, rules, isSuccess)
    addCallInSlot(slots, { campaignId: callIn.campaignId, day: dayOf(arrivedAtMs), slot: slotOf(arrivedAtMs) }, counts)
  }
  return [...slots.values()]
}

/** Adds counts to those of a campaign's half hour. */
export function addCallInSlot(
  slots: Map<string, SlotCallIns>,
  place: Omit<SlotCallIns, 'counts'>,
  counts: CallInCounts,
): void {
  const key = `${place.campaignId} ${place.day} ${place.slot}`
  slots.set(key, { ...place, counts: addCallIns(slots.get(key)?.counts ?? NO_CALL_INS, counts) })
}

/** A count, a rate as a part of one, or a wait in milliseconds; null when there is nothing to divide by. */
export function callInFigure(key: CallInFigureKey, counts: CallInCounts, rules: FigureRules): number | null {
  const wholes = {
    arrived: counts.arrived,
    could_be_answered: counts.arrived - counts.unknown,
    answered: counts.answered,
  }
  const part = (above: number, below: number): number | null => (below === 0 ? null : above / below)
  if (key === 'answerRate') return part(counts.answered, wholes[rules.callIns.answerRateOf])
  if (key === 'serviceLevel') return part(counts.answeredInTime, wholes[rules.callIns.serviceLevelOf])
  if (key === 'averageWait') return part(counts.answerWaitMs, counts.answered)
  return counts[key]
}

interface Words {
  readonly name: Both
  readonly definition: Both
  readonly unit: CallInColumn['unit']
}
const words = (ja: string, en: string, jaText: string, enText: string, unit: Words['unit'] = 'count'): Words => ({
  name: both(ja, en),
  definition: both(jaText, enText),
  unit,
})

const wholeNames: Readonly<Record<FigureRules['callIns']['serviceLevelOf'], Both>> = {
  arrived: both('入電数', 'arrived'),
  could_be_answered: both('入電数(該当者なしを除く)', 'arrived without unknown callers'),
  answered: both('応答数', 'answered'),
}

const belongs = both(
  '入電は着信した時刻(日本時間)の日に数えます。発信の数には含みません。',
  'A call-in belongs to the day (Japan time) on which it arrived. Figures of outbound calls do not count it.',
)

/** What a figure of call-ins is called and means to this client. */
export function callInWords(key: CallInFigureKey, rules: FigureRules): Words {
  const { name, definition, unit } = wordsOf(rules)[key]
  return { name, unit, definition: both(`${definition.ja}${belongs.ja}`, `${definition.en} ${belongs.en}`) }
}

function wordsOf({ callIns }: FigureRules): Readonly<Record<CallInFigureKey, Words>> {
  const { inTimeSeconds: seconds, answerRateOf, serviceLevelOf } = callIns
  const [answerWhole, levelWhole] = [wholeNames[answerRateOf], wholeNames[serviceLevelOf]]
  const refusals = callIns.refusal.join('・')
  return {
    arrived: words(
      '入電数',
      'Arrived',
      '受付時間内に、発信者番号へ掛かってきた電話の数。時間外と停止中は含みません。',
      'Calls to own numbers within the hours, while the campaign called.',
    ),
    answered: words('応答数', 'Answered', 'オペレーターにつながった数。', 'Calls that an operator answered.'),
    answerRate: words('応答率', 'Answer rate', `応答数 ÷ ${answerWhole.ja}。`, `Answered / ${answerWhole.en}.`, 'rate'),
    answeredInTime: words(
      `${seconds}秒以内`,
      `Within ${seconds} s`,
      `着信から${seconds}秒以内にオペレーターにつながった数。`,
      `Answered within ${seconds} seconds of the arrival.`,
    ),
    serviceLevel: words(
      'サービスレベル',
      'Service level',
      `${seconds}秒以内 ÷ ${levelWhole.ja}。`,
      `Within ${seconds} s / ${levelWhole.en}.`,
      'rate',
    ),
    averageWait: words(
      '平均応答時間',
      'Average wait',
      'つながった入電の、着信からオペレーターにつながるまでの平均。',
      'From the arrival until an operator answered, of those answered.',
      'duration_ms',
    ),
    abandoned: words('放棄', 'Abandoned', '待っている間に切れた数。', 'Rang off while nobody was free.'),
    unknown: words(
      '該当者なし',
      'Unknown',
      '番号非通知、または名簿にない番号で、ご案内を流して終えた数。',
      'A number that is withheld or on no list: heard whom to turn to.',
    ),
    interrupted: words('中断', 'Interrupted', '当方の不具合で切れた数。', 'Cut off by a fault of ours.'),
    notTaken: words(
      '時間外・停止中',
      'Not taken',
      '受付時間外または発信の停止中に掛かり、ご案内を流して終えた数。入電数には含みません。',
      'Outside the hours or while calling was stopped; none of those who arrived.',
    ),
    refusals: words(
      'お断り受付',
      'Refusals taken',
      `応答した入電のうち、結果がお断り(${refusals})の数。`,
      `Answered, with a result that is a refusal (${refusals}).`,
    ),
    successes: words(
      '成約数(入電)',
      'Successes by call-in',
      '応答した入電のうち、成約として数える結果の数。',
      'Answered, with a result that counts as a success.',
    ),
  }
}
