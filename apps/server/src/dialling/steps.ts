/** The points of a call's path at which the kill tests kill the dialler. */
export const diallerSteps = [
  'intending',
  'intended',
  'unsealed',
  'originated',
  'answered',
  'paired',
  'bridged',
  'connected',
  'ending',
  'ended',
] as const
export type DiallerStep = (typeof diallerSteps)[number]
export type AtStep = (step: DiallerStep) => void
