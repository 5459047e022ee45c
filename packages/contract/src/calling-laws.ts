/**
 * Which law stands behind what a campaign says to people: 特定商取引法 (sales by telephone), a public service that the
 * sales law does not reach, 貸金業法 and 割賦販売法 (what somebody owes), or none of them (surveys, notices).
 */
export const callingLaws = ['sales', 'public_service', 'lending', 'other'] as const
export type CallingLaw = (typeof callingLaws)[number]

/** How far it reaches that a person wants no more calls: this job's, everything of the client, or one number. */
export const doNotCallScopes = ['job', 'client', 'number'] as const
export type DoNotCallScope = (typeof doNotCallScopes)[number]

/** How far a declined offer (31) may reach; a campaign chooses. */
export const refusalScopes = ['client', 'job'] as const satisfies readonly DoNotCallScope[]
export type RefusalScope = (typeof refusalScopes)[number]

/**
 * What declining an offer (31) binds where a campaign does not say otherwise.
 *
 * 特定商取引法 17条 forbids to solicit again whoever declined. Which of a client's jobs sell the same thing no machine
 * knows, so all of them stop. Whoever declines a check-up of a city still has to hear of its taxes, and whoever wants no
 * call about one debt may owe another: there a refusal binds its own job.
 */
export const refusalScopeOfLaw: Readonly<Record<CallingLaw, RefusalScope>> = {
  sales: 'client',
  public_service: 'job',
  lending: 'job',
  other: 'job',
}
