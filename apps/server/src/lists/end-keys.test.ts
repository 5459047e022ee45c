import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ContactId, ListId } from '@sekisho/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import type { TestTenant } from '../test-spine.ts'
import { rowCounts, startLists, supervisorOf, type TestLists, type TestSupervisor } from './test-lists.ts'

let test: TestLists
let tenant: TestTenant
let supervisor: TestSupervisor
let listId: ListId

beforeAll(async () => {
  test = await startLists()
})
afterAll(() => test.stop())

beforeEach(async () => {
  tenant = await test.tenant()
  supervisor = supervisorOf(test, (await test.signedIn(tenant, 'supervisor')).browser, tenant)
  const list = await supervisor.imported(Buffer.from('顧客番号,氏名,電話番号\n1,架空 花子,090-0000-0001\n'))
  listId = list.listId
})

const sql = (text: string, values: unknown[] = []) => test.product.spine.test.superuser.query(text, values)

/** Whether the key service still has keys for the list: with them it seals. */
async function hasKeys(): Promise<boolean> {
  const { keys } = test.product.spine
  const contactId = newId<ContactId>()
  return keys.sealContact({ tenantId: tenant.tenantId, listId, contactId, rowVersion: 1, values: {} }).then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ code: 'unknown_key' })
      return false
    },
  )
}

async function keysEndedAt(): Promise<Date | null> {
  const { rows } = await sql('select keys_ended_at from tenant.lists where list_id = $1', [listId])
  return rows[0].keys_ended_at as Date | null
}

describe('the keys of a list (D-09)', () => {
  it('end with an undo, after its rows, so that no copy of the database opens it', async () => {
    expect(await hasKeys()).toBe(true)
    expect((await supervisor.undo(listId)).status).toBe(200)
    await test.lists.idle()
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: 0 })
    expect([await hasKeys(), await keysEndedAt()]).toEqual([false, expect.any(Date)])
  })

  it('end with a failed import', async () => {
    const uploadId = await supervisor.uploaded(Buffer.from('顧客番号,氏名,電話番号\n2,架空 次郎,090-0000-0002\n'))
    const inspection = await supervisor.inspected(uploadId)
    // somebody with access to the disk takes the trailer away
    const chunks = join(test.sealedFolder, tenant.tenantId, uploadId)
    rmSync(join(chunks, readdirSync(chunks).sort().at(-1) ?? ''))
    const started = await supervisor.import(uploadId, inspection)
    listId = (started.body as { listId: ListId }).listId
    await test.lists.idle()
    expect(await supervisor.read(listId)).toMatchObject({ state: 'failed' })
    expect([await hasKeys(), await keysEndedAt()]).toEqual([false, expect.any(Date)])
  })

  it('end at the next start, when a kill came between the rows and the keys', async () => {
    expect((await supervisor.undo(listId)).status).toBe(200)
    await test.lists.idle()
    // the answer of the key service was lost
    await sql('update tenant.lists set keys_ended_at = null where list_id = $1', [listId])
    await test.lists.recover()
    expect([await hasKeys(), await keysEndedAt()]).toEqual([false, expect.any(Date)])
  })

  it('stay while a legal hold keeps the list, and end at the first start after it (rule 10)', async () => {
    const { actor } = await test.signedIn(tenant, 'supervisor')
    await sql(
      `insert into house.legal_holds (hold_id, tenant_id, object_kind, object_id, reason, placed_by) values ($1, $2, 'tenant', $2, '調査', $3)`,
      [newId(), tenant.tenantId, actor.personId],
    )
    // as a hold finds it that is placed right after the undo
    const { rows } = await sql(`select entry_id from ${enteredRows} e where tenant_id = $1 limit 1`, [tenant.tenantId])
    await sql(`update tenant.lists set state = 'undone', ended_by = $2 where list_id = $1`, [listId, rows[0].entry_id])
    await test.lists.recover()
    expect([await hasKeys(), await keysEndedAt()]).toEqual([true, null])
    expect(await rowCounts(test, tenant.tenantId)).toMatchObject({ contacts: 1 })
  })

  it('stay when the entry that is to order it orders nothing, and the refusal is kept', async () => {
    const { rows } = await sql(
      `select entry_id from ${enteredRows} e where tenant_id = $1 and type = 'list.imported' limit 1`,
      [tenant.tenantId],
    )
    await sql('delete from tenant.leads where list_id = $1', [listId])
    await sql(`update tenant.lists set state = 'undone', ended_by = $2 where list_id = $1`, [listId, rows[0].entry_id])
    await test.lists.recover()
    expect([await hasKeys(), await keysEndedAt()]).toEqual([true, null])
    const refusals = await test.product.spine.keys.refusals({ after: 0 })
    expect(refusals.at(-1)).toMatchObject({ op: 'destroyList', code: 'refused_wrong_type' })
  })
})
