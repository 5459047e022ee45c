/**
 * What a ready operator waits for. Each moment of waiting has one; which, `waitingCauses` of the dialer package decides.
 * The order is that of pages: the ordinary wait, then what a centre can change, then what it suffers.
 */
export const waitingCauses = [
  /** A line rings for them, or whoever answered is being put through. */
  'answer',
  /** Somebody calls us and is being put through. */
  'call_in',
  /** Nobody is due. */
  'list',
  /** Calls are not allowed at this hour or on this day. */
  'hours',
  /** The campaign does not run. */
  'not_running',
  /** Somebody stopped calling. */
  'switched_off',
  /** Call-backs come first, and each waits for an operator of its own. */
  'one_to_one',
  /** Predictive pacing: too few answers today to dial more than one line each. */
  'few_answers',
  /** Predictive pacing: the account of abandoned calls, of the day or of its window, allows no more than one line each. */
  'budget',
  /** Predictive pacing: one line more would be abandoned too likely, or calling has just begun again. */
  'risk',
  /** The campaign asks for more skill. */
  'skill',
  /** Kept for, or called by, another campaign of theirs. */
  'elsewhere',
  /** All outgoing lines are in use. */
  'lines',
  /** The carrier takes no more calls a second. */
  'calls_a_second',
  /** The carrier takes calls and drops them. */
  'carrier_fails',
  /** The carrier is away. */
  'carrier_away',
  /** The ledger takes no entries, or numbers are opened too slowly. */
  'ledger',
  /** Nothing that dials looked at the campaign: nobody knows. */
  'unseen',
] as const
export type WaitingCause = (typeof waitingCauses)[number]
