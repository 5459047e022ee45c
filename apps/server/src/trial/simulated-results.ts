import type { CampaignSettings } from '@sekisho/contract'
import type { Persona, seededRandom } from '@sekisho/telephony'

export type Random = ReturnType<typeof seededRandom>

export interface PlausibleResult {
  readonly disposition: string
  readonly memo: string
  readonly callbackAt?: number
}

type Weighted = readonly (readonly [code: string, weight: number])[]

/** Results by who was on the line, as codes of the default table. */
const bySelf: Record<Persona['inclination'], Weighted> = {
  accepts: [
    ['11', 7],
    ['12', 2],
    ['13', 1],
  ],
  considers: [
    ['13', 6],
    ['14', 3],
    ['51', 1],
  ],
  asks_later: [
    ['14', 8],
    ['13', 2],
  ],
  refuses: [
    ['31', 15],
    ['24', 4],
    ['44', 1],
  ],
  never_again: [
    ['32', 16],
    ['52', 3],
    ['53', 1],
  ],
}
const byOthers: Record<Exclude<Persona['answeredBy'], 'self'>, Weighted> = {
  family: [
    ['21', 14],
    ['14', 3],
    ['22', 2],
    ['33', 1],
  ],
  wrong_number: [['41', 1]],
  machine: [['23', 1]],
}

/** Short notes as operators write them; about nobody in particular. */
const memos: Readonly<Record<string, readonly string[]>> = {
  '11': ['書面の送付を希望', '内容を了承。書面を送付'],
  '13': ['家族と相談したいとのこと', '資料を見てから決めたいとのこと'],
  '14': ['夕方以降が都合よいとのこと', '来客中。時間を改めて'],
  '21': ['ご本人は外出中', '夜なら在宅とのこと'],
  '51': ['請求の内訳についてご質問。委託元へ引継ぎ'],
  '52': ['電話の回数が多いとのお叱り'],
}

const hourMs = 3_600_000
const fiveMinutesMs = 300_000

/**
 * A result that fits what a simulated person tends to say, out of those that the campaign has.
 *
 * @param persona  undefined when nobody knows who was on the line
 */
export function plausibleResult(
  persona: Persona | undefined,
  settings: Pick<CampaignSettings, 'dispositions'>,
  random: Random,
  nowMs: number,
): PlausibleResult {
  const wanted =
    persona === undefined
      ? []
      : persona.answeredBy === 'self'
        ? bySelf[persona.inclination]
        : byOthers[persona.answeredBy]
  const known = wanted.filter(([code]) => settings.dispositions.some((disposition) => disposition.code === code))
  const code = known.length > 0 ? random.pick(known) : plainCode(settings)
  const memo = random.chance(0.4) ? noteFor(code, random) : ''
  const isCallback = settings.dispositions.some((each) => each.code === code && each.next === 'callback')
  if (!isCallback) return { disposition: code, memo }
  const inMs = hourMs * (1 + Math.floor(random.next() * 25))
  return { disposition: code, memo, callbackAt: Math.ceil((nowMs + inMs) / fiveMinutesMs) * fiveMinutesMs }
}

/** A result that needs nothing more, for calls of which nothing is known and times that were refused. */
export function plainCode({ dispositions }: Pick<CampaignSettings, 'dispositions'>): string {
  const plain =
    dispositions.find(({ next, isSuccess, isFast }) => next === 'retry' && !isSuccess && !isFast) ??
    dispositions.find(({ next }) => next !== 'callback') ??
    dispositions[0]
  if (plain === undefined) throw new Error('a campaign has at least one result')
  return plain.code
}

function noteFor(code: string, random: Random): string {
  const notes = memos[code] ?? []
  return notes.length === 0 ? '' : random.pick(notes.map((note) => [note, 1] as const))
}
