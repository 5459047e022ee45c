import type { RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Lists } from './lists.ts'

const done = { done: true } as const

export function listHandlers(lists: Lists) {
  return {
    'uploads.create': async (request) => ({
      uploadId: await lists.receiveUpload(askingOf(request), request.body, request.query.bytes),
    }),
    'uploads.read': (request) => lists.readUpload(askingOf(request), request.params.uploadId),
    'uploads.inspect': (request) => lists.inspectUpload(askingOf(request), request.params.uploadId, request.body),
    'uploads.preview': async (request) => ({
      preview: await lists.previewImport(askingOf(request), request.params.uploadId, request.body),
    }),
    'uploads.discard': async (request) => {
      await lists.discardUpload(askingOf(request), request.params.uploadId)
      return done
    },
    'lists.import': async (request) => ({ listId: await lists.import(askingOf(request), request.body) }),
    'lists.list': async (request) => ({ lists: await lists.list(askingOf(request)) }),
    'lists.read': (request) => lists.read(askingOf(request), request.params.listId),
    'lists.refusedRows': (request) => lists.refusedRows(askingOf(request), request.params.listId, request.query),
    'lists.setTerms': async (request) => {
      await lists.setTerms(askingOf(request), request.params.listId, request.body)
      return done
    },
    'lists.termsHistory': async (request) => ({
      versions: await lists.termsHistory(askingOf(request), request.params.listId),
    }),
    'lists.undo': async (request) => {
      await lists.undo(askingOf(request), request.params.listId)
      return done
    },
  } as const satisfies RouteHandlers
}

type Decided = Omit<Asking, 'policyHash'> & { readonly decision: { readonly policyHash: string } }

export function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
