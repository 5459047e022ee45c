import type { AttemptId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import { type Spine, type TestContact, type TestTenant, startSpine } from '../test-spine.ts'

let spine: Spine
let tenant: TestTenant
let other: TestTenant
let contact: TestContact
let operator: PersonActor

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  other = await spine.tenant()
  operator = await spine.person(tenant, 'operator')
  contact = await spine.contact(
    tenant,
    { name: '架空 花子', kana: 'カクウ ハナコ', address: '架空市1-2-3' },
    '+819000000001',
  )
})
afterAll(() => spine.stop())

async function lastEntry(): Promise<{
  type: string
  outcome: string
  reason: string | null
  body: { [name: string]: unknown }
}> {
  const { rows } = await spine.test.superuser.query(
    `select type, outcome, reason, convert_from(body, 'utf8')::jsonb as body from ${enteredRows} e where tenant_id = $1
      order by entry_id desc limit 1`,
    [tenant.tenantId],
  )
  return rows[0]
}

async function hangUp(attemptId: AttemptId): Promise<void> {
  await spine.test.superuser.query(`update tenant.attempts set state = 'ended' where attempt_id = $1`, [attemptId])
}

describe('opening a contact', () => {
  it('shows the operator of the live call the visible fields, against one receipt, and nothing else (C-04, E-01, K-07)', async () => {
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    const opened = await spine.gate.openContact(operator, tenant.tenantId, attemptId)
    expect(opened.values).toEqual({ name: '架空 花子', kana: 'カクウ ハナコ' })
    const entry = await lastEntry()
    expect(entry).toMatchObject({ type: 'contact.opened', outcome: 'done' })
    expect(entry.body).toMatchObject({
      fields: ['kana', 'name'],
      route: 'centre',
      purpose: 'call',
      campaign_kind: 'test',
    })
    expect(JSON.stringify(entry.body)).not.toContain(contact.contactId)
    expect(JSON.stringify(entry.body)).not.toContain(operator.personId)
    await hangUp(attemptId)
  })

  it('is refused without a live call, and the try is entered (B-01, M-01)', async () => {
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    await hangUp(attemptId)
    await expect(spine.gate.openContact(operator, tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'no_live_call',
    })
    expect(await lastEntry()).toMatchObject({ type: 'contact.opened', outcome: 'denied', reason: 'no_live_call' })
  })

  it('is refused to whom the job of the call was taken away, and granted within it (A-05)', async () => {
    const moved = await spine.person(tenant, 'operator')
    const toJob = (jobId: string) =>
      spine.test.superuser.query(`update house.designations set scope_kind = 'job', job_id = $2 where person_id = $1`, [
        moved.personId,
        jobId,
      ])
    const attemptId = await spine.connect(contact, tenant.campaignId, moved)
    await toJob(newId())
    const open = () => spine.gate.openContact(moved, tenant.tenantId, attemptId)
    await expect(open()).rejects.toMatchObject({ code: 'forbidden' })
    expect(await lastEntry()).toMatchObject({ type: 'contact.opened', outcome: 'denied', reason: 'no_grant' })
    await toJob(tenant.jobId)
    // rights are remembered for a second
    await expect
      .poll(
        () =>
          open().then(
            ({ values }) => values.name,
            () => null,
          ),
        { timeout: 20_000 },
      )
      .toBe('架空 花子')
    await hangUp(attemptId)
  })

  it("is refused on a colleague's call", async () => {
    const curious = await spine.person(tenant, 'operator')
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    await expect(spine.gate.openContact(curious, tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'no_live_call',
    })
    await hangUp(attemptId)
  })

  it('is refused to somebody whose designation is gone, even in mid-call (F-08)', async () => {
    const leaver = await spine.person(tenant)
    const attemptId = await spine.connect(contact, tenant.campaignId, leaver)
    await expect(spine.gate.openContact(leaver, tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await lastEntry()).toMatchObject({ outcome: 'denied', reason: 'no_grant' })
    await hangUp(attemptId)
  })

  it('is refused to a supervisor, an auditor and an account manager (B-02, B-14)', async () => {
    for (const seat of ['supervisor', 'auditor', 'account_manager', 'maintainer']) {
      const person = await spine.person(tenant, seat)
      const attemptId = await spine.connect(contact, tenant.campaignId, person)
      await expect(spine.gate.openContact(person, tenant.tenantId, attemptId)).rejects.toMatchObject({
        code: 'forbidden',
      })
      await hangUp(attemptId)
    }
  })

  it('is refused through another tenant, although the attempt exists in its own (A-02)', async () => {
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    await expect(spine.gate.openContact(operator, other.tenantId, attemptId)).rejects.toMatchObject({
      code: 'no_live_call',
    })
    await expect(spine.gate.openContact(operator, newId(), attemptId)).rejects.toMatchObject({
      code: 'ledger_unavailable',
    })
    await hangUp(attemptId)
  })

  it('opens nothing while the sequencer is down, and opens again afterwards (architecture rule 2)', async () => {
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    await spine.stopSequencer()
    await expect(spine.gate.openContact(operator, tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'ledger_unavailable',
    })
    await spine.startSequencer()
    expect((await spine.gate.openContact(operator, tenant.tenantId, attemptId)).values.name).toBe('架空 花子')
    await hangUp(attemptId)
  })

  it('opens nothing while the key service is down, and with the same entry never twice', async () => {
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    await spine.stopKeyService()
    await expect(spine.gate.openContact(operator, tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: expect.stringMatching(/key_service_unavailable|ledger_unavailable/),
    })
    await spine.startKeyService()
    const opened = await spine.gate.openContact(operator, tenant.tenantId, attemptId)
    expect(opened.values.name).toBe('架空 花子')
    await hangUp(attemptId)
  })
})

describe('opening memos', () => {
  async function noted(text: string): Promise<AttemptId> {
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    const { tenantId, listId, contactId } = contact
    const sealed = await spine.keys.sealMemo({ tenantId, listId, contactId, attemptId, text })
    await spine.test.superuser.query(
      `update tenant.attempts set state = 'ended', memo_sealed = $2 where attempt_id = $1`,
      [attemptId, Buffer.from(sealed)],
    )
    return attemptId
  }

  it('shows the operator of the live call what was noted about this contact, and nobody else (D-01, C-04)', async () => {
    await noted('折り返し')
    const attemptId = await spine.connect(contact, tenant.campaignId, operator)
    const opened = await spine.gate.openMemos(operator, tenant.tenantId, attemptId)
    expect(opened.memos.map(({ text }) => text)).toEqual(['折り返し'])
    const entry = await lastEntry()
    expect(entry).toMatchObject({ type: 'memo.opened', outcome: 'done' })
    expect(entry.body).toMatchObject({ purpose: 'call', counts: { memos: 1 } })
    const curious = await spine.person(tenant, 'operator')
    await expect(spine.gate.openMemos(curious, tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'no_live_call',
    })
    expect(await lastEntry()).toMatchObject({ type: 'memo.opened', outcome: 'denied', reason: 'no_live_call' })
    await hangUp(attemptId)
    await expect(spine.gate.openMemos(operator, tenant.tenantId, attemptId)).rejects.toMatchObject({
      code: 'no_live_call',
    })
  })

  it('enters nothing where nothing was noted', async () => {
    const silent = await spine.contact(tenant, { name: '架空 太郎' }, '+819000000077')
    const attemptId = await spine.connect(silent, tenant.campaignId, operator)
    const before = await lastEntry()
    const opened = await spine.gate.openMemos(operator, tenant.tenantId, attemptId)
    expect(opened).toEqual({ memos: [], entryPosition: null })
    expect(await lastEntry()).toEqual(before)
    await hangUp(attemptId)
  })

  it('gives a supervisor one memo for a purpose that the entry names, and an operator none this way', async () => {
    const attemptId = await noted('担当を替えてほしい')
    const supervisor = await spine.person(tenant, 'supervisor')
    const { memos } = await spine.gate.readMemo(supervisor, tenant.tenantId, attemptId, 'complaint')
    expect(memos).toEqual([{ attemptId, text: '担当を替えてほしい' }])
    const entry = await lastEntry()
    expect(entry.body).toMatchObject({ purpose: 'complaint', counts: { memos: 1 }, refs: { attempt: attemptId } })
    expect(JSON.stringify(entry.body)).not.toContain(contact.contactId)
    for (const seat of ['operator', 'auditor', 'centre_manager', 'client_auditor']) {
      const person = await spine.person(tenant, seat)
      await expect(spine.gate.readMemo(person, tenant.tenantId, attemptId, 'quality')).rejects.toMatchObject({
        code: 'forbidden',
      })
      expect(await lastEntry()).toMatchObject({ type: 'memo.opened', outcome: 'denied', reason: 'no_grant' })
    }
    const stranger = await spine.person(other, 'supervisor')
    await expect(spine.gate.readMemo(stranger, other.tenantId, attemptId, 'quality')).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('opens no memo that a database administrator moved to another person (K-07)', async () => {
    const attemptId = await noted('本人だけの話')
    const somebody = await spine.contact(tenant, { name: '架空 次郎' }, '+819000000078')
    const theirs = await spine.connect(somebody, tenant.campaignId, operator)
    await spine.test.superuser.query(
      `update tenant.attempts t set state = 'ended', memo_sealed = s.memo_sealed
        from tenant.attempts s where s.attempt_id = $1 and t.attempt_id = $2`,
      [attemptId, theirs],
    )
    const supervisor = await spine.person(tenant, 'supervisor')
    await expect(spine.gate.readMemo(supervisor, tenant.tenantId, theirs, 'quality')).rejects.toMatchObject({
      code: 'key_service_refused',
    })
  })
})
