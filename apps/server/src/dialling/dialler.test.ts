import type { NetworkProfile } from '@sekisho/telephony'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSpine, type Spine } from '../test-spine.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { DiallerDependencies } from './dialler.ts'
import { dueLeadsSql } from './due-leads.ts'
import { type DiallingTest, everybodyAnswers, startDialling } from './test-dialling.ts'
import { violated } from './test-invariants.ts'
import { enteredRows } from '../test-entered.ts'

let spine: Spine
const open: DiallingTest[] = []
beforeAll(async () => {
  spine = await startSpine()
})
afterAll(() => spine.stop())

/** A tenant, a network and a clock of its own for each test, over one spine. */
async function begin(profile: Partial<NetworkProfile> = {}, rest: Parameters<typeof startDialling>[0] = {}) {
  for (const test of open.splice(0)) await test.stop()
  const test = await startDialling({
    ...rest,
    spine,
    network: { profile: { ...everybodyAnswers, ...profile }, ...rest.network },
  })
  open.push(test)
  return test
}
afterAll(async () => {
  for (const test of open.splice(0)) await test.stop()
})

async function leadStates({ tenant }: DiallingTest) {
  const { rows } = await spine.test.superuser.query(
    'select state, last_disposition, attempts, finished_reason, due_at from tenant.leads where tenant_id = $1 order by due_at',
    [tenant.tenantId],
  )
  return rows
}

async function entries({ tenant }: DiallingTest, type: string) {
  const { rows } = await spine.test.superuser.query(
    `select outcome, reason, convert_from(body, 'utf8')::jsonb as body from ${enteredRows} e
      where tenant_id = $1 and type = $2 order by entry_id`,
    [tenant.tenantId, type],
  )
  return rows
}

describe('one call', () => {
  it('goes from a due lead to an operator who hears the person, and to wrap-up when the person hangs up (C-01, C-03)', async () => {
    const test = await begin()
    test.startDialler()
    await test.lead()
    const operator = await test.operator()
    await test.pass(2_500)
    expect((await test.attempts()).map(({ state }) => state)).toEqual(['ringing'])
    await test.pass(2_500)
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: operator.personId }])
    expect(test.events.seen.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['connecting', 'connected']))
    await test.pass(35_000)
    expect(await test.attempts()).toMatchObject([{ state: 'wrap_up', cause: 'hung_up_by_customer', disposition: null }])
    expect(test.errors).toEqual([])
    expect(await violated(test)).toEqual({})
  })

  const never = { answerRateByHour: { weekday: Array<number>(24).fill(0), weekend: Array<number>(24).fill(0) } }
  const causes: readonly {
    cause: string
    profile: Partial<NetworkProfile>
    disposition: string
    lead: { state: string; counted: number }
  }[] = [
    { cause: 'busy', profile: { busyRate: 1 }, disposition: 'S01', lead: { state: 'waiting', counted: 1 } },
    { cause: 'no_answer', profile: never, disposition: 'S02', lead: { state: 'waiting', counted: 1 } },
    {
      cause: 'unreachable',
      profile: { unreachableRate: 1 },
      disposition: 'S04',
      lead: { state: 'waiting', counted: 1 },
    },
    {
      cause: 'unallocated',
      profile: { unallocatedShare: 1 },
      disposition: 'S05',
      lead: { state: 'finished', counted: 1 },
    },
    { cause: 'rejected', profile: { blockingShare: 1 }, disposition: 'S06', lead: { state: 'held', counted: 1 } },
    {
      cause: 'rejected',
      profile: { ...never, declineRate: 1 },
      disposition: 'S02',
      lead: { state: 'waiting', counted: 1 },
    },
    { cause: 'failed', profile: { failureRate: 1 }, disposition: 'S07', lead: { state: 'waiting', counted: 0 } },
  ]
  it.each(causes)(
    'that ends with $cause has the result $disposition once, and the lead its next time',
    async ({ cause, profile, disposition, lead }) => {
      const test = await begin(profile)
      test.startDialler()
      await test.lead()
      await test.operator()
      await test.pass(30_000)
      const ended = await test.attempts()
      // an operator stands with whom he talked to, and with nobody else: figures by operator rest on it
      expect(ended).toMatchObject([
        { state: 'ended', disposition, operator_id: null, ...(cause === 'failed' ? {} : { cause }) },
      ])
      const [state] = await leadStates(test)
      expect(state).toMatchObject({ state: lead.state, last_disposition: disposition, attempts: lead.counted })
      if (lead.state === 'waiting') expect(state.due_at.getTime()).toBeGreaterThan(test.clock.now())
      expect(await violated(test)).toEqual({})
      expect(test.errors).toEqual([])
    },
  )

  /** The seat for which it rings is taken away between the answer and the look for it. */
  function goneAtTheAnswer(test: DiallingTest, operator: PersonActor): Partial<DiallerDependencies> {
    let isAnswered = false
    let going: Promise<unknown> | undefined
    const { database } = test
    return {
      atStep: (step) => void (isAnswered ||= step === 'answered'),
      database: {
        ...database,
        async transaction(by, scope, ...rest) {
          if (isAnswered) {
            going ??= database.transaction(by, scope, (tx) =>
              tx.client.query(`update tenant.desks set state = 'away' where operator_id = $1`, [operator.personId]),
            )
          }
          // whichever transaction comes first: none of them goes on before the seat is gone
          await going
          return database.transaction(by, scope, ...rest)
        },
      },
    }
  }

  it('nobody takes within two seconds hears the announcement and is counted as abandoned', async () => {
    const test = await begin()
    await test.lead()
    const operator = await test.operator()
    test.startDialler(goneAtTheAnswer(test, operator))
    await test.pass(5_000)
    expect(await test.attempts()).toMatchObject([{ state: 'answered', operator_id: null }])
    await test.pass(2_000)
    expect(await test.attempts()).toMatchObject([{ state: 'ended', disposition: 'S08', cause: 'no_operator' }])
    expect(await test.network.carrier.listCalls()).toHaveLength(1)
    await test.pass(8_000)
    expect(await test.network.carrier.listCalls()).toEqual([])
    expect(await leadStates(test)).toMatchObject([{ state: 'waiting', last_disposition: 'S08' }])
    expect(await violated(test)).toEqual({})
  })

  it('goes to whoever is free when the seat for which it rang is gone at that moment', async () => {
    const test = await begin()
    await test.lead()
    const [gone, away] = [await test.operator(), await test.operator('away')]
    test.startDialler(goneAtTheAnswer(test, gone))
    await test.pass(5_000)
    await spine.test.superuser.query(`update tenant.desks set state = 'available' where operator_id = $1`, [
      away.personId,
    ])
    await test.pass(3_000)
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: away.personId }])
  })

  it('to whoever was abandoned is made for one operator’s seat', async () => {
    const test = await begin()
    test.startDialler()
    const lead = await test.lead()
    await spine.test.superuser.query(`update tenant.leads set last_disposition = 'S08' where lead_id = $1`, [
      lead.leadId,
    ])
    const operator = await test.operator()
    await test.pass(2_000)
    expect(await test.attempts()).toMatchObject([{ state: 'ringing', operator_id: operator.personId }])
    await test.pass(3_000)
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: operator.personId }])
  })
})

describe('the loop', () => {
  it('begins one call for each free operator and not one more', async () => {
    const test = await begin()
    test.startDialler()
    for (let index = 0; index < 6; index += 1) await test.lead()
    for (let index = 0; index < 3; index += 1) await test.operator()
    await test.operator('away')
    await test.pass(6_000)
    expect(test.placed).toHaveLength(3)
    expect((await test.attempts()).map(({ state }) => state)).toEqual(['connected', 'connected', 'connected'])
    expect(new Set((await test.attempts()).map(({ operator_id }) => operator_id)).size).toBe(3)
  })

  it('calls nobody outside of hours, in a stopped campaign, or of a list that is being imported', async () => {
    const test = await begin(
      {},
      {
        settings: {
          hours: { weekday: { fromMinute: 601, untilMinute: 1200 }, saturday: null, sundayAndHoliday: null },
        },
      },
    )
    test.startDialler()
    const lead = await test.lead()
    await test.operator()
    const { superuser } = spine.test
    await test.pass(3_000)
    expect(test.placed).toEqual([])
    await superuser.query(`update tenant.campaigns set state = 'stopped' where campaign_id = $1`, [
      test.tenant.campaignId,
    ])
    await superuser.query(`update tenant.lists set state = 'importing' where list_id = $1`, [lead.listId])
    await test.pass(60_000)
    expect(test.placed).toEqual([])
    await superuser.query(`update tenant.campaigns set state = 'running' where campaign_id = $1`, [
      test.tenant.campaignId,
    ])
    await test.pass(3_000)
    expect(test.placed).toEqual([])
    await superuser.query(`update tenant.lists set state = 'ready' where list_id = $1`, [lead.listId])
    await test.pass(3_000)
    expect(test.placed).toHaveLength(1)
  })

  it('marks a list at the first call of one of its leads, so that its import can no longer be undone', async () => {
    const test = await begin()
    test.startDialler()
    const [called, later] = [await test.lead(), await test.lead()]
    await test.operator()
    await test.pass(3_000)
    const { rows } = await spine.test.superuser.query(
      'select list_id, first_leased_at from tenant.lists where list_id = any ($1)',
      [[called.listId, later.listId]],
    )
    const marked = rows.filter((row) => row.first_leased_at !== null)
    expect(marked.map((row) => row.list_id)).toEqual([called.listId])
  })

  it('never has one number on two lines (couples share a telephone)', async () => {
    const test = await begin()
    test.startDialler()
    const [one, other] = [await test.lead(), await test.lead()]
    await spine.test.superuser.query(
      `update tenant.contact_numbers set phone_index = (select phone_index from tenant.contact_numbers where contact_id = $1) where contact_id = $2`,
      [one.contactId, other.contactId],
    )
    await test.operator()
    await test.operator()
    await test.pass(6_000)
    expect(test.placed).toHaveLength(1)
  })

  it('begins nothing while the carrier is away, and knows the truth before it goes on', async () => {
    const test = await begin()
    test.startDialler()
    await test.lead()
    const talking = await test.operator()
    await test.pass(5_000)
    expect(await test.attempts()).toMatchObject([{ state: 'connected', operator_id: talking.personId }])
    test.network.simulation.beginOutage('connection')
    await test.lead()
    await test.operator()
    await test.pass(40_000)
    expect(test.placed).toHaveLength(1)
    expect(await test.attempts()).toMatchObject([{ state: 'connected' }])
    test.network.simulation.endOutage('connection')
    await test.pass(6_000)
    expect(await test.attempts()).toMatchObject([{ state: 'wrap_up', cause: 'vanished' }, { state: 'connected' }])
  })

  it('finds lost answers of the carrier again and dials nobody twice', async () => {
    const test = await begin({}, { network: { lostReplyRate: 1 } })
    test.startDialler()
    for (let index = 0; index < 3; index += 1) await test.lead()
    for (let index = 0; index < 3; index += 1) await test.operator()
    await test.pass(8_000)
    expect(new Set(test.placed).size).toBe(3)
    expect(test.placed).toHaveLength(3)
    expect((await test.attempts()).map(({ state }) => state)).toEqual(['connected', 'connected', 'connected'])
  })

  it('shares campaigns with another dialler on the same database without ever dialling a lead twice', async () => {
    const test = await begin()
    test.startDialler()
    const other = test.startDialler()
    for (let index = 0; index < 8; index += 1) await test.lead()
    for (let index = 0; index < 8; index += 1) await test.operator()
    await test.pass(8_000)
    expect(test.placed).toHaveLength(8)
    const { rows } = await spine.test.superuser.query(
      'select count(distinct dialler)::int as diallers from tenant.attempts where tenant_id = $1',
      [test.tenant.tenantId],
    )
    expect(rows).toEqual([{ diallers: 1 }])
    expect(other.liveCalls() === 0 || other.liveCalls() === 8).toBe(true)
    await test.pass(40_000)
    expect(await violated(test)).toEqual({})
  })

  it('finds due leads by their index', async () => {
    const test = await begin()
    const { superuser } = spine.test
    const lead = await test.lead()
    await superuser.query(
      `insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed)
        select tenant_id, gen_random_uuid(), list_id, n, sealed from tenant.contacts, generate_series(1, 5000) n where contact_id = $1`,
      [lead.contactId],
    )
    await superuser.query(
      `insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at)
        select tenant_id, gen_random_uuid(), $2, list_id, contact_id, now() from tenant.contacts where list_id = $1 and contact_id <> $3`,
      [lead.listId, test.tenant.campaignId, lead.contactId],
    )
    await superuser.query('analyze tenant.leads, tenant.contacts, tenant.attempts, tenant.contact_numbers')
    const { rows } = await superuser.query(`explain ${dueLeadsSql} for update of l skip locked`, [
      test.tenant.tenantId,
      test.tenant.campaignId,
      new Date(),
      10,
      [],
    ])
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('leads_due')
    expect(plan).not.toContain('Seq Scan on leads')
    expect(plan).not.toContain('Sort Key: l.due_at')
  })
})

describe('when a part is away', () => {
  it('the ledger: no call begins, who is answered hears the announcement, a talk goes on, and all is entered later (rule 2)', async () => {
    const test = await begin()
    test.startDialler()
    await test.lead()
    await test.operator()
    await test.pass(5_000)
    await test.lead()
    await test.operator()
    await test.pass(2_500)
    expect((await test.attempts()).map(({ state }) => state)).toEqual(['connected', 'ringing'])
    await spine.stopSequencer()
    await until(() => !spine.receipts.state().isAvailable)
    await test.lead()
    await test.operator()
    await test.pass(9_000)
    expect(test.placed).toHaveLength(2)
    // counted as soon as the ledger takes entries again; until then it stays open
    expect((await test.attempts()).map(({ state }) => state)).toEqual([
      'connected',
      expect.stringMatching(/ringing|answered/),
    ])
    await spine.startSequencer()
    await until(() => spine.receipts.state().isAvailable)
    await passUntil(test, async () => (await test.attempts())[1]?.state === 'ended')
    expect(await test.attempts()).toMatchObject([
      { state: 'connected' },
      { disposition: 'S08', cause: 'ledger_unavailable' },
      {},
    ])
    await test.pass(40_000)
    expect(await violated(test)).toEqual({})
  })

  it('the key service: attempts whose number cannot be opened are no tries: due again at once, with an entry that says why', async () => {
    const test = await begin()
    await test.lead()
    await test.operator()
    const { gate } = test
    test.startDialler({
      gate: {
        ...gate,
        async unsealNumber(ticket) {
          await spine.stopKeyService()
          return gate.unsealNumber(ticket)
        },
      },
    })
    await test.pass(1_000)
    expect(test.placed).toEqual([])
    await spine.startKeyService()
    await until(() => spine.receipts.state().isAvailable)
    await passUntil(test, async () => (await test.attempts())[0]?.state === 'ended')
    const [attempt] = await test.attempts()
    expect(attempt).toMatchObject({ state: 'ended', disposition: 'S09' })
    expect(await leadStates(test)).toMatchObject([{ state: 'waiting', attempts: 0 }])
    await violated(test)
    expect(await entries(test, 'attempt.ended')).toMatchObject([
      { outcome: 'failed', reason: expect.stringMatching(/^(key_service|ledger)_unavailable$/) },
    ])
    const [lead] = await leadStates(test)
    expect(lead.due_at.getTime() - test.clock.now()).toBeLessThanOrEqual(60_000)
  })
})

/** A ledger that has just come back may lapse for a moment on a busy machine: what waits for it is tried again. */
async function passUntil(test: DiallingTest, isSo: () => Promise<boolean>): Promise<void> {
  for (let passed = 0; passed < 30_000 && !(await isSo()); passed += 500) await test.pass(500)
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}
