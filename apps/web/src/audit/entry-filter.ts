import { entryTypeNames, outcomes } from '@sekisho/contract'
import { dayMs, fromDateInput } from '../shared/format.ts'

/** The filter of the entries, as it stands in the address. Never a search key of a contact. */
export interface EntryFilter {
  readonly person?: string
  readonly type?: string
  readonly outcome?: string
  /** Days in Japan, as `2026-11-21`, both included. */
  readonly from?: string
  readonly until?: string
}

/** Reads the filter from an address, which anybody may have written; what makes no sense is left out. */
export function filterFromSearch(search: Readonly<Record<string, unknown>>): EntryFilter {
  const text = (name: string) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const person = text('person')
  const type = entryTypeNames.find((name) => name === text('type'))
  const outcome = outcomes.find((name) => name === text('outcome'))
  const from = text('from')
  const until = text('until')
  return {
    ...(person !== undefined && /^[0-9a-f-]{36}$/.test(person) ? { person } : {}),
    ...(type === undefined ? {} : { type }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from !== undefined && fromDateInput(from) !== null ? { from } : {}),
    ...(until !== undefined && fromDateInput(until) !== null ? { until } : {}),
  }
}

/** The filter as the query of the address. */
export function searchOfFilter(filter: EntryFilter): string {
  const search = new URLSearchParams(
    Object.entries(filter).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''),
  ).toString()
  return search === '' ? '' : `?${search}`
}

/** The filter as the query of the route: days become the milliseconds they begin and end at. */
export function queryOfFilter({ from, until, ...rest }: EntryFilter) {
  const begin = from === undefined ? null : fromDateInput(from)
  const end = until === undefined ? null : fromDateInput(until)
  return {
    ...rest,
    ...(begin === null ? {} : { from: begin }),
    ...(end === null ? {} : { until: end + dayMs - 1 }),
  }
}
