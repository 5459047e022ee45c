import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { contactOf, refuse } from '../do-not-call/test-refusals.ts'
import type { TestContact } from '../test-spine.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'

let test: DiallingTest
let index = 0

beforeAll(async () => {
  test = await startDialling()
  await test.operator()
})
afterAll(() => test.stop())
afterEach(() => expect(test.errors).toEqual([]))

/** Two leads of one person: one is due now and gets dialled, on the other the person refuses. */
async function twoLeads() {
  index += 1
  const keys = { customer: `C-${index}`, numbers: [`090-${index}`] }
  const due = await contactOf(test.spine, test.tenant, keys)
  const refusing = await contactOf(test.spine, test.tenant, { ...keys, numbers: [`03-${index}`] })
  await sealNumber(due)
  await setDue(due, new Date(test.clock.now()))
  await setDue(refusing, new Date('2027-03-01T10:00:00+09:00'))
  return { due, refusing, refuseNow: () => refuse(test.spine, test.doNotCall, test.tenant, refusing, '32') }
}

async function setDue({ leadId }: TestContact, at: Date): Promise<void> {
  await test.spine.test.superuser.query('update tenant.leads set due_at = $2 where lead_id = $1', [leadId, at])
}

async function sealNumber({ tenantId, listId, contactId }: TestContact): Promise<void> {
  const e164 = '+819000000001'
  const sealed = await test.spine.keys.sealNumber({
    ...{ tenantId, listId, contactId, ordinal: 1, rowVersion: 1 },
    number: { e164, asReceived: e164 },
  })
  await test.spine.test.superuser.query('update tenant.contact_numbers set sealed = $2 where contact_id = $1', [
    contactId,
    Buffer.from(sealed),
  ])
}

async function attemptOf({ leadId }: TestContact) {
  const attempts = await test.attempts()
  return attempts.filter((attempt) => attempt.lead_id === leadId)
}

/** Virtual time does not wait for what these tests put in the way of the dialler. */
async function endOf(lead: TestContact) {
  await expect
    .poll(
      async () => {
        await test.pass(50)
        return (await attemptOf(lead)).map(({ state }) => state)
      },
      { timeout: 20_000 },
    )
    .toEqual(['ended'])
  const [attempt] = await attemptOf(lead)
  return attempt
}

describe('a person who refuses at this moment', () => {
  it('is not rung any more by a call that was already ringing elsewhere, and never again', async () => {
    test.startDialler()
    const { due, refuseNow } = await twoLeads()
    await test.pass(1_800)
    expect(await attemptOf(due)).toMatchObject([{ state: 'ringing' }])
    await refuseNow()
    await test.pass(300)
    expect(await test.network.carrier.listCalls()).toEqual([])
    expect(await attemptOf(due)).toMatchObject([{ state: 'ended', disposition: 'S10' }])
    await setDue(due, new Date(test.clock.now()))
    await test.pass(3_000)
    expect(await attemptOf(due)).toHaveLength(1)
    await test.crash()
  })

  it('is not dialled by an attempt that has its number and its line already', async () => {
    const { due, refuseNow } = await twoLeads()
    const before = test.placed.length
    test.startDialler({
      gate: {
        ...test.gate,
        async unsealNumber(ticket) {
          const number = await test.gate.unsealNumber(ticket)
          await refuseNow()
          // as long as the news takes from process to process
          await new Promise((resolve) => setTimeout(resolve, 300))
          return number
        },
      },
    })
    expect(await endOf(due)).toMatchObject({ disposition: 'S09', cause: 'do_not_call' })
    expect(test.placed.length).toBe(before)
    await test.crash()
  })

  it('is not rung when the refusal comes between the look at the list and the intent', async () => {
    const { due, refuseNow } = await twoLeads()
    let refused: Promise<unknown> | undefined
    test.startDialler({
      gate: {
        ...test.gate,
        async requestNumbers(tx, requests) {
          refused ??= refuseNow()
          await refused
          return test.gate.requestNumbers(tx, requests)
        },
      },
    })
    // whether the telephone had begun to ring depends on who was faster
    expect(['S09', 'S10']).toContain((await endOf(due))?.disposition)
    expect(await test.network.carrier.listCalls()).toEqual([])
  })
})
