import type { RouteHandlers } from '../../platform/http/index.ts'
import { askingOf } from '../http.ts'
import { correctRow } from './correct-row.ts'
import type { RefusedRowDependencies } from './dependencies.ts'
import { rowReason } from './row-reason.ts'
import { setAsideRow } from './set-aside-row.ts'

/** Rows that an import refused, corrected in place by a supervisor. */
export function refusedRowHandlers(dependencies: RefusedRowDependencies) {
  return {
    'refusedRows.open': async ({ actor, tenantId, params: { listId, rowNumber } }) => {
      const opened = await dependencies.gate.openRefusedRow(actor, tenantId, listId, rowNumber)
      if (opened.outcome === 'settled') {
        const { outcome, state, by, atMs } = opened
        return { outcome, state, by, at: atMs }
      }
      const { outcome, fields, values, reasons, entryPosition } = opened
      return {
        ...{ outcome, values, entryPosition },
        fields: [...fields],
        reasons: reasons.map((reason) => rowReason(reason, null)),
      }
    },
    'refusedRows.correct': (request) =>
      correctRow(dependencies, askingOf(request), request.params, request.body.changes),
    'refusedRows.setAside': (request) =>
      setAsideRow(dependencies, askingOf(request), request.params, request.body.ground),
  } as const satisfies RouteHandlers
}
