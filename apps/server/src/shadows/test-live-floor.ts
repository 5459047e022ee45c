import type { CampaignId, PersonId } from '@sekisho/contract'
import { seededRandom } from '@sekisho/dialer'
import type { RawAttempt, RawSpan } from '@sekisho/figures'
import { newId } from '../platform/new-id.ts'

/** A progressive floor as its rows are left, made without the simulator: each operator on their own, one line after the other. */
export interface LiveFloor {
  readonly attempts: readonly RawAttempt[]
  readonly spans: readonly RawSpan[]
}

export interface LiveFloorSettings {
  readonly campaignId: CampaignId
  readonly leadId: string
  readonly operators: readonly PersonId[]
  readonly fromMs: number
  readonly untilMs: number
  readonly answerRate: number
  /** From when to when everybody is at lunch. */
  readonly lunch?: readonly [fromMs: number, untilMs: number]
}

/** From one line's end to the next one's intent: the loop's look, and what its transaction takes. */
const lookMs = 200
const logNormal = (mean: number, sigma: number, normal: number) => mean * Math.exp(sigma * normal - sigma ** 2 / 2)

export function progressiveFloor(settings: LiveFloorSettings, seed: number): LiveFloor {
  const attempts: RawAttempt[] = []
  const spans: RawSpan[] = []
  for (const [index, operatorId] of settings.operators.entries()) {
    const [from, until] = settings.lunch ?? [settings.untilMs, settings.untilMs]
    work(settings, operatorId, [settings.fromMs, from], seededRandom(seed, 2 * index), { attempts, spans })
    if (until < settings.untilMs)
      work(settings, operatorId, [until, settings.untilMs], seededRandom(seed, 2 * index + 1), { attempts, spans })
  }
  return { attempts, spans }
}

function work(
  { campaignId, leadId, answerRate }: LiveFloorSettings,
  operatorId: PersonId,
  [fromMs, untilMs]: readonly [number, number],
  random: ReturnType<typeof seededRandom>,
  { attempts, spans }: { attempts: RawAttempt[]; spans: RawSpan[] },
): void {
  const span = (state: string, from: number, until: number) =>
    spans.push({ campaignId, operatorId, state, awayReason: null, fromMs: from, untilMs: until })
  for (let freeAtMs = fromMs, atMs = fromMs; atMs < untilMs; ) {
    const intendedAtMs = Math.round(atMs + lookMs)
    const isAnswered = random.next() < answerRate
    const ringMs = logNormal(isAnswered ? 11_000 : 17_000, 0.45, random.normal())
    const call = { campaignId, leadId, attemptId: newId(), intendedAtMs }
    const rungMs = Math.round(intendedAtMs + ringMs)
    if (!isAnswered) {
      attempts.push({
        ...{ ...call, operatorId: null, disposition: 'S02', endedAtMs: rungMs },
        ...{ answeredAtMs: null, connectedAtMs: null, hungUpAtMs: null },
      })
      atMs = rungMs
      if (atMs >= untilMs) span('available', freeAtMs, untilMs)
      continue
    }
    const hungUpAtMs = Math.round(rungMs + logNormal(100_000, 0.9, random.normal()))
    const endedAtMs = Math.round(hungUpAtMs + 1 + logNormal(20_000, 0.7, random.normal()))
    attempts.push({
      ...{ ...call, operatorId, disposition: '11', answeredAtMs: rungMs, connectedAtMs: rungMs, hungUpAtMs, endedAtMs },
    })
    span('available', freeAtMs, rungMs)
    span('connected', rungMs, hungUpAtMs)
    span('wrap_up', hungUpAtMs, endedAtMs)
    freeAtMs = endedAtMs
    atMs = endedAtMs
  }
}
