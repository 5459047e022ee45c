import { columnMapping } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { intake } from '../words/lists.ts'
import {
  choicesOf,
  findableBy,
  firstDraft,
  mappingOf,
  obstacles,
  withField,
  withMode,
  withoutPassword,
  withPlace,
} from './import-draft.ts'
import type { Upload } from './import-draft.ts'

const guesses = ['customer_number', 'name', 'phone_1', null] as const
const upload: Upload = {
  uploadId: '00000000-0000-4000-8000-0000000000d1' as Upload['uploadId'],
  state: 'received',
  bytes: 10,
  createdAt: 0,
  keptMapping: null,
  isInspecting: false,
  inspection: {
    isReadable: true,
    encoding: 'shift_jis',
    hasByteOrderMark: false,
    delimiter: 'comma',
    hasHeader: true,
    records: 3,
    gaiji: 0,
    packed: null,
    columns: guesses.map((guess, column) => ({
      column,
      heading: null,
      guess,
      confidence: 'likely',
      because: 'content',
      place: null,
      samples: [],
    })),
    problems: [],
  },
}
const draftOf = (given: Upload) => {
  const draft = firstDraft(given)
  if (draft === null) throw new Error('not inspected')
  return { ...draft, campaignId: 'c', label: 'l' }
}

describe('firstDraft', () => {
  it('takes the guesses, and the customer number as the key when there is one', () => {
    const draft = draftOf(upload)
    expect(draft.fields).toEqual(guesses)
    expect(draft.rules).toMatchObject({ samePersonBy: 'customer_number', required: [] })
  })
  it('prefers the mapping kept for this client, unless the file has fewer columns', () => {
    const keptMapping = { hasHeader: true, columns: [{ column: 3, field: 'phone_2' as const }] }
    expect(draftOf({ ...upload, keptMapping }).fields).toEqual([null, null, null, 'phone_2'])
    const other = { hasHeader: true, columns: [{ column: 9, field: 'phone_2' as const }] }
    expect(draftOf({ ...upload, keptMapping: other }).fields).toEqual(guesses)
  })
})

describe('a client’s own do-not-call file', () => {
  const draft = { ...withMode(draftOf(upload), 'do_not_call'), mode: 'do_not_call' } as const
  const refusal = { ...draft.refusal, reason: 'told_client', source: 'client_desk' } as const

  it('is not sent before why and whose it is are chosen', () => {
    expect(obstacles(draft)).toEqual([intake.needsRefusal])
    expect(obstacles({ ...draft, refusal })).toEqual([])
  })

  it('is sent with its reach and day; one of customer numbers says nothing about single numbers', () => {
    const { inspection } = upload
    if (inspection === null) throw new Error('not inspected')
    const sent = choicesOf({ ...draft, refusal: { ...refusal, scope: 'number' } }, inspection)
    expect(sent.refusal).toEqual({ ...refusal, scope: 'client' })
    expect(choicesOf({ ...draft, mode: 'add' }, inspection)).not.toHaveProperty('refusal')
  })
})

describe('obstacles', () => {
  it('finds nothing in the way of a complete draft, whose mapping the contract takes', () => {
    const draft = draftOf(upload)
    expect(obstacles(draft)).toEqual([])
    expect(columnMapping.parse(mappingOf(draft)).columns).toHaveLength(3)
  })
  it('says whose number it is only of columns of numbers', () => {
    const draft = withPlace(withPlace(draftOf(upload), 1, 'work'), 2, 'home')
    expect(mappingOf(draft).columns).toEqual([
      { column: 0, field: 'customer_number' },
      { column: 1, field: 'name' },
      { column: 2, field: 'phone_1', place: 'home' },
    ])
  })
  it('names each missing thing', () => {
    const draft = draftOf(upload)
    expect(obstacles(withField(draft, 2, null))).toEqual([intake.needsPhone])
    expect(obstacles(withField(draft, 0, null))).toEqual([])
    expect(obstacles(withField(draft, 3, 'name'))).toHaveLength(1)
    expect(obstacles({ ...draft, campaignId: '', label: ' ' })).toEqual([intake.needsCampaign, intake.needsLabel])
  })
  it('wants of an exclusion a column to find people by, and nothing to dial', () => {
    const draft = withMode(withField(draftOf(upload), 2, null), 'exclude')
    expect(obstacles(draft)).toEqual([])
    expect(findableBy(draft.fields)).toEqual(['customer_number'])
    expect(obstacles(withField(draft, 0, null))).toEqual([intake.needsFindable])
    const byPhone = { ...draftOf(upload).rules, samePersonBy: 'phone' as const }
    expect(obstacles({ ...draft, rules: byPhone })).toEqual([intake.needsFindable])
    expect(withMode({ ...draft, rules: byPhone }, 'add').rules.samePersonBy).toBe('customer_number')
  })
  it('wants of a difference customer numbers and telephones, and asks nobody else about missing people', () => {
    const draft = withMode(draftOf(upload), 'difference')
    expect(obstacles(draft, true)).toEqual([])
    expect(draft.rules.missing).toBe('keep')
    expect(obstacles(withField(draft, 0, null))).toEqual([intake.needsCustomerNumber])
    expect(obstacles(withField(draft, 2, null))).toEqual([intake.needsCustomerNumber])
    expect(withMode({ ...draft, rules: { ...draft.rules, missing: 'take_out' } }, 'add').rules).not.toHaveProperty(
      'missing',
    )
  })
  it('keeps the place in the order of calling for lists of people alone', () => {
    const draft = withMode(draftOf(upload), 'new')
    const urgent = { ...draft, rules: { ...draft.rules, priority: 1 } }
    expect(withMode(urgent, 'add').rules.priority).toBe(1)
    expect(withMode(urgent, 'difference').rules).not.toHaveProperty('priority')
  })
  it('wants the password of a protected file, each time', () => {
    const { inspection } = upload
    if (inspection === null) throw new Error('there is an inspection')
    const packed = {
      kind: 'workbook',
      isProtected: true,
      parts: [],
      part: 0,
      cells: { dates: 0, padded: 0, formulas: 0 },
    } as const
    const isProtected = { ...inspection, packed: { ...packed, parts: [] } }
    expect(withoutPassword(isProtected, '')).toEqual([intake.needsPassword])
    expect(withoutPassword(isProtected, 'x')).toEqual([])
    expect(withoutPassword(inspection, '')).toEqual([])
  })
  it('lets nothing new into a campaign that has a list', () => {
    expect(obstacles(withMode(draftOf(upload), 'new'), true)).toEqual([intake.needsNoLists])
    expect(obstacles(withMode(draftOf(upload), 'add'), true)).toEqual([])
  })
  it('compares by customer number only while the file has one', () => {
    expect(withField(draftOf(upload), 0, null).rules.samePersonBy).toBe('phone')
    expect(withField(withField(draftOf(upload), 0, null), 0, 'customer_number').rules.samePersonBy).toBe(
      'customer_number',
    )
  })
  it('no longer requires a field that was taken out', () => {
    expect(withField(draftOf(upload), 2, 'phone_2').rules.required).toEqual([])
  })
})
