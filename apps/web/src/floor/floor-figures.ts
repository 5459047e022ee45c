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

const atWork: readonly FloorOperator['state'][] = ['reserved', 'connected', 'wrap_up', 'previewing']

/** Who is in a campaign: at a seat that gives them its calls, or in one of them. */
export function peopleIn(operators: readonly FloorOperator[], campaignId: FloorCampaign['campaignId']) {
  const people = operators.filter(
    (operator) =>
      operator.state !== 'gone' && (operator.serves.includes(campaignId) || operator.campaignId === campaignId),
  )
  return {
    count: people.length,
    shared: people.filter(({ serves }) => serves.length > 1).length,
    elsewhere: people.filter((operator) => atWork.includes(operator.state) && operator.campaignId !== campaignId),
  }
}

/** Whether a tile has to say for whom somebody is at work: another call might be another campaign's. */
export function saysCampaign({ serves, state, campaignId }: FloorOperator): boolean {
  return atWork.includes(state) && (serves.length > 1 || campaignId === null)
}

/** States in the order a supervisor looks at them. */
export const stateOrder = ['connected', 'wrap_up', 'reserved', 'previewing', 'available', 'away', 'gone'] as const

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

export interface Abandonment {
  /** The lowest cap of the campaigns, in percent of answered calls. */
  readonly capPercent: number
  /** How much of the cap is used up; 1 and more: all of it. */
  readonly share: number
  /** From two thirds of the cap on, and at a cap of nothing from the first abandoned call on. */
  readonly isAlarming: boolean
}

/** How the day's abandoned calls stand against what the campaigns allow. */
export function abandonmentOf(campaigns: readonly FloorCampaign[]): Abandonment {
  const { abandoned, answered } = sumToday(campaigns)
  const capPercent = Math.min(3, ...campaigns.map((campaign) => campaign.abandonCapPercent))
  if (abandoned === 0) return { capPercent, share: 0, isAlarming: false }
  const percent = answered === 0 ? 100 : (abandoned / answered) * 100
  const share = capPercent === 0 ? 1 : percent / capPercent
  return { capPercent, share, isAlarming: share >= 2 / 3 }
}
