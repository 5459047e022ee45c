import type { ColumnMapping, Inspection } from '@sekisho/contract'

/** The guesses of an inspection as a mapping to confirm. */
export function mappingOf({ hasHeader, columns }: Inspection): ColumnMapping {
  return {
    hasHeader,
    columns: columns.flatMap(({ column, guess, place }) =>
      guess === null ? [] : [{ column, field: guess, ...(place === null ? {} : { place }) }],
    ),
  }
}
