import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Tickets } from './tickets.ts'

export function ticketHandlers(tickets: Tickets) {
  return {
    'tickets.list': (request) => tickets.list(askingOf(request), request.query),
    'tickets.overdue': async (request) => ({ overdue: await tickets.overdue(askingOf(request)) }),
    'tickets.history': async (request) => ({
      steps: await tickets.history(askingOf(request), request.params.ticketId),
    }),
    'tickets.owners': async (request) => ({
      owners: await tickets.owners(askingOf(request), request.params.ticketId),
    }),
    async 'tickets.take'(request) {
      await tickets.take(askingOf(request), request.params.ticketId, request.body.revision)
      return { done: true }
    },
    async 'tickets.give'(request) {
      const { revision, ownerId } = request.body
      await tickets.give(askingOf(request), request.params.ticketId, revision, ownerId)
      return { done: true }
    },
    'tickets.note': async (request) => ({
      noteId: await tickets.note(askingOf(request), request.params.ticketId, request.body.text),
    }),
    async 'tickets.wait'(request) {
      const { revision, until } = request.body
      await tickets.wait(askingOf(request), request.params.ticketId, revision, until)
      return { done: true }
    },
    async 'tickets.done'(request) {
      const { revision, outcome } = request.body
      await tickets.finish(askingOf(request), request.params.ticketId, revision, outcome)
      return { done: true }
    },
    'tickets.looks': async (request) => ({ people: await tickets.looks(askingOf(request)) }),
    'tickets.openContact': (request) => tickets.openContact(askingOf(request), request.params.ticketId),
    'tickets.isInHand': async (request) => ({
      isInHand: await tickets.isInHand(askingOf(request), request.params.ticketId),
    }),
    'tickets.open': (request) => tickets.open(askingOf(request), request.params.ticketId),
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'tickets.overdue'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
