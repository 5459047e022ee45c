import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../new-id.ts'
import { CALLABLE_STATES, countLeads } from './count-leads.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())

describe('counting the leads of a campaign', () => {
  it('asks once a campaign, not once a lead, which list is that of callers on none', async () => {
    const { rows } = await test.superuser.query<{ 'QUERY PLAN': string }>(
      `explain (verbose) select ${countLeads(CALLABLE_STATES)} from tenant.campaigns c where c.tenant_id = '${newId()}'`,
    )
    const asking = rows.map((row) => row['QUERY PLAN']).filter((line) => line.includes('callers_list'))
    expect(asking).toHaveLength(1)
    // a value of its own beside the scan of leads; in its filter it would be found out again for each of them
    expect(asking[0]).toMatch(/^ *Output: tenant\.callers_list/)
  })
})
