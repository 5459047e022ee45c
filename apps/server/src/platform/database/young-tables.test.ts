import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../new-id.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

const [tenantId, campaignId] = [newId(), newId()]
let test: TestDatabase

beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())

async function plan(statement: string): Promise<string> {
  const { rows } = await test.superuser.query<{ 'QUERY PLAN': string }>(`explain ${statement}`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

describe('a table that nobody analysed yet', () => {
  it('is guessed to hold few open attempts, so that they are looked for by their own index', async () => {
    // foreign keys and what is not asked for stay out: only sizes matter to a plan
    const { rows: columns } = await test.superuser.query<{ name: string; type: string; isNeeded: boolean }>(
      `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull and not atthasdef as "isNeeded"
        from pg_attribute where attrelid = 'tenant.attempts'::regclass and attnum > 0 and not attisdropped`,
    )
    const given: Readonly<Record<string, string>> = {
      tenant_id: `'${tenantId}'`,
      campaign_id: `'${campaignId}'`,
      state: `case when n % 50 = 0 then 'ringing' else 'ended' end`,
    }
    const needed = columns.filter(({ name, isNeeded }) => isNeeded || name in given)
    const value = ({ name, type }: { name: string; type: string }): string =>
      given[name] ?? (type === 'uuid' ? 'gen_random_uuid()' : type.startsWith('timestamp') ? 'now()' : `'1'::${type}`)
    await test.superuser.query(`set session_replication_role = replica`)
    await test.superuser.query(
      `insert into tenant.attempts (${needed.map(({ name }) => name).join(', ')})
        select ${needed.map(value).join(', ')} from generate_series(1, 5000) n`,
    )
    const open = await plan(
      `select from tenant.attempts where tenant_id = '${tenantId}' and campaign_id = '${campaignId}' and state <> 'ended'`,
    )
    expect(open).toContain('attempts_open')
    // a tenth of 5,000 at most: one campaign of about ten, nearly all of whose attempts are over
    expect(Number(/rows=(\d+)/.exec(open)?.[1])).toBeLessThan(500 / 10)
  })
})
