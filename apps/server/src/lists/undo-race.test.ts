import type { ListId } from '@sekisho/contract'
import { assert, asyncProperty, integer } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../platform/actor.ts'
import type { TestTenant } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { startLists, type TestLists } from './test-lists.ts'

let test: TestLists
let tenant: TestTenant
let asking: Asking
let number = 0

beforeAll(async () => {
  test = await startLists()
  tenant = await test.tenant()
  const { actor } = await test.signedIn(tenant, 'supervisor')
  asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) }
})
afterAll(() => test.stop())

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The first lease of a list as the dialler makes it: a due lead under its lock, then the list's row. */
function lease(listId: ListId, holdMs: number): Promise<boolean> {
  return test.product.spine.test.database.transaction(systemActor('dialler'), tenant.tenantId, async (tx) => {
    const { rows } = await tx.client.query(
      `select lead_id from tenant.leads where campaign_id = $1 and list_id = $2 and state = 'ready' limit 1 for update skip locked`,
      [tenant.campaignId, listId],
    )
    if (rows.length === 0) return false
    await pause(holdMs)
    const taken = await tx.client.query(
      `update tenant.lists set first_leased_at = now() where list_id = $1 and first_leased_at is null and state = 'ready'`,
      [listId],
    )
    if (taken.rowCount === 0) return false
    await tx.client.query(`update tenant.leads set state = 'dialling' where lead_id = $1`, [rows[0].lead_id])
    return true
  })
}

/** The dialler tries again after a deadlock, as it does at each of its turns. */
async function leasedInTheEnd(listId: ListId, holdMs: number): Promise<boolean> {
  for (;;) {
    try {
      return await lease(listId, holdMs)
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error
    }
  }
}

async function undone(listId: ListId): Promise<boolean> {
  try {
    await test.lists.undo(asking, listId)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'already_called' })
    return false
  }
}

async function state(listId: ListId) {
  const { rows } = await test.product.spine.test.superuser.query(
    `select state, first_leased_at is not null as leased, (select count(*)::int from tenant.leads where list_id = $1) as leads
      from tenant.lists where list_id = $1`,
    [listId],
  )
  return rows[0]
}

async function newList(): Promise<ListId> {
  number += 1
  const e164 = `+81900${String(number).padStart(7, '0')}`
  return (await test.product.spine.contact(tenant, { name: `架空 ${number}` }, e164)).listId
}

describe('undo and the first lease of a list', () => {
  it('never both happen and never neither, whoever comes when', async () => {
    const moment = integer({ min: 0, max: 12 })
    await assert(
      asyncProperty(moment, moment, moment, async (undoAfterMs, leaseAfterMs, holdMs) => {
        const listId = await newList()
        const [isUndone, isLeased] = await Promise.all([
          pause(undoAfterMs).then(() => undone(listId)),
          pause(leaseAfterMs).then(() => leasedInTheEnd(listId, holdMs)),
        ])
        expect(isUndone).toBe(!isLeased)
        const after = isUndone ? ['undone', false, 0] : ['ready', true, 1]
        const { state: now, leased, leads } = await state(listId)
        expect([now, leased, leads]).toEqual(after)
      }),
      { numRuns: 25 },
    )
  })

  it('in order: a list that was undone cannot be leased, and one that was leased cannot be undone', async () => {
    const [first, second] = [await newList(), await newList()]
    expect(await undone(first)).toBe(true)
    expect(await lease(first, 0)).toBe(false)
    expect(await lease(second, 0)).toBe(true)
    expect(await undone(second)).toBe(false)
  })
})
