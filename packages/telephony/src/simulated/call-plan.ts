import type { EndCause } from '../carrier-events.ts'
import type { Inclination, Personality } from './personality.ts'
import { habitFactorAt } from './personality.ts'
import type { NetworkProfile } from './profile.ts'
import { answerRateAt } from './profile.ts'
import type { Random } from './random.ts'

/** Who answers a simulated call, for simulated operators; a carrier never tells. */
export interface Persona {
  readonly answeredBy: 'self' | 'family' | 'wrong_number' | 'machine'
  readonly inclination: Inclination
  /** How long the conversation lasts before the customer's side ends it. */
  readonly talkMs: number
}

/** What will happen on a call if we do nothing, fixed when it is placed. */
export type CallPlan =
  | { readonly kind: 'fails'; readonly afterMs: number; readonly cause: EndCause }
  | { readonly kind: 'rings'; readonly ringsAfterMs: number; readonly ringing: RingPlan }

export type RingPlan =
  | { readonly kind: 'never' }
  | { readonly kind: 'declines'; readonly afterMs: number }
  | { readonly kind: 'answers'; readonly afterMs: number; readonly answer: AnswerPlan }

export interface AnswerPlan {
  readonly persona: Persona
  /** How long the answering side waits for somebody to speak. */
  readonly patienceMs: number
  readonly detection: { readonly verdict: 'person' | 'machine' | 'unsure'; readonly tookMs: number }
}

/** Draws the course of one call. The same random source, personality and instant give the same course. */
export function planCall(random: Random, personality: Personality, profile: NetworkProfile, atMs: number): CallPlan {
  const setUpMs = random.duration(profile.postDialDelay)
  const cause = failureCause(random, personality, profile)
  if (cause !== null) return { kind: 'fails', afterMs: setUpMs, cause }
  return { kind: 'rings', ringsAfterMs: setUpMs, ringing: planRinging(random, personality, profile, atMs) }
}

function failureCause(random: Random, personality: Personality, profile: NetworkProfile): EndCause | null {
  if (random.chance(profile.failureRate)) return random.chance(0.5) ? 'failed' : 'congestion'
  if (personality.line === 'unallocated') return 'unallocated'
  if (personality.line === 'blocking') return 'rejected'
  if (personality.isMobile && random.chance(profile.unreachableRate)) return 'unreachable'
  if (random.chance(profile.busyRate)) return 'busy'
  return null
}

function planRinging(random: Random, personality: Personality, profile: NetworkProfile, atMs: number): RingPlan {
  const answerRate = Math.min(1, answerRateAt(profile, atMs) * habitFactorAt(personality, atMs))
  const afterMs = random.duration(profile.answerAfter)
  if (random.chance(answerRate))
    return { kind: 'answers', afterMs, answer: personAnswers(random, personality, profile) }
  if (random.chance(profile.declineRate)) return { kind: 'declines', afterMs }
  if (!personality.hasMachine) return { kind: 'never' }
  return {
    kind: 'answers',
    afterMs: random.duration(profile.machineAfter),
    answer: machineAnswers(random, personality, profile),
  }
}

/** Draws who calls us, how long they wait for somebody and how long they talk. */
export function planCaller(random: Random, personality: Personality, profile: NetworkProfile): AnswerPlan {
  // whoever does not live at that number was called by mistake, and says so when calling back
  return { ...personAnswers(random, personality, profile), patienceMs: random.duration(profile.callBack.patience) }
}

function personAnswers(random: Random, personality: Personality, profile: NetworkProfile): AnswerPlan {
  const answeredBy = whoAnswers(random, personality, profile)
  const refuses = personality.inclination === 'refuses' || personality.inclination === 'never_again'
  const ownTalk = refuses ? profile.refusalTalk : profile.talk
  const talk = { self: ownTalk, family: profile.familyTalk, wrong_number: profile.wrongNumberTalk }[answeredBy]
  return {
    persona: { answeredBy, inclination: personality.inclination, talkMs: random.duration(talk) },
    patienceMs: random.duration(profile.patience),
    detection: detect(random, profile, 'person'),
  }
}

function whoAnswers(
  random: Random,
  personality: Personality,
  profile: NetworkProfile,
): 'self' | 'family' | 'wrong_number' {
  if (personality.line === 'wrong_number') return 'wrong_number'
  return !personality.isMobile && random.chance(profile.familyRate) ? 'family' : 'self'
}

function machineAnswers(random: Random, personality: Personality, profile: NetworkProfile): AnswerPlan {
  const talkMs = random.duration(profile.machineTalk)
  return {
    persona: { answeredBy: 'machine', inclination: personality.inclination, talkMs },
    patienceMs: talkMs,
    detection: detect(random, profile, 'machine'),
  }
}

function detect(random: Random, profile: NetworkProfile, truth: 'person' | 'machine'): AnswerPlan['detection'] {
  const { rightRate, unsureRate, took } = profile.detection
  const wrong = truth === 'person' ? 'machine' : 'person'
  const verdict = random.pick([
    [truth, rightRate],
    ['unsure' as const, unsureRate],
    [wrong, Math.max(0, 1 - rightRate - unsureRate)],
  ] as const)
  return { verdict, tookMs: random.duration(took) }
}
