import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dueLeadsSql } from '../dialling/due-leads.ts'
import { localEvents } from '../dialling/test-dialling.ts'
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log/index.ts'
import { startSpine, type Spine, type TestTenant } from '../test-spine.ts'
import { createDoNotCall, type DoNotCall } from './do-not-call.ts'
import { recordRefusal } from './record-refusal.ts'
import { createRefusalEvents, type RefusalEvent } from './refusal-events.ts'
import { contactOf, dialledNumber, entriesOf, indexOf, jobBeside, refuse, siblingOf } from './test-refusals.ts'

let spine: Spine
let doNotCall: DoNotCall
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { writer, test } = spine
  doNotCall = createDoNotCall({
    ...{ database: test.database, writer, events: localEvents<RefusalEvent>() },
    onError: (error) => void errors.push(error),
  })
})
afterAll(async () => {
  await doNotCall.stop()
  await spine.stop()
})
afterEach(() => expect(errors).toEqual([]))

/** Longer than a busy machine takes. */
const patience = { timeout: 20_000 }

const hanako = { customer: 'C-1', person: 'ハナコ 1970', numbers: ['090', '03'] }

/** The leads of one person everywhere: in the job that called, beside it, in another tenant, and at another client. */
async function everywhere() {
  const here = await spine.tenant()
  const places = {
    here,
    otherJob: await jobBeside(spine, here),
    otherTenant: await siblingOf(spine, here.clientId),
    otherClient: await spine.tenant(),
  }
  const leads = new Map<string, { tenant: TestTenant; contact: Awaited<ReturnType<typeof contactOf>> }>()
  for (const [name, tenant] of Object.entries(places))
    leads.set(name, { tenant, contact: await contactOf(spine, tenant, hanako) })
  const called = await contactOf(spine, here, hanako)
  return {
    here,
    called,
    async callable() {
      const found: Record<string, unknown> = {}
      for (const [name, { tenant, contact }] of leads) found[name] = await dialledNumber(spine, tenant, contact)
      return found
    },
  }
}

const stopped = ['refused', 'nothing']

/**
 * Somebody refuses, and the leads that waited for them are ended: whoever comes on a list afterwards is found by the look
 * before a call alone, not by what is still under way behind the refusal.
 */
async function refusedForGood(tenant: TestTenant) {
  const waiting = await contactOf(spine, tenant, hanako)
  const contact = await contactOf(spine, tenant, hanako)
  const attemptId = await refuse(spine, doNotCall, tenant, contact, '32')
  const stateOf = async () => {
    const { rows } = await spine.test.superuser.query<{ state: string }>(
      'select state from tenant.leads where lead_id = $1',
      [waiting.leadId],
    )
    return rows[0]?.state
  }
  await expect.poll(stateOf, patience).toBe('finished')
  return { contact, attemptId }
}

describe('whoever says', () => {
  it.each([
    ['never call again', '32', 'job'],
    ['no to a sale', '31', 'client'],
    ['that the person has died', '43', 'job'],
    ['a complaint', '52', 'job'],
    ['insults', '53', 'job'],
  ] as const)(
    '%s (%s) is called by no job and no tenant of the client, and by every other client',
    async (_words, disposition, scope) => {
      const { here, called, callable } = await everywhere()
      expect(await callable()).toEqual({ here: 1, otherJob: 1, otherTenant: 1, otherClient: 1 })
      await refuse(spine, doNotCall, here, called, disposition, scope)
      const now = await callable()
      expect(now).toMatchObject({ otherClient: 1 })
      for (const place of ['here', 'otherJob', 'otherTenant']) expect(stopped).toContain(now[place])
    },
  )

  it('no to a public service (31) is not called for it again, and is for everything else of the city', async () => {
    const { here, called, callable } = await everywhere()
    await refuse(spine, doNotCall, here, called, '31', 'job')
    const now = await callable()
    expect(now).toMatchObject({ otherJob: 1, otherTenant: 1, otherClient: 1 })
    expect(stopped).toContain(now['here'])
  })

  it('no for the family (33) stops the number they answered, not the person at others', async () => {
    const { here, called, callable } = await everywhere()
    await refuse(spine, doNotCall, here, called, '33')
    expect(await callable()).toEqual({ here: 2, otherJob: 2, otherTenant: 2, otherClient: 1 })
  })

  it('wrong number (41) stops that number for this person, not for whoever owns it', async () => {
    const { here, called, callable } = await everywhere()
    const owner = await contactOf(spine, here, { customer: 'C-2', numbers: ['090'] })
    await refuse(spine, doNotCall, here, called, '41')
    expect(await callable()).toEqual({ here: 2, otherJob: 2, otherTenant: 2, otherClient: 1 })
    expect(await dialledNumber(spine, here, owner)).toBe(1)
  })

  it.each(['11', '12', '13', '14', '21', '22', '23', '24', '42', '44', '45', '51', '91'])(
    'what %s means stops nobody',
    async (disposition) => {
      const tenant = await spine.tenant()
      const contact = await contactOf(spine, tenant, hanako)
      await refuse(spine, doNotCall, tenant, contact, disposition)
      expect(await dialledNumber(spine, tenant, contact)).toBe(1)
      expect(await entriesOf(spine, tenant.tenantId, 'do_not_call.recorded')).toEqual([])
    },
  )
})

describe('a person', () => {
  it('is the same under a new list with other numbers, by the customer number or by kana and birth date', async () => {
    const tenant = await spine.tenant()
    await refusedForGood(tenant)
    const moved = await contactOf(spine, tenant, { customer: 'C-1', numbers: ['080'] })
    const unnumbered = await contactOf(spine, tenant, { person: 'ハナコ 1970', numbers: ['070'] })
    const stranger = await contactOf(spine, tenant, { customer: 'C-3', numbers: ['070'] })
    expect(await dialledNumber(spine, tenant, moved)).toBe('refused')
    expect(await dialledNumber(spine, tenant, unnumbered)).toBe('refused')
    expect(await dialledNumber(spine, tenant, stranger)).toBe(1)
  })

  it('whose spouse declines a public service on the same telephone is still called', async () => {
    const tenant = await spine.tenant()
    const spouse = await contactOf(spine, tenant, { customer: 'C-9', numbers: ['03'] })
    const declining = await contactOf(spine, tenant, { customer: 'C-1', numbers: ['03'] })
    await refuse(spine, doNotCall, tenant, declining, '31', 'job')
    expect(await dialledNumber(spine, tenant, spouse)).toBe(1)
  })

  it('known by nothing but a number is stopped by that, in this job', async () => {
    const tenant = await spine.tenant()
    const other = await contactOf(spine, tenant, { numbers: ['03', '090'] })
    await refuse(spine, doNotCall, tenant, await contactOf(spine, tenant, { numbers: ['03'] }), '31', 'job')
    expect(await dialledNumber(spine, tenant, other)).toBe(2)
  })
})

describe('a refusal', () => {
  it('stays when its list, contact and keys are gone, and stops the next list', async () => {
    const tenant = await spine.tenant()
    const { contact, attemptId } = await refusedForGood(tenant)
    const { superuser } = spine.test
    await superuser.query('delete from tenant.attempts where attempt_id = $1', [attemptId])
    for (const table of ['leads', 'contact_numbers', 'contacts'])
      await superuser.query(`delete from tenant.${table} where contact_id = $1`, [contact.contactId])
    await superuser.query('delete from tenant.lists where list_id = $1', [contact.listId])
    expect(await dialledNumber(spine, tenant, await contactOf(spine, tenant, hanako))).toBe('refused')
  })

  it('stands in the ledger with what it stops, without a number, a name or an index (M-01)', async () => {
    const tenant = await spine.tenant()
    const contact = await contactOf(spine, tenant, hanako)
    const attempt = await refuse(spine, doNotCall, tenant, contact, '32')
    const [entry, ...more] = await entriesOf(spine, tenant.tenantId, 'do_not_call.recorded')
    expect(more).toEqual([])
    expect(entry).toMatchObject({
      ...{ outcome: 'done', purpose: 'call', counts: { rows: 4 } },
      refs: { attempt, campaign: tenant.campaignId, list: contact.listId, disposition: '32' },
    })
    const text = JSON.stringify(entry)
    for (const index of ['C-1', '090', '03', 'ハナコ 1970'].map(indexOf)) {
      expect(text).not.toContain(index.toString('hex'))
      expect(text).not.toContain(index.toString('base64'))
    }
  })

  it('is not there when the result is not: both are one transaction', async () => {
    const tenant = await spine.tenant()
    const contact = await contactOf(spine, tenant, hanako)
    const operator = await spine.person(tenant, 'operator')
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    const { contactId, listId } = contact
    const rollback = spine.test.database.transaction(operator, tenant.tenantId, async (tx) => {
      await doNotCall.record(tx, {
        ...{ campaignId: tenant.campaignId, campaignKind: 'test', attemptId, contactId, listId, disposition: '32' },
        ...{ refusalScope: 'job', policyHash: '0'.repeat(64), atMs: Date.now() },
      })
      throw new Error('the result could not be written')
    })
    await expect(rollback).rejects.toThrow('could not be written')
    await spine.test.superuser.query(`update tenant.attempts set state = 'ended' where attempt_id = $1`, [attemptId])
    expect(await dialledNumber(spine, tenant, contact)).toBe(1)
    expect(await entriesOf(spine, tenant.tenantId, 'do_not_call.recorded')).toEqual([])
  })

  it('ends waiting leads in all tenants of the client, and leaves what a supervisor holds to him', async () => {
    const here = await spine.tenant()
    const there = await siblingOf(spine, here.clientId)
    const waiting = await contactOf(spine, there, hanako)
    const held = await contactOf(spine, there, hanako)
    const anyone = await contactOf(spine, there, { customer: 'C-7', numbers: ['080'] })
    const { superuser } = spine.test
    await superuser.query(`update tenant.leads set state = 'held' where lead_id = $1`, [held.leadId])
    await refuse(spine, doNotCall, here, await contactOf(spine, here, hanako), '32')
    const states = async () => {
      const { rows } = await superuser.query<{ lead_id: string; state: string; finished_reason: string | null }>(
        'select lead_id, state, finished_reason from tenant.leads where tenant_id = $1',
        [there.tenantId],
      )
      return new Map(rows.map((row) => [row.lead_id, `${row.state} ${row.finished_reason}`]))
    }
    await expect.poll(async () => (await states()).get(waiting.leadId), patience).toBe('finished do_not_call')
    expect((await states()).get(held.leadId)).toBe('held null')
    expect((await states()).get(anyone.leadId)).toBe('ready null')
  })
})

describe('a server that is killed right after the result', () => {
  it('has told the other processes all the same: the news is part of the commit', async () => {
    const { database } = spine.test
    const log = createLog({ level: 'silent' })
    const dying = await createRefusalEvents({ database, clock: systemClock, log })
    const living = await createRefusalEvents({ database, clock: systemClock, log })
    const heard: RefusalEvent[] = []
    living.subscribe((event) => void heard.push(event))
    const tenant = await spine.tenant()
    const lead = await contactOf(spine, tenant, hanako)
    await refuse(
      spine,
      {
        record: (tx, result) =>
          // nothing of this process runs after the commit
          recordRefusal({ writer: spine.writer, events: dying }, { ...tx, afterCommit: () => undefined }, result),
      },
      tenant,
      await contactOf(spine, tenant, hanako),
      '32',
    )
    await expect.poll(() => heard.map(({ clientId }) => clientId), patience).toEqual([tenant.clientId])
    // and whoever heard nothing asks the list itself
    expect(await dialledNumber(spine, tenant, lead)).toBe('refused')
    await Promise.all([dying.close(), living.close()])
  })
})

describe('the list of a client', () => {
  it('is read by its own tenants only, and nobody of the product changes or deletes it (lazy manager)', async () => {
    const tenant = await spine.tenant()
    await refuse(spine, doNotCall, tenant, await contactOf(spine, tenant, hanako), '32')
    const other = await spine.tenant()
    const count = (tenantId: TestTenant['tenantId']) =>
      spine.test.database.transaction({ kind: 'system', name: 'scheduler' }, tenantId, async (tx) => {
        const { rows } = await tx.client.query<{ rows: number }>('select count(*)::int as rows from house.do_not_call')
        return rows[0]?.rows
      })
    expect(await count(tenant.tenantId)).toBe(4)
    expect(await count(other.tenantId)).toBe(0)
    for (const change of [
      'delete from house.do_not_call',
      `update house.do_not_call set job_id = null, scope = 'number'`,
      'truncate house.do_not_call',
    ]) {
      const tried = spine.test.database.transaction({ kind: 'system', name: 'scheduler' }, tenant.tenantId, (tx) =>
        tx.client.query(change),
      )
      await expect(tried).rejects.toThrow(/permission denied/)
    }
    const forOther = spine.test.database.transaction({ kind: 'system', name: 'scheduler' }, other.tenantId, (tx) =>
      tx.client.query(
        `insert into house.do_not_call (client_id, key_index, entry_id, key_kind, scope, disposition, tenant_id, recorded_at)
          values ($1, $2, gen_random_uuid(), 'number', 'client', '32', $3, now())`,
        [tenant.clientId, indexOf('090'), other.tenantId],
      ),
    )
    await expect(forOther).rejects.toThrow(/row-level security/)
  })
})

describe('the dialler’s look at the list', () => {
  it('goes by its index, for persons and for numbers, under row-level security', async () => {
    const tenant = await spine.tenant()
    await contactOf(spine, tenant, hanako)
    const { superuser } = spine.test
    await superuser.query(
      `insert into house.do_not_call (client_id, key_index, entry_id, key_kind, scope, disposition, tenant_id, recorded_at)
        select $1, substring(sha256(n::text::bytea) for 16), gen_random_uuid(), 'number', 'client', '32', $2, now()
        from generate_series(1, 20000) n`,
      [tenant.clientId, tenant.tenantId],
    )
    await superuser.query('analyze house.do_not_call')
    const plan = await spine.test.database.transaction(
      { kind: 'system', name: 'dialler' },
      tenant.tenantId,
      async (tx) => {
        const values = [tenant.tenantId, tenant.campaignId, new Date(), 10, []]
        const { rows } = await tx.client.query<{ 'QUERY PLAN': string }>(`explain ${dueLeadsSql}`, values)
        return rows.map((row) => row['QUERY PLAN'])
      },
    )
    expect(plan.filter((line) => line.includes('Index Scan using do_not_call_pkey'))).toHaveLength(2)
    expect(plan.filter((line) => /Index Cond: .*client_id = .*key_index = /.test(line))).toHaveLength(2)
    expect(plan.join()).not.toContain('Seq Scan on do_not_call')
  })
})
