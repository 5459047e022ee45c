import { drawMs } from './duration.ts'
import { createList, expectedOf } from './list.ts'
import type { Random } from './random.ts'
import { answerRateAt, type CampaignScenario } from './scenario.ts'

/** What becomes of one call until somebody answers it, or until it fails. */
export interface Fate {
  readonly isPerson: boolean
  readonly isMachine: boolean
  readonly ringMs: number
  /** What was expected of such a call. */
  readonly expectedRate?: number | undefined
}

/** Who is called: whether they answer, and how long everything takes. */
export interface People {
  dialled(nowMs: number): Fate
  /** What is expected of the next calls, on average; undefined where nothing is known. */
  expectedNext?(nowMs: number): number | undefined
  /** What machine detection says of who answered, and when; null where nothing detects. */
  verdict(isMachine: boolean): { readonly takesMs: number; readonly isWrong: boolean } | null
  talk(isMachine: boolean): { readonly talkMs: number; readonly wrapUpMs: number }
}

/**
 * The people of a scenario.
 *
 * @param leads   of the list, each called once; infinity for more than can be used
 * @param random  a source of its own for each purpose, so that two strategies meet the same people
 */
export function scenarioPeople(campaign: CampaignScenario, leads: number, random: (purpose: number) => Random): People {
  const fates = random(1)
  const rings = random(2)
  const talks = random(3)
  const wrapUps = random(4)
  const verdicts = random(5)
  const { detection } = campaign
  const list = campaign.list === null ? null : createList(campaign.list, leads, random(6))
  return {
    expectedNext: (nowMs) => list?.expectedNext(nowMs),
    dialled(nowMs) {
      const segment = list?.take(nowMs)
      const isPerson = fates.next() < answerRateAt(segment?.answerRate ?? campaign.answerRate, nowMs / 1_000)
      const isMachine = detection !== null && !isPerson && fates.next() < detection.machineShare
      const ring = isPerson || isMachine ? campaign.ringToAnswer : campaign.ringToFailure
      const expectedRate = segment === undefined ? undefined : expectedOf(segment, nowMs)
      return { isPerson, isMachine, ringMs: drawMs(ring, rings), expectedRate }
    },
    verdict(isMachine) {
      if (detection === null) return null
      const takesMs = drawMs(detection.takes, verdicts)
      const isWrong = verdicts.next() < (isMachine ? detection.missedMachineRate : detection.falseMachineRate)
      return { takesMs, isWrong }
    },
    talk(isMachine) {
      const talk = isMachine && detection !== null ? detection.machineTalk : campaign.talk
      return { talkMs: drawMs(talk, talks), wrapUpMs: drawMs(campaign.wrapUp, wrapUps) }
    },
  }
}
