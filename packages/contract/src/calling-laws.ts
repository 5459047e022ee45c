/**
 * Which law stands behind what a campaign says to people: 特定商取引法 (sales by telephone), a public service that the
 * sales law does not reach, 貸金業法 and 割賦販売法 (what somebody owes), or none of them (surveys, notices).
 */
export const callingLaws = ['sales', 'public_service', 'lending', 'other'] as const
export type CallingLaw = (typeof callingLaws)[number]

/** How far it reaches that a person wants no more calls: this job's, everything of the client, or one number. */
export const doNotCallScopes = ['job', 'client', 'number'] as const
export type DoNotCallScope = (typeof doNotCallScopes)[number]
