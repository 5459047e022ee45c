import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { provision } from './provision.ts'
import { passwords, type TestDatabase, testDatabase } from './test-database.ts'

const database = 'test_provision'
const superuser = inject('postgres')
let test: TestDatabase

beforeAll(async () => {
  // Its template sets the run's roles; two that set them at once would be in each other's way.
  test = await testDatabase()
})
afterAll(async () => {
  await test.superuser.query(`drop database if exists ${database} with (force)`)
  await test.drop()
})

/** Who was granted what on the database itself; `public` is everybody. */
async function rights(): Promise<Record<string, string[]>> {
  const { rows } = await test.superuser.query<{ role: string; rights: string[] }>(
    `select case grantee when 0 then 'public' else grantee::regrole::text end as role,
       array_agg(privilege_type order by privilege_type) as rights
     from pg_database, aclexplode(datacl) where datname = $1 group by grantee`,
    [database],
  )
  return Object.fromEntries(rows.map((row) => [row.role, row.rights]))
}

describe('provisioning a database', () => {
  const expected = {
    sekisho_owner: ['CONNECT', 'CREATE', 'TEMPORARY'],
    sekisho_app: ['CONNECT', 'TEMPORARY'],
    sekisho_sequencer: ['CONNECT'],
  }

  it('lets the application connect and stage imports, the sequencer connect, and nobody else in', async () => {
    await provision(superuser, database, passwords)
    expect(await rights()).toEqual(expected)
  })

  it('sets these rights again at each start, where a restore lost or an administrator added some', async () => {
    await test.superuser.query(`revoke all on database ${database} from sekisho_app, sekisho_sequencer`)
    await test.superuser.query(`grant connect, temporary on database ${database} to public`)
    await test.superuser.query(`grant create on database ${database} to sekisho_app`)
    await provision(superuser, database, passwords)
    expect(await rights()).toEqual(expected)
  })
})
