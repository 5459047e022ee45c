/** Why a supervisor corrects a result: closed codes, because what somebody types about a call may say who was called. */
export const correctionReasons = [
  'wrong_key',
  'operator_told',
  'memo_read',
  'person_told',
  'client_told',
  'quality_check',
] as const
export type CorrectionReason = (typeof correctionReasons)[number]

/** With the operator's own reason, the only one there is at the desk: the last result was not the right one. */
export const allCorrectionReasons = ['own_last', ...correctionReasons] as const
export type AnyCorrectionReason = (typeof allCorrectionReasons)[number]
