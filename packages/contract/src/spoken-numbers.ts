import type { DoNotCallScope } from './calling-laws.ts'

// A number that somebody says while they talk with an operator, and does not want to be called at (聞き取った番号). It need
// not be the one they talk from, nor be on any list.

/** Its code on the do-not-call list, beside those of results and of a client's own files. */
export const spokenRefusalCode = 'N1'

/** How far it reaches, as the person says: nobody of the client calls it any more, or only this job does not. */
export const spokenReaches = ['number', 'job'] as const satisfies readonly DoNotCallScope[]
export type SpokenReach = (typeof spokenReaches)[number]

/**
 * So many in one call: a mobile, a landline, and one of somebody of the same household. Whoever has more to say is somebody for
 * the client's own file, and an operator who types one after the other silences people who said nothing.
 */
export const mostSpokenNumbers = 3
