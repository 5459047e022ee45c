import { type Entry, type ListId, type ListView } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { lockDueLeads } from '../../dialling/due-leads.ts'
import { systemActor } from '../../platform/actor.ts'
import { enteredRows } from '../../test-entered.ts'
import type { TestTenant } from '../../test-spine.ts'
import { startLists, supervisorOf, type TestLists, type TestSupervisor } from '../test-lists.ts'

const rules = { samePersonBy: 'customer_number', required: [], withoutRepairs: [] }

/** What an import says beside its file: the usual rules, and terms. */
export const withTerms = (terms: object) => ({ rules: { ...rules, ...terms } })

/** A file of so many people, whose customer numbers begin with a mark. */
export const fileOf = (mark: string, people: number): Buffer =>
  Buffer.from(
    [
      '顧客番号,氏名,電話番号',
      ...Array.from({ length: people }, (_, at) => `${mark}-${at},架空 ${mark},090-0000-${String(1_000 + at)}`),
      '',
    ].join('\r\n'),
  )

/** A tenant with a supervisor who brings lists and sets their terms. */
export interface TermsTest {
  readonly tenant: TestTenant
  readonly supervisor: TestSupervisor
  sql<Row>(text: string, ...values: unknown[]): Promise<Row[]>
  entered(listId: ListId, type: Entry['type']): Promise<Entry[]>
  /** Lists whose people the dialler would call, in order. */
  due(): Promise<ListId[]>
  set(list: ListView, terms: object): ReturnType<TestSupervisor['call']>
  /** The list as it is read when everything has followed. */
  changed(list: ListView, terms: object): Promise<ListView>
  /** Whom the draw took, by their rows. */
  drawnRows(listId: ListId): Promise<number[]>
}

/** A tenant of its own for each test of a file; what it gives is that of the test that runs. */
export function termsOfEachTest(): TermsTest & { readonly test: TestLists } {
  let test: TestLists
  let current: TermsTest
  beforeAll(async () => {
    test = await startLists()
  })
  beforeEach(async () => {
    current = await startTerms(test)
  })
  afterAll(() => test.stop())
  return {
    get test() {
      return test
    },
    get tenant() {
      return current.tenant
    },
    get supervisor() {
      return current.supervisor
    },
    sql: (...asked) => current.sql(...asked),
    entered: (...asked) => current.entered(...asked),
    due: () => current.due(),
    set: (...asked) => current.set(...asked),
    changed: (...asked) => current.changed(...asked),
    drawnRows: (...asked) => current.drawnRows(...asked),
  }
}

async function startTerms(test: TestLists): Promise<TermsTest> {
  const tenant = await test.tenant()
  const supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
  const { superuser, database } = test.product.spine.test
  const sql = async <Row>(text: string, ...values: unknown[]) => (await superuser.query(text, values)).rows as Row[]
  const set: TermsTest['set'] = (list, terms) =>
    supervisor.call('lists.setTerms', {
      params: { listId: list.listId },
      body: {
        ...{ revision: list.terms?.revision, validFrom: list.terms?.validFrom, validUntil: list.terms?.validUntil },
        ...{ priority: list.priority, heldOutPercent: list.terms?.heldOutPercent, ...terms },
      },
    })
  return {
    ...{ tenant, supervisor, sql, set },
    async entered(listId, type) {
      const rows = await sql<{ entry: Entry }>(
        `select convert_from(body, 'utf8')::jsonb as entry from ${enteredRows} e
          where type = $2 and convert_from(body, 'utf8')::jsonb -> 'refs' ->> 'list' = $1 order by entry_id`,
        ...[listId, type],
      )
      return rows.map(({ entry }) => entry)
    },
    async due() {
      const leads = await database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
        lockDueLeads(tx, tenant.campaignId, Date.now() + 3_600_000, 500),
      )
      return [...new Set(leads.map(({ list_id }) => list_id))]
    },
    async changed(list, terms) {
      expect(await set(list, terms)).toMatchObject({ status: 200 })
      await test.lists.idle()
      return supervisor.read(list.listId)
    },
    async drawnRows(listId) {
      const rows = await sql<{ row_number: number }>(
        `select c.row_number from tenant.held_out_contacts h join tenant.contacts c using (tenant_id, contact_id)
          where h.list_id = $1 order by c.row_number`,
        listId,
      )
      return rows.map((row) => row.row_number)
    },
  }
}
