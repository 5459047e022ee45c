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
/** The points of a call-in's path, likewise: recorded and not looked up, found, seated, on the line, an attempt. */
export const callInSteps = [
  'caller_recorded',
  'caller_waits',
  'caller_seated',
  'caller_joined',
  'caller_talks',
] as const
/** The points of a preview's path before its call is intended, likewise: in the transaction that gives it, and after it. */
export const previewSteps = ['giving', 'given'] as const
export type DiallerStep = (typeof diallerSteps)[number] | (typeof callInSteps)[number] | (typeof previewSteps)[number]
export type AtStep = (step: DiallerStep) => void
