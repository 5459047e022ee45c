import type { RouteHandlers } from '../platform/http/index.ts'
import type { Asking } from './asking.ts'
import type { Lists } from './lists.ts'

const done = { done: true } as const

export function listHandlers(lists: Lists) {
  return {
    'uploads.create': async (request) => ({
      uploadId: await lists.receiveUpload(asking(request), request.body, request.query.bytes),
    }),
    'uploads.read': (request) => lists.readUpload(asking(request), request.params.uploadId),
    'uploads.inspect': (request) => lists.inspectUpload(asking(request), request.params.uploadId, request.body),
    'uploads.preview': async (request) => ({
      preview: await lists.previewImport(asking(request), request.params.uploadId, request.body),
    }),
    'uploads.discard': async (request) => {
      await lists.discardUpload(asking(request), request.params.uploadId)
      return done
    },
    'lists.import': async (request) => ({ listId: await lists.import(asking(request), request.body) }),
    'lists.list': async (request) => ({ lists: await lists.list(asking(request)) }),
    'lists.read': (request) => lists.read(asking(request), request.params.listId),
    'lists.refusedRows': (request) => lists.refusedRows(asking(request), request.params.listId, request.query),
    'lists.undo': async (request) => {
      await lists.undo(asking(request), request.params.listId)
      return done
    },
  } as const satisfies RouteHandlers
}

type Decided = Omit<Asking, 'policyHash'> & { readonly decision: { readonly policyHash: string } }

function asking({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
