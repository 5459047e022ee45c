import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { isFictitious, type ListOptions, listChunks, mistakes } from '@sekisho/fictitious'
import { createKeySet, defaultRules, inspect, readRows } from '@sekisho/intake'
import type { RowOutcome } from '@sekisho/intake'
import { createHash } from 'node:crypto'

const today = '2026-07-01'
const bytesOf = (options: ListOptions) => Buffer.concat([...listChunks(options)])

function listAndSummary(options: ListOptions) {
  const chunks: Uint8Array[] = []
  const making = listChunks(options)
  for (;;) {
    const next = making.next()
    if (next.done === true) return { bytes: Buffer.concat(chunks), summary: next.value }
    chunks.push(next.value)
  }
}

async function importList(bytes: Uint8Array) {
  const inspection = await inspect([bytes], { today })
  const rows: RowOutcome[] = []
  const keyOf = (identity: string) => createHash('sha256').update(identity).digest().subarray(0, 16)
  const reading = readRows([bytes], {
    format: inspection.format,
    mapping: inspection.mapping,
    rules: { ...defaultRules(today), allowFictitious: true },
    duplicates: { keyOf, seen: createKeySet() },
  })
  for (;;) {
    const next = await reading.next()
    if (next.done === true) return { inspection, rows, summary: next.value }
    rows.push(...next.value)
  }
}

describe('make-list', () => {
  it('writes the same bytes for the same seed and other people for another', () => {
    const options: ListOptions = { rows: 500, encoding: 'shift_jis', seed: 7, errorShare: 0.1 }
    expect(bytesOf(options).equals(bytesOf(options))).toBe(true)
    expect(bytesOf(options).equals(bytesOf({ ...options, seed: 8 }))).toBe(false)
  })

  it('writes the same customers in both encodings', () => {
    const options = { rows: 3_000, seed: 3, errorShare: 0.2 }
    const shiftJis = new TextDecoder('shift_jis', { fatal: true }).decode(
      bytesOf({ ...options, encoding: 'shift_jis' }),
    )
    expect(shiftJis).toBe(bytesOf({ ...options, encoding: 'utf8' }).toString('utf8'))
  })

  it('makes lists that the import accepts whole, with numbers nobody can own only', async () => {
    const { inspection, rows, summary } = await importList(bytesOf({ rows: 5_000, encoding: 'shift_jis', seed: 1 }))
    expect(inspection.problem).toBeNull()
    expect(inspection.columns.map((column) => column.guess.field)).toEqual([
      'customer_number',
      'name',
      'kana',
      'phone_1',
      'phone_2',
      'postal_code',
      'address',
      'birth_date',
      'gender',
      'custom_1',
    ])
    expect(summary).toMatchObject({ rows: 5_000, accepted: 5_000, refused: 0, notes: {} })
    const numbers = rows.flatMap((row) => (row.kind === 'accepted' ? row.keys.phones.map((phone) => phone.e164) : []))
    expect(numbers.length).toBeGreaterThan(5_000)
    expect(numbers.filter((number) => !isFictitious(number))).toEqual([])
  })

  it('makes residents of a municipality that does not exist, accepted whole as well', async () => {
    const { inspection, summary } = await importList(
      bytesOf({ rows: 500, encoding: 'shift_jis', seed: 2, theme: 'residents' }),
    )
    expect(inspection.problem).toBeNull()
    expect(inspection.columns[0]).toMatchObject({ guess: { field: 'customer_number' } })
    expect(summary).toMatchObject({ rows: 500, accepted: 500, refused: 0 })
  })

  it('spoils the share of rows it is asked to, and the import tells each kind', async () => {
    const { bytes, summary: made } = listAndSummary({ rows: 4_000, encoding: 'shift_jis', seed: 5, errorShare: 0.1 })
    const spoilt = mistakes.reduce((sum, kind) => sum + made[kind], 0)
    expect(spoilt).toBeGreaterThan(300)
    expect(spoilt).toBeLessThan(500)
    const { summary } = await importList(bytes)
    expect(summary.reasons.phone_missing).toBe(made.no_phone)
    expect(summary.reasons.birth_date_impossible).toBe(made.impossible_date)
    expect(summary.notes.phone_zero_restored).toBe(made.eaten_zero)
    // A repetition of a row that was itself refused is no duplicate.
    expect(summary.reasons.duplicate_in_file).toBeGreaterThan(made.repeated_customer * 0.8)
    expect(summary.reasons.duplicate_in_file).toBeLessThanOrEqual(made.repeated_customer)
  })

  it('writes to standard output and says how it is used when an option is wrong', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['tools/run-ts.js', 'tools/make-list.ts', ...args], { encoding: 'buffer' })
    const good = run('--rows', '20', '--encoding', 'utf8', '--seed', '4')
    expect(good.status).toBe(0)
    expect(good.stdout.equals(bytesOf({ rows: 20, encoding: 'utf8', seed: 4 }))).toBe(true)
    const bad = run('--rows', 'many')
    expect(bad.status).toBe(2)
    expect(bad.stderr.toString()).toContain('--rows N')
  })
})
