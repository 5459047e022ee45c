import type { CallInput } from '../shared/api/call.ts'

export const ticketViews = ['unfinished', 'own', 'done', 'withdrawn'] as const
export type TicketViewName = (typeof ticketViews)[number]

/** What the page shows, as it stands in the address and can be sent to a colleague. */
export interface TicketView {
  readonly campaignId?: string
  readonly state: TicketViewName
}

const id = /^[0-9a-f-]{36}$/

/** Reads the view from an address, which anybody may have written; what makes no sense is left out. */
export function viewFromSearch({ campaignId, state }: Readonly<Record<string, unknown>>): TicketView {
  return {
    ...(typeof campaignId === 'string' && id.test(campaignId) ? { campaignId } : {}),
    state: ticketViews.find((view) => view === state) ?? 'unfinished',
  }
}

export function searchOfView({ campaignId, state }: TicketView): string {
  const parts = { campaignId, state: state === 'unfinished' ? undefined : state }
  const given = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

export function queryOfView({ campaignId, state }: TicketView): NonNullable<CallInput<'tickets.list'>['query']> {
  return { campaignId, state }
}
