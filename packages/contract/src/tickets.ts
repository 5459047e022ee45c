import { z } from 'zod'

/** Who has to do what a ticket asks for: the centre's supervisors, or the client's side, whom a supervisor tells. */
export const ticketAddressees = ['supervisor', 'client'] as const
export type TicketAddressee = (typeof ticketAddressees)[number]

/** Why a call was handed over, as a code; what was said stands sealed beside it. */
export const ticketReasons = [
  'explanation',
  'decision',
  'contract',
  'personal_data',
  'complaint',
  'consideration',
  'other',
] as const
export type TicketReason = (typeof ticketReasons)[number]

/** `withdrawn`: the result that made it was corrected before anybody took it. */
export const ticketStates = ['open', 'taken', 'waiting', 'done', 'withdrawn'] as const
export type TicketState = (typeof ticketStates)[number]

export const ticketStepKinds = ['made', 'taken', 'given', 'waits', 'done', 'withdrawn'] as const
export type TicketStepKind = (typeof ticketStepKinds)[number]

/** How a ticket ended. None of these can be left out, and a ticket cannot be deleted. */
export const ticketOutcomes = [
  'settled',
  'explained',
  'called_back',
  'told_client',
  'not_reached',
  'not_needed',
] as const
export type TicketOutcome = (typeof ticketOutcomes)[number]

/** With the memo of the call as many texts as the key service opens at once. */
export const mostTicketNotes = 19

/** No wait is longer, so that nothing is put off for ever. */
export const longestTicketWaitDays = 60

/** A note on a ticket. It rests sealed with the list of the call. */
export const ticketNote = z
  .string()
  .trim()
  .min(1)
  .max(500)
  // lines are kept; other control characters would break screens
  .regex(/^[\P{Cc}\n]*$/u)

/** For whom a result makes a ticket, and within how many business days; 0 is the same day. */
export interface TicketRule {
  readonly to: TicketAddressee
  readonly businessDays: number
}

/** What is handed over is looked at within two business days, a complaint on the same day. */
export const usualTickets: Readonly<Partial<Record<string, TicketRule>>> = {
  51: { to: 'supervisor', businessDays: 2 },
  52: { to: 'supervisor', businessDays: 0 },
}

/** The ticket that a result of a campaign makes, or null for none. Without a word of the campaign that of its code. */
export function ticketRule({
  code,
  ticket,
}: {
  readonly code: string
  readonly ticket?: { readonly to: TicketAddressee | 'nobody'; readonly businessDays: number } | undefined
}): TicketRule | null {
  if (ticket === undefined) return usualTickets[code] ?? null
  const { to, businessDays } = ticket
  return to === 'nobody' ? null : { to, businessDays }
}

/** Why a result is handed over, as far as its code says so. */
export function usualTicketReason(code: string): TicketReason {
  if (code === '52') return 'complaint'
  return code === '45' ? 'consideration' : 'other'
}
