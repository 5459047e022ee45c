import type { FieldCode, NumberPlace } from '@sekisho/contract'
import { holdsCardNumber } from './card-number.ts'
import type { ColumnMapping } from './mapping.ts'
import type { RefusedRow } from './read-rows.ts'
import { createRowJudge } from './row-judge.ts'
import type { FieldValues, RowRules, RowVerdict } from './row-judge.ts'

/**
 * Whether a refused row may be shown to somebody who corrects it: not a duplicate, whose person is there already, and not
 * where any cell reads as the number of a card. Values may stand in the wrong columns, so every cell is looked at, those
 * of telephone numbers, too, whatever the row was refused for.
 */
export function mayBeCorrected({ values, reasons }: RefusedRow, rules: Pick<RowRules, 'allowCardNumbers'>): boolean {
  if (reasons.some(({ code }) => code === 'duplicate_in_file' || code === 'duplicate_existing')) return false
  return rules.allowCardNumbers || !Object.values(values).some(holdsCardNumber)
}

/**
 * The mapping of a file whose columns are fields: a field that the client keeps in several columns is one here.
 *
 * @param columns  those of the import, in its order
 */
export function mappingOfFields(
  columns: readonly { readonly field: FieldCode; readonly place?: NumberPlace | undefined }[],
): ColumnMapping {
  const fields = new Map<FieldCode, ColumnMapping['columns'][number]>()
  for (const { field, place } of columns) {
    if (!fields.has(field)) fields.set(field, { heading: null, field, ...(place === undefined ? {} : { place }) })
  }
  return { hasHeader: false, columns: [...fields.values()] }
}

/** Judges values by field as `createRowJudge` judges the cells of a row. */
export function createFieldJudge(mapping: ColumnMapping, rules: RowRules): (values: FieldValues) => RowVerdict {
  const judge = createRowJudge(mapping, rules)
  return (values) => judge(mapping.columns.map(({ field }) => (field === null ? '' : (values[field] ?? ''))))
}
