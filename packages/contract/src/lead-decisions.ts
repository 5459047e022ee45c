/** What becomes of a lead that waited for somebody to look. */
export const leadDecisions = ['call_again', 'final', 'refused'] as const
export type LeadDecision = (typeof leadDecisions)[number]

/** Why: closed codes, because what somebody types about a person does not belong into an entry. */
export const leadDecisionGrounds = [
  'operator_told',
  'memo_read',
  'person_asked',
  'client_asked',
  'complaint_settled',
  'number_checked',
] as const
export type LeadDecisionGround = (typeof leadDecisionGrounds)[number]
