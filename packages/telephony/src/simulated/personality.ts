import { domesticDigits, isMobileNumber } from '../number-text.ts'
import type { NetworkProfile } from './profile.ts'
import { isEveningAt } from './profile.ts'
import { seededRandom } from './random.ts'

/** What the person on the line tends to say; a hint for simulated operators. */
export type Inclination = 'accepts' | 'considers' | 'asks_later' | 'refuses' | 'never_again'

type Habit = 'always' | 'daytime' | 'evening' | 'rarely'

/** What is lasting about a number: the same seed and number give the same personality at every call. */
export interface Personality {
  readonly line: 'working' | 'unallocated' | 'wrong_number' | 'blocking'
  readonly isMobile: boolean
  readonly hasMachine: boolean
  readonly habit: Habit
  readonly inclination: Inclination
}

/**
 * Derives the personality of a number. Nothing that comes back allows to find the number again.
 *
 * @param number  E.164 or domestic digits; both spellings give the same personality
 */
export function personalityOf(seed: number, number: string, profile: NetworkProfile): Personality {
  const digits = domesticDigits(number)
  const random = seededRandom(`personality|${seed}|${digits}`)
  const working = Math.max(0, 1 - profile.unallocatedShare - profile.wrongNumberShare - profile.blockingShare)
  return {
    line: random.pick([
      ['working', working],
      ['unallocated', profile.unallocatedShare],
      ['wrong_number', profile.wrongNumberShare],
      ['blocking', profile.blockingShare],
    ]),
    isMobile: isMobileNumber(digits),
    hasMachine: random.chance(profile.machineShare),
    habit: random.pick<Habit>([
      ['always', 0.2],
      ['daytime', 0.25],
      ['evening', 0.3],
      ['rarely', 0.25],
    ]),
    inclination: random.pick<Inclination>([
      ['accepts', 0.12],
      ['considers', 0.2],
      ['asks_later', 0.18],
      ['refuses', 0.42],
      ['never_again', 0.08],
    ]),
  }
}

/** Day and evening factors; weighted by the shares above both average about 1, so that hourly rates hold. */
const HABIT_FACTOR: Readonly<Record<Habit, { readonly day: number; readonly evening: number }>> = {
  always: { day: 1.8, evening: 1.5 },
  daytime: { day: 1.8, evening: 0.4 },
  evening: { day: 0.4, evening: 1.8 },
  rarely: { day: 0.25, evening: 0.25 },
}

/** How much more (above 1) or less often this number is answered at an instant than the average one. */
export function habitFactorAt(personality: Personality, atMs: number): number {
  const factor = HABIT_FACTOR[personality.habit]
  return isEveningAt(atMs) ? factor.evening : factor.day
}
