import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyColumns } from '@sekisho/vault'
import { afterAll, expect, it } from 'vitest'
import { writePlainRows } from './plain-copy.ts'

// The import's benchmark compares with these rows an hour into its run: too late to learn that a table has a new column.

const folder = mkdtempSync(join(tmpdir(), 'sekisho-plain-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const headerBytes = 19

it('the clear rows that a benchmark copies have every column that an import writes', async () => {
  const path = join(folder, 'list.csv')
  writeFileSync(path, 'customer_number,address,phone_1\r\nD-1,,03-0000-0001\r\n')
  const columns = (['customer_number', 'address', 'phone_1'] as const).map((field) => ({ heading: field, field }))
  const place = { tenantId: randomUUID(), listId: randomUUID(), campaignId: randomUUID() }
  const { files, rows } = await writePlainRows(path, { hasHeader: true, columns }, folder, place)
  expect(rows).toBe(1)
  for (const kind of ['contacts', 'numbers', 'leads'] as const)
    expect([kind, readFileSync(files[kind]).readInt16BE(headerBytes)]).toEqual([kind, copyColumns[kind].columns.length])
})
