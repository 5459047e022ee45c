import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { testDatabase } from '../../apps/server/src/platform/database/test-database.ts'
import { openPlainDatabase, plainCopySeconds, writePlainRows } from './plain-copy.ts'

// The import's benchmark compares with these rows an hour into its run: too late to learn that a table has a new column.

const folder = mkdtempSync(join(tmpdir(), 'sekisho-plain-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the clear rows that a benchmark copies have every column that an import writes, and the tables take them', async () => {
  const path = join(folder, 'list.csv')
  // 東京都新宿区西新宿0-0 as Shift_JIS
  const address = Buffer.from('938c8b9e937390568f688be690bc90568f68302d30', 'hex').toString('latin1')
  const text = `customer_number,address,phone_1\r\nD-1,,03-0000-0001\r\nD-2,${address},03-0000-0002\r\n`
  writeFileSync(path, text, 'latin1')
  const columns = (['customer_number', 'address', 'phone_1'] as const).map((field) => ({ heading: field, field }))
  const test = await testDatabase()
  const { database, place } = await openPlainDatabase(test.superuserAddress)
  try {
    const plain = await writePlainRows(path, { hasHeader: true, columns }, folder, place)
    expect(plain.rows).toBe(2)
    await plainCopySeconds(database, plain)
    const { rows } = await database.query(
      `select count(*)::int as leads, count(municipality_index)::int as placed, count(n.phone_index)::int as numbers
        from tenant.leads join tenant.contact_numbers n using (tenant_id, contact_id)`,
    )
    expect(rows).toEqual([{ leads: 2, placed: 1, numbers: 2 }])
  } finally {
    await database.end()
    await test.superuser.query('drop database plain')
    await test.drop()
  }
})
