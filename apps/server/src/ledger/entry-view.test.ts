import { type Entry, entrySchema, type EntryTypeName } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import { expect, it } from 'vitest'
import { newId } from '../platform/new-id.ts'
import { entryOf, entryView } from './entry-view.ts'
import type { EntryRow } from './queries.ts'

const hash = Buffer.alloc(32, 7).toString('base64')
const type: EntryTypeName = 'report.exported'

/** An entry that holds every member of the schema, so that one which is added tomorrow is missed here. */
const whole = {
  ...{ v: 1, id: newId(), log: '1'.repeat(32), type, outcome: 'failed', reason: 'storage_full', at: 1_700_000_000_001 },
  ...{ actor: '2'.repeat(32), actor_kind: 'person', device: '3'.repeat(32), route: 'centre', purpose: 'oversight' },
  ...{ campaign_kind: 'test', on_behalf_of_order: newId(), policy: '4'.repeat(64), fields: ['kana'] },
  ...{ counts: { bytes: 4711 }, refs: { campaign: newId(), session: newId() }, commitments: { label: hash } },
  head: { log: '5'.repeat(32), size: 4712, root: Buffer.alloc(32, 9).toString('base64') },
  report: { kind: 'daily', from: '2026-11-20', until: '2026-11-21' },
  days: { from: '2026-12-29', until: '2027-01-03', opens: 541, closes: 1021 },
  ...{ digest: '6'.repeat(64), closing: 'exercise' },
}

function values(value: unknown): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : []
}

it('an entry is shown with every member that it holds, whoever reads it (M-08, M-09)', () => {
  expect(Object.keys(entrySchema.shape).filter((name) => !(name in whole))).toEqual([])
  const body = Buffer.from(canonicalBytes(whole))
  const row: EntryRow = {
    ...{ position: 8, entryId: whole.id as Entry['id'], type, outcome: 'failed', reason: 'storage_full', body },
    ...{ atMs: whole.at, sequencedAtMs: whole.at + 1, actor: whole.actor, campaignId: null, campaignName: null },
  }
  const entry = entryOf(row)
  expect(entry).not.toBeNull()
  const view = entryView(row, entry, { people: new Map(), wasUsed: null, isProven: true })
  const shown = new Set(values(view))
  expect(values(whole).filter((value) => !shown.has(value))).toEqual([])
})
