import type { AttemptId, EntryId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCampaignBook } from '../dialling/index.ts'
import { localEvents } from '../dialling/test-dialling.ts'
import { createDoNotCall, type DoNotCall, type RefusalEvent } from '../do-not-call/index.ts'
import { contactOf, dialledNumber, entriesOf } from '../do-not-call/test-refusals.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestContact, type TestTenant } from '../test-spine.ts'
import { type Asking, createHeldLeads, type HeldLeads } from './held-leads.ts'
import { holdReason, skipReasons } from './hold-reason.ts'
import { heldLeadsSql } from './queries.ts'

let spine: Spine
let tenant: TestTenant
let doNotCall: DoNotCall
let heldLeads: HeldLeads
let asking: Asking
const errors: unknown[] = []

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  const { database } = spine.test
  const { writer } = spine
  const events = localEvents<RefusalEvent>()
  doNotCall = createDoNotCall({ database, writer, events, onError: (error) => void errors.push(error) })
  const campaigns = createCampaignBook({ wall: { fromMinute: 0, untilMinute: 1440 }, closedDays: new Set() })
  heldLeads = createHeldLeads({ database, writer, clock: systemClock, campaigns, doNotCall })
  const actor = await spine.person(tenant, 'supervisor')
  asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
})
afterAll(async () => {
  await doNotCall.stop()
  await spine.stop()
  expect(errors).toEqual([])
})

let people = 0
/** A lead whose last call ended with this result, and which waits since. */
async function held(disposition: string): Promise<TestContact & { revision: number }> {
  people += 1
  const contact = await contactOf(spine, tenant, { customer: `C-${people}`, numbers: [`090-${people}`] })
  await spine.test.superuser.query(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
        intended_at, ended_at, disposition)
      select tenant_id, $2, campaign_id, lead_id, contact_id, 1, due_at, 'ended', $2, now(), now(), $3
      from tenant.leads where lead_id = $1`,
    [contact.leadId, newId<AttemptId>(), disposition],
  )
  const { rows } = await spine.test.superuser.query<{ revision: number }>(
    `update tenant.leads set state = 'held', last_disposition = $2 where lead_id = $1 returning revision`,
    [contact.leadId, disposition],
  )
  return { ...contact, revision: rows[0]?.revision ?? -1 }
}

async function leadOf({ leadId }: TestContact) {
  const { rows } = await spine.test.superuser.query<{ state: string; finished_reason: string | null; due_at: Date }>(
    'select state, finished_reason, due_at from tenant.leads where lead_id = $1',
    [leadId],
  )
  return rows[0]
}

const decided = () => entriesOf(spine, tenant.tenantId, 'lead.decided')
const inAnHour = () => Date.now() + 3_600_000

describe('the list of held leads', () => {
  it('says why an operator who looked before the call did not call, and who that was', async () => {
    const contact = await contactOf(spine, tenant, { customer: 'C-looked', numbers: ['090-looked'] })
    const operator = await spine.person(tenant, 'operator')
    const previewId = newId<EntryId>()
    await spine.test.superuser.query(
      `insert into tenant.previews (tenant_id, preview_id, campaign_id, lead_id, contact_id, ordinal, operator_id,
          lead_state, given_at, limit_at, at_limit, ended_at, ended_as)
        select tenant_id, $2, campaign_id, lead_id, contact_id, 1, $3, 'ready', now(), now(), 'goes_back', now(),
          'needs_supervisor' from tenant.leads where lead_id = $1`,
      [contact.leadId, previewId, operator.personId],
    )
    await spine.test.superuser.query(`update tenant.leads set state = 'held' where lead_id = $1`, [contact.leadId])
    const { leads } = await heldLeads.list(asking, tenant.campaignId)
    expect(leads.find(({ leadId }) => leadId === contact.leadId)).toMatchObject({
      ...{ because: skipReasons.needs_supervisor, disposition: null, wasCalled: false, attempts: 0 },
      operator: expect.any(String),
    })
    await spine.test.superuser.query(`delete from tenant.previews where preview_id = $1`, [previewId])
    await spine.test.superuser.query(`update tenant.leads set state = 'finished' where lead_id = $1`, [contact.leadId])
  })

  it('says why each waits and nothing of who it is', async () => {
    const contact = await held('S11')
    const { leads } = await heldLeads.list(asking, tenant.campaignId)
    const found = leads.find(({ leadId }) => leadId === contact.leadId)
    expect(found).toMatchObject({
      disposition: 'S11',
      because: { ja: '対応結果が未入力のためSV確認待ち' },
      mark: contact.leadId.slice(-6),
      mayCallAgain: true,
    })
    expect(JSON.stringify(leads)).not.toContain('架空')
    expect(JSON.stringify(leads)).not.toContain(contact.contactId)
  })

  it('is empty for another job, and not there for another tenant (A-02, A-05)', async () => {
    await held('52')
    const list = (asker: Asking) => heldLeads.list(asker, tenant.campaignId)
    await expect(list({ ...asking, rowScope: { jobs: [] } })).rejects.toMatchObject({ code: 'not_found' })
    const other = await spine.tenant()
    const actor = await spine.person(other, 'supervisor')
    await expect(list({ ...asking, actor, tenantId: other.tenantId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each([
    ['24', '切電・無言', 'SVの確認待ち'],
    ['91', '通話不良', '回線障害'],
    ['14', '再コール約束', '約束の日時'],
  ])('explains %s (%s), which holds only in the end', async (code, _label, words) => {
    const contact = await held(code)
    const { leads } = await heldLeads.list(asking, tenant.campaignId)
    expect(leads.find(({ leadId }) => leadId === contact.leadId)?.because.ja).toContain(words)
  })

  it('is read by the small index of leads in hand, and each last call by its own', async () => {
    const { superuser } = spine.test
    // a handful of rows would be read whole; with sequential scans out of the question the plan of a large table shows
    await superuser.query('set enable_seqscan = off')
    const { rows } = await superuser.query<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${heldLeadsSql}`)
    await superuser.query('reset enable_seqscan')
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/leads_in_hand on leads/)
    expect(plan).toMatch(/using attempts_(lead_due|tenant_id_lead_id_due_at_key) on attempts/)
    expect(plan).not.toMatch(/Seq Scan on (leads|attempts|contacts)/)
  })

  it('knows no rule for a result that nobody knows any more', () => {
    expect(holdReason(null).en).toContain('supervisor')
    expect(holdReason({ kind: 'final' }).en).toContain('hours')
  })
})

describe('a decision', () => {
  it('to call again gives the lead its time back, entered with its ground (M-01)', async () => {
    const contact = await held('S11')
    const at = inAnHour()
    await heldLeads.decide(asking, contact.leadId, {
      ...{ decision: 'call_again', revision: contact.revision, ground: 'operator_told', at },
    })
    expect(await leadOf(contact)).toMatchObject({ state: 'ready', due_at: new Date(at) })
    const entry = (await decided()).at(-1)
    expect(entry).toMatchObject({
      refs: { lead_decision: 'call_again', ground: 'operator_told', disposition: 'S11' },
      actor_kind: 'person',
    })
    expect(entry?.commitments).toHaveProperty('subject')
    expect(JSON.stringify(entry)).not.toContain(contact.leadId)
  })

  it('is refused at a time at which nobody may be called', async () => {
    const contact = await held('S11')
    const call = (at: number) =>
      heldLeads.decide(asking, contact.leadId, {
        ...{ decision: 'call_again', revision: contact.revision, ground: 'memo_read', at },
      })
    await expect(call(Date.now() - 1_000)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: ['at', 'in_the_past'],
    })
    expect((await leadOf(contact))?.state).toBe('held')
  })

  it('that nobody calls any more ends the lead', async () => {
    const contact = await held('52')
    await heldLeads.decide(asking, contact.leadId, {
      ...{ decision: 'final', revision: contact.revision, ground: 'complaint_settled' },
    })
    expect(await leadOf(contact)).toMatchObject({ state: 'finished', finished_reason: 'supervisor' })
  })

  it('that the person refused stops the person everywhere, and calling again is refused from then on', async () => {
    const contact = await held('33')
    const sibling = await contactOf(spine, tenant, { customer: `C-${people}`, numbers: [`090-${people}`] })
    await heldLeads.decide(asking, contact.leadId, {
      ...{ decision: 'refused', revision: contact.revision, ground: 'person_asked', reach: 'all' },
    })
    expect(await leadOf(contact)).toMatchObject({ state: 'finished', finished_reason: 'do_not_call' })
    expect(['refused', 'nothing']).toContain(await dialledNumber(spine, tenant, sibling))
    expect((await entriesOf(spine, tenant.tenantId, 'do_not_call.recorded')).at(-1)).toMatchObject({
      refs: { disposition: '32' },
    })
    await spine.test.superuser.query(`update tenant.leads set state = 'held' where lead_id = $1`, [sibling.leadId])
    const { leads } = await heldLeads.list(asking, tenant.campaignId)
    const again = leads.find(({ leadId }) => leadId === sibling.leadId)
    expect(again?.mayCallAgain).toBe(false)
    const call = heldLeads.decide(asking, sibling.leadId, {
      ...{ decision: 'call_again', revision: again?.revision ?? 0, ground: 'operator_told', at: inAnHour() },
    })
    await expect(call).rejects.toMatchObject({ code: 'invalid_input', detail: ['not_callable'] })
  })

  it('is taken once: of two supervisors one decides, and what does not wait is not decided', async () => {
    const contact = await held('53')
    const before = (await decided()).length
    const decide = () =>
      heldLeads.decide(asking, contact.leadId, {
        ...{ decision: 'final', revision: contact.revision, ground: 'client_asked' },
      })
    const both = await Promise.allSettled([decide(), decide()])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
    await expect(decide()).rejects.toMatchObject({ code: 'conflict' })
    expect((await decided()).length).toBe(before + 1)
  })

  it('reaches no lead of another job or tenant (A-02, A-05)', async () => {
    const contact = await held('45')
    const decide = (asker: Asking) =>
      heldLeads.decide(asker, contact.leadId, {
        ...{ decision: 'final', revision: contact.revision, ground: 'memo_read' },
      })
    await expect(decide({ ...asking, rowScope: { jobs: [] } })).rejects.toMatchObject({ code: 'not_found' })
    const other = await spine.tenant()
    const actor = await spine.person(other, 'supervisor')
    await expect(decide({ ...asking, actor, tenantId: other.tenantId })).rejects.toMatchObject({ code: 'not_found' })
    expect((await leadOf(contact))?.state).toBe('held')
  })

  it('is not taken while the ledger takes no entry (rule 2)', async () => {
    const contact = await held('51')
    await spine.stopSequencer()
    await new Promise<void>((resolve) => {
      if (!spine.receipts.state().isAvailable) return resolve()
      const end = spine.receipts.onChange(({ isAvailable }) => {
        if (isAvailable) return
        end()
        resolve()
      })
    })
    const decision = heldLeads.decide(asking, contact.leadId, {
      ...{ decision: 'final', revision: contact.revision, ground: 'memo_read' },
    })
    await expect(decision).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect((await leadOf(contact))?.state).toBe('held')
    await spine.startSequencer()
  })
})
