import { describe, expect, it } from 'vitest'
import { dayMs } from '../shared/format.ts'
import { filterFromSearch, queryOfFilter, searchOfFilter } from './entry-filter.ts'
import { isLedgerWell } from './is-ledger-well.ts'
import type { LedgerHealth } from './is-ledger-well.ts'

describe('the filter of the entries', () => {
  it('stands in the address and comes back from it', () => {
    const filter = {
      person: '00000000-0000-4000-8000-0000000000e1',
      type: 'contact.opened',
      outcome: 'denied',
      from: '2026-11-01',
      until: '2026-11-21',
    }
    const search = Object.fromEntries(new URLSearchParams(searchOfFilter(filter)))
    expect(filterFromSearch(search)).toEqual(filter)
  })
  it('leaves out whatever an address says that is none of ours', () => {
    expect(
      filterFromSearch({ person: "x' or 1=1", type: 'nothing', outcome: 7, from: 'yesterday', phone: '0312345678' }),
    ).toEqual({})
    expect(searchOfFilter({})).toBe('')
  })
  it('covers the last day to its end in Japan', () => {
    const query = queryOfFilter({ from: '2026-11-21', until: '2026-11-21' })
    expect(query.from).toBe(Date.parse('2026-11-21T00:00:00+09:00'))
    expect((query.until ?? 0) - (query.from ?? 0)).toBe(dayMs - 1)
  })
})

describe('isLedgerWell', () => {
  const well = {
    isAvailable: true,
    size: 10,
    checkpointAt: 1_000,
    checkpointSize: 10,
    unpublishedMs: 0,
    unplaced: 0,
    oldestUnplacedMs: 0,
    keyServiceAgrees: true,
    refusals: 3,
    unusedOpenings: 1,
    indexCheckedAt: null,
    findings: [] as LedgerHealth['findings'],
  }
  const finding = { type: 'finding.unknown_log', typeJa: '', typeEn: '', count: 1 }
  it('does not mind the age of a checkpoint that covers everything, nor an entry that has just come', () => {
    expect(isLedgerWell(well)).toBe(true)
    expect(isLedgerWell({ ...well, size: 11, unpublishedMs: 900 })).toBe(true)
  })
  it.each([
    ['it takes no entries', { isAvailable: false }],
    ['the key service disagrees', { keyServiceAgrees: false }],
    ['an entry waits longer than two seconds', { oldestUnplacedMs: 2_001 }],
    ['the checkpoint falls behind', { size: 11, unpublishedMs: 30_001 }],
    ['something that was found is open, however old', { findings: [{ ...finding, lastAt: 1 }] }],
  ])('is not well when %s', (_, change) => {
    expect(isLedgerWell({ ...well, ...change })).toBe(false)
  })
})
