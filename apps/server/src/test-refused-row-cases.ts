import type { PositiveCases } from './test-access-matrix.ts'
import { type AccessWorld, imported } from './test-access-world.ts'

/** How the routes are reached by which a row that an import refused is opened, corrected or set aside. */
export function refusedRowCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const seat = 'supervisor'
  const says = (text: string) => (body: unknown) => JSON.stringify(body).includes(text)
  /** The third row of a small file has no number. */
  const row = { listId: own.listId, rowNumber: '3' }
  const rowOfNewList = async () => ({ ...row, listId: await imported(product, own.supervisor, own) })
  matrix.positiveCase('refusedRows.open', { seat, shows: says('電話 無'), parts: () => ({ params: row, body: {} }) })
  matrix.positiveCase('refusedRows.correct', {
    ...{ seat, shows: says('"accepted"') },
    parts: async () => ({ params: await rowOfNewList(), body: { changes: { phone_1: '090-0000-0008' } } }),
  })
  matrix.positiveCase('refusedRows.setAside', {
    ...{ seat, shows: says('"set_aside"') },
    parts: async () => ({ params: await rowOfNewList(), body: { ground: 'no_row' } }),
  })
}
