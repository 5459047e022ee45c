import type { ListId } from '@sekisho/contract'
import { KeyServiceError } from '@sekisho/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Tx } from '../../platform/database/index.ts'
import type { TestTenant } from '../../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from '../test-lists.ts'

// A correction that is killed before any of its statements, before or after the key service has judged, or after its
// commit: it was done once, or not at all, and can be asked for again.

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let colleague: TestSupervisor

/** What is to go wrong next. */
const fault: { statement: number; judging: 'before' | 'after' | null; commit: number } = {
  ...{ statement: 0, judging: null, commit: 0 },
}
let statements = 0
let commits = 0

beforeAll(async () => {
  test = await startLists({
    corrections: (given) => ({
      ...given,
      database: killing(given.database),
      keys: {
        ...given.keys,
        async judgeRefusedRow(asked) {
          if (fault.judging === 'before') throw new KeyServiceError('unavailable')
          const judged = await given.keys.judgeRefusedRow(asked)
          if (fault.judging === 'after') throw new KeyServiceError('unavailable')
          return judged
        },
      },
    }),
  })
  tenant = await test.tenant()
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
  colleague = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
})
afterAll(() => test.stop())

const sql = (text: string, ...values: unknown[]) => test.product.spine.test.superuser.query(text, values)

/** Takes the connection away from a transaction before its nth statement, as a power cut would. */
function killing(database: Database): Database {
  const watched = (tx: Tx): Tx => ({
    ...tx,
    client: new Proxy(tx.client, {
      get(client, name) {
        const member: unknown = Reflect.get(client, name)
        if (name !== 'query') return typeof member === 'function' ? member.bind(client) : member
        return async (...asked: [string]) => {
          statements += 1
          if (statements === fault.statement) {
            const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
            await sql('select pg_terminate_backend($1)', rows[0]?.pid)
          }
          return client.query(...asked)
        }
      },
    }),
  })
  return {
    ...database,
    async transaction(actor, scope, work, rows, urgency) {
      const done = await database.transaction(actor, scope, (tx) => work(watched(tx)), rows, urgency)
      commits += 1
      if (commits === fault.commit) throw new Error('killed after the commit')
      return done
    },
  }
}

let files = 0
/** A list with so many refused rows; the first of them is row 3. */
async function listWith(refused: number): Promise<ListId> {
  files += 1
  const rows = Array.from({ length: refused }, (_, index) => `K${files}-${index},架空 ${index},none`)
  const lines = ['顧客番号,氏名,電話番号', `K${files}-a,架空 花子,090-0000-0001`, ...rows]
  const list = await supervisor.imported(Buffer.from(`${lines.join('\n')}\n`))
  expect(list.rows).toMatchObject({ accepted: 1, refused })
  return list.listId
}

const correct = (listId: ListId, rowNumber: number, by = supervisor, changes: object = {}) =>
  by.call('refusedRows.correct', {
    params: { listId, rowNumber: String(rowNumber) },
    body: { changes: { phone_1: `090-0000-${String(rowNumber).padStart(4, '0')}`, ...changes } },
  })

/** Of one row: how often it stands in each table, and whether what it reads is still kept. */
async function row(listId: ListId, rowNumber: number) {
  const { rows } = await sql(
    `select (select count(*)::int from tenant.contacts c where c.list_id = $1 and c.row_number = $2) as contacts,
      (select count(*)::int from tenant.leads l join tenant.contacts c using (tenant_id, contact_id)
        where c.list_id = $1 and c.row_number = $2) as leads,
      (select count(*)::int from tenant.contact_numbers n join tenant.contacts c using (tenant_id, contact_id)
        where c.list_id = $1 and c.row_number = $2) as numbers,
      (select x.state from tenant.refused_cells x where x.list_id = $1 and x.row_number = $2) as state,
      (select x.sealed is not null from tenant.refused_cells x where x.list_id = $1 and x.row_number = $2) as is_kept`,
    listId,
    rowNumber,
  )
  const entries = await test.entries(tenant.tenantId)
  const corrected = entries.filter(
    ({ type, refs, counts }) =>
      type === 'refused_row.corrected' && refs?.list === listId && counts?.row_number === rowNumber,
  )
  return { ...rows[0], entries: corrected.length }
}

const untouched = { contacts: 0, leads: 0, numbers: 0, state: 'open', is_kept: true, entries: 0 }
const done = { contacts: 1, leads: 1, numbers: 1, state: 'corrected', is_kept: false, entries: 1 }

describe('a correction that is killed', () => {
  it('before any of its statements was not done, and is done once when it is asked for again', async () => {
    const listId = await listWith(60)
    for (let statement = 1; ; statement += 1) {
      const rowNumber = statement + 2
      Object.assign(fault, { statement })
      statements = 0
      const answer = await correct(listId, rowNumber)
      Object.assign(fault, { statement: 0 })
      if (statements < statement) {
        // it had no such statement: all of them were killed before
        expect(statement).toBeGreaterThan(15)
        expect(await row(listId, rowNumber)).toEqual(done)
        break
      }
      expect(answer.status).not.toBe(200)
      expect(await row(listId, rowNumber)).toEqual(untouched)
      expect((await correct(listId, rowNumber)).body).toMatchObject({ outcome: 'accepted' })
      expect(await row(listId, rowNumber)).toEqual(done)
    }
    const { rows } = await supervisor.read(listId)
    expect(rows.total).toBe(rows.accepted + rows.refused)
  }, 120_000)

  it.each(['before', 'after'] as const)('%s the key service judged it was not done', async (judging) => {
    const listId = await listWith(1)
    Object.assign(fault, { judging })
    expect((await correct(listId, 3)).status).toBe(503)
    Object.assign(fault, { judging: null })
    expect(await row(listId, 3)).toEqual(untouched)
    expect((await correct(listId, 3)).body).toMatchObject({ outcome: 'accepted' })
    expect(await row(listId, 3)).toEqual(done)
  })

  it('after the commit of its judging was not done', async () => {
    const listId = await listWith(1)
    commits = 0
    Object.assign(fault, { commit: 1 })
    expect((await correct(listId, 3)).status).toBe(500)
    expect(await row(listId, 3)).toEqual(untouched)
    expect((await correct(listId, 3)).body).toMatchObject({ outcome: 'accepted' })
  })

  it('after its own commit was done, and whoever asks again is told so', async () => {
    const listId = await listWith(1)
    commits = 0
    Object.assign(fault, { commit: 2 })
    expect((await correct(listId, 3)).status).toBe(500)
    Object.assign(fault, { commit: 0 })
    expect(await row(listId, 3)).toEqual(done)
    expect((await correct(listId, 3)).body).toMatchObject({ outcome: 'settled', state: 'corrected' })
    expect(await row(listId, 3)).toEqual(done)
  })
})

describe('at the same moment', () => {
  it('two supervisors correct one row: one does it, the other is told who was first and when', async () => {
    const listId = await listWith(8)
    for (let rowNumber = 3; rowNumber < 11; rowNumber += 1) {
      const answers = await Promise.all([correct(listId, rowNumber), correct(listId, rowNumber, colleague)])
      const outcomes = answers.map(({ body }) => (body as { outcome: string }).outcome).toSorted()
      expect(outcomes).toEqual(['accepted', 'settled'])
      const told = answers.map(({ body }) => body as { by?: string; at?: number }).find(({ by }) => by !== undefined)
      expect(told).toMatchObject({ by: expect.any(String), at: expect.any(Number) })
      expect(await row(listId, rowNumber)).toEqual(done)
    }
  })

  it('two rows are corrected to one person: one is taken in, the other is a duplicate', async () => {
    const listId = await listWith(8)
    for (let rowNumber = 3; rowNumber < 11; rowNumber += 2) {
      const changes = { customer_number: `same-${files}-${rowNumber}` }
      const answers = await Promise.all([
        correct(listId, rowNumber, supervisor, changes),
        correct(listId, rowNumber + 1, colleague, changes),
      ])
      const outcomes = answers.map(({ body }) => (body as { outcome: string }).outcome).toSorted()
      expect(outcomes).toEqual(['accepted', 'refused'])
    }
    expect((await supervisor.read(listId)).rows).toMatchObject({ accepted: 5, refused: 4 })
  })

  it('an undo and a correction: nothing of the list is left', async () => {
    for (let round = 0; round < 5; round += 1) {
      const listId = await listWith(1)
      const [answer, undo] = await Promise.all([correct(listId, 3), supervisor.undo(listId)])
      expect(undo.status).toBe(200)
      expect([200, 404]).toContain(answer.status)
      await test.lists.idle()
      const { rows } = await sql(
        `select (select count(*)::int from tenant.contacts where list_id = $1) as contacts,
          (select count(*)::int from tenant.leads where list_id = $1) as leads,
          (select count(*)::int from tenant.refused_cells where list_id = $1) as cells`,
        listId,
      )
      expect(rows).toEqual([{ contacts: 0, leads: 0, cells: 0 }])
    }
  })

  it('a file is imported into the campaign: the correction is not made to wait, and says so', async () => {
    const listId = await listWith(1)
    const lock = [`import ${tenant.campaignId}`]
    await sql('select pg_advisory_lock(hashtextextended($1, 0))', ...lock)
    const answer = await correct(listId, 3)
    await sql('select pg_advisory_unlock(hashtextextended($1, 0))', ...lock)
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'import_under_way' })
    expect(await row(listId, 3)).toEqual(untouched)
    expect((await correct(listId, 3)).status).toBe(200)
  })
})
