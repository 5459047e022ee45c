import { HEAD_OFFICE, type JobId, type TenantId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../actor.ts'
import { newId } from '../new-id.ts'
import { openDatabase, wholeTenant } from './database.ts'
import { migrate, migrations } from './migrate.ts'
import { stampTables } from './stamp.ts'
import { tablesSource } from './tables-source.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

const actor = systemActor('scheduler')
const [tenantA, tenantB] = [newId<TenantId>(), newId<TenantId>()]
const [jobA, jobB, otherJobA] = [newId<JobId>(), newId<JobId>(), newId<JobId>()]
let test: TestDatabase

beforeAll(async () => {
  test = await testDatabase()
  const company = newId()
  await test.superuser.query(`insert into house.companies (company_id, name, kind) values ($1, '架空商事', 'client')`, [
    company,
  ])
  for (const tenant of [tenantA, tenantB]) {
    await test.superuser.query(`insert into house.tenants (tenant_id, client_id, name) values ($1, $2, 'x')`, [
      tenant,
      company,
    ])
  }
  const jobs = [
    [tenantA, jobA],
    [tenantA, otherJobA],
    [tenantB, jobB],
  ]
  for (const [tenant, job] of jobs) {
    await test.superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, 'job')`, [
      tenant,
      job,
    ])
    await test.superuser.query(
      `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, settings) values ($1, $2, $3, 'c', 'test', '{}')`,
      [tenant, newId(), job],
    )
  }
})
afterAll(() => test.drop())

const campaignsSeen = (tenant: TenantId | 'house', jobs?: JobId[]) =>
  test.database.transaction(
    actor,
    tenant,
    (tx) => tx.db.selectFrom('tenant.campaigns').select(['tenant_id', 'job_id']).execute(),
    jobs === undefined ? undefined : { jobs },
  )

describe('a stamped transaction', () => {
  it('shows only the rows of its tenant (A-02)', async () => {
    expect((await campaignsSeen(tenantA)).map((row) => row.tenant_id)).toEqual([tenantA, tenantA])
    expect((await campaignsSeen(tenantB)).map((row) => row.tenant_id)).toEqual([tenantB])
    expect(await campaignsSeen('house')).toEqual([])
  })

  it('shows only the jobs of the decision (A-05)', async () => {
    expect((await campaignsSeen(tenantA, [jobA])).map((row) => row.job_id)).toEqual([jobA])
    expect(await campaignsSeen(tenantA, [jobB])).toEqual([])
    expect(await campaignsSeen(tenantA, [])).toEqual([])
  })

  it('cannot write into another tenant, even when it names it (A-02)', async () => {
    const write = test.database.transaction(actor, tenantA, (tx) =>
      tx.db.insertInto('tenant.jobs').values({ tenant_id: tenantB, job_id: newId(), name: 'x' }).execute(),
    )
    await expect(write).rejects.toThrow(/row-level security/)
  })

  it('cannot take an entry out of the queue or touch the index: only the sequencer may (M-03)', async () => {
    const take = (sql: string) => test.database.transaction(actor, tenantA, (tx) => tx.client.query(sql))
    await expect(take('delete from tenant.entry_queue')).rejects.toThrow(/permission denied/)
    await expect(take('update tenant.entry_queue set body = body')).rejects.toThrow(/permission denied/)
    await expect(take('delete from tenant.entry_index')).rejects.toThrow(/permission denied/)
    await expect(take(`insert into tenant.entry_index default values`)).rejects.toThrow(/permission denied/)
  })

  it('leaves no stamp behind on its connection', async () => {
    const database = await openDatabase(test.app)
    const stamp = `select pg_backend_pid() as pid, current_setting('sekisho.tenant') as tenant`
    const before = await database.transaction(actor, tenantA, (tx) => tx.client.query(stamp))
    const after = await database.transaction(actor, 'house', (tx) => tx.client.query(stamp))
    expect([...before.rows, ...after.rows]).toEqual([
      { pid: before.rows[0].pid, tenant: tenantA },
      { pid: before.rows[0].pid, tenant: HEAD_OFFICE },
    ])
    await database.close()
  })

  it('finds connections for what is urgent, however much else waits (C-03)', async () => {
    await test.superuser.query('select pg_advisory_lock(1)')
    const usual = Array.from({ length: 60 }, () =>
      test.database.transaction(actor, tenantA, (tx) => tx.client.query('select pg_advisory_xact_lock_shared(1)')),
    )
    const urgent = Array.from({ length: 20 }, () =>
      test.database.transaction(
        actor,
        tenantA,
        (tx) => tx.db.selectFrom('tenant.campaigns').select('campaign_id').execute(),
        wholeTenant,
        'on_the_line',
      ),
    )
    for (const rows of await Promise.all(urgent)) expect(rows).toHaveLength(2)
    await test.superuser.query('select pg_advisory_unlock(1)')
    expect(await Promise.all(usual)).toHaveLength(60)
  })

  it('runs afterCommit only for what is durable', async () => {
    const calls: string[] = []
    await test.database.transaction(actor, tenantA, async (tx) => tx.afterCommit(() => calls.push('committed')))
    const failing = test.database.transaction(actor, tenantA, async (tx) => {
      tx.afterCommit(() => calls.push('rolled back'))
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(calls).toEqual(['committed'])
  })

  it('whose connection is lost between two statements fails alone, and the process goes on', async () => {
    const failing = test.database.transaction(actor, tenantA, async (tx) => {
      const { rows } = await tx.client.query<{ pid: number }>('select pg_backend_pid() as pid')
      const gone = new Promise((resolve) => tx.client.once('end', resolve))
      await test.superuser.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await gone
    })
    await expect(failing).rejects.toThrow()
    expect(await campaignsSeen(tenantA)).toHaveLength(2)
  })
})

describe('the schema', () => {
  it('refuses to be used by a superuser', async () => {
    const { host, port, database, user, password } = test.superuserAddress
    await expect(openDatabase({ host, port, user, password, database })).rejects.toThrow(/refusing to start/)
  })

  it('forces row-level security on every table of both kinds', async () => {
    const { rows } =
      await test.superuser.query(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('house', 'tenant') and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`)
    expect(rows).toEqual([])
  })

  it('refuses a tenant table without tenant_id first, a bare foreign key and an unlisted house table', async () => {
    const trial = async (sql: string) => {
      await test.superuser.query('begin')
      try {
        await test.superuser.query(sql)
        await stampTables(test.superuser)
      } finally {
        await test.superuser.query('rollback')
      }
    }
    await expect(trial('create table tenant.odd (id uuid primary key, tenant_id uuid)')).rejects.toThrow(
      /does not start with tenant_id/,
    )
    await expect(trial('create table house.odd (id uuid primary key)')).rejects.toThrow(/not in house-tables/)
    const bare = `create unique index on tenant.jobs (job_id);
      create table tenant.odd (tenant_id uuid, job_id uuid references tenant.jobs (job_id), primary key (tenant_id))`
    await expect(trial(bare)).rejects.toThrow(/do not carry tenant_id/)
  })

  it('is what tables.ts says', async () => {
    const source = await tablesSource(test.superuser)
    await expect(source).toMatchFileSnapshot('./tables.ts')
  })

  it('decides the kind of a campaign once (A-03)', async () => {
    const change = test.superuser.query(`update tenant.campaigns set kind = 'production'`)
    await expect(change).rejects.toThrow(/decided once/)
  })
})

describe('a migration', () => {
  it('reaches the rows of all tenants, which their owner sees neither before nor after it', async () => {
    const seen = async () => (await test.superuser.query('select from tenant.jobs')).rowCount
    await test.superuser.query('set role sekisho_owner')
    expect(await seen()).toBe(0)
    const sql = `update tenant.jobs set name = 'by a migration'`
    await migrate(test.superuser, [...migrations(), { name: '999-rows-of-all.sql', sql, hash: sql }])
    expect(await seen()).toBe(0)
    await test.superuser.query('reset role')
    const { rows } = await test.superuser.query<{ name: string }>('select distinct name from tenant.jobs')
    expect(rows).toEqual([{ name: 'by a migration' }])
  })
})
