import type { FloorView } from './use-floor.ts'

export type FloorOperator = FloorView['operators'][number]
export type FloorCampaign = FloorView['campaigns'][number]

/** The day's figures of several campaigns together. */
export function sumToday(campaigns: readonly FloorCampaign[]): FloorCampaign['today'] {
  const sum = { attempts: 0, answered: 0, talks: 0, abandoned: 0, successes: 0 }
  for (const { today } of campaigns) {
    sum.attempts += today.attempts
    sum.answered += today.answered
    sum.talks += today.talks
    sum.abandoned += today.abandoned
    sum.successes += today.successes
  }
  return sum
}

/** States in the order a supervisor looks at them. */
export const stateOrder = ['connected', 'wrap_up', 'reserved', 'available', 'away', 'gone'] as const

/** Longer than this in wrap-up rises to the top and is marked. */
export const longWrapUpMs = 60_000

export function isTooLong(operator: FloorOperator, now: number): boolean {
  return operator.state === 'wrap_up' && now - operator.since > longWrapUpMs
}

/** Operators of one state, who is longest in it first. */
export function operatorsIn(operators: readonly FloorOperator[], state: FloorOperator['state']): FloorOperator[] {
  return operators.filter((operator) => operator.state === state).sort((one, other) => one.since - other.since)
}

/** From here on a tile is one line, so that a whole floor stays in sight. */
export const manyOperators = 40

/** What must not be passed, in parts of answered calls. */
export const abandonCap = 0.03
export const abandonWarning = 0.02
