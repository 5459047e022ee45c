import type { ListId, TenantId } from '@sekisho/contract'
import type { ListsDependencies } from './dependencies.ts'
import { endKeys } from './end-keys.ts'
import { isHeld } from './legal-hold.ts'
import { importer } from './import-under-way.ts'
import { deleteCells } from './refused/keep-cells.ts'
import { unnameLeads } from './terms/name-leads.ts'

const contactsAtOnce = 5_000

/**
 * Removes the leads, contacts, numbers and refused rows of a list that was undone or whose import failed, in short
 * transactions, and then its keys. Safe to repeat and to interrupt; a legal hold placed meanwhile ends it.
 *
 * @throws ProblemError `ledger_unavailable`, `key_service_unavailable`: the keys are still there, try again
 */
export async function cleanUp(dependencies: ListsDependencies, tenantId: TenantId, listId: ListId): Promise<void> {
  await removeRows(dependencies, tenantId, listId)
  await endKeys(dependencies, tenantId, listId)
}

async function removeRows({ database }: ListsDependencies, tenantId: TenantId, listId: ListId): Promise<void> {
  for (;;) {
    const removed = await database.transaction(importer, tenantId, async (tx) => {
      const list = await tx.db
        .selectFrom('tenant.lists')
        .select(['state', 'campaign_id'])
        .where('list_id', '=', listId)
        .executeTakeFirst()
      if (list?.state !== 'undone' && list?.state !== 'failed') return 0
      const holds = [{ kind: 'list', id: listId } as const, { kind: 'campaign', id: list.campaign_id } as const]
      if (await isHeld(tx, holds)) return 0
      const contacts = await tx.db
        .selectFrom('tenant.contacts')
        .select('contact_id')
        .where('list_id', '=', listId)
        .limit(contactsAtOnce)
        .execute()
      const ids = contacts.map(({ contact_id }) => contact_id)
      if (ids.length === 0) {
        await deleteCells(tx, listId)
        await tx.db.deleteFrom('tenant.refused_rows').where('list_id', '=', listId).execute()
        return 0
      }
      await tx.client.query(unnameLeads('l.contact_id = any ($1::uuid[])'), [ids])
      await tx.client.query('delete from tenant.leads where contact_id = any ($1::uuid[])', [ids])
      await tx.client.query('delete from tenant.held_out_contacts where contact_id = any ($1::uuid[])', [ids])
      await tx.client.query('delete from tenant.contact_numbers where contact_id = any ($1::uuid[])', [ids])
      await tx.client.query('delete from tenant.contacts where contact_id = any ($1::uuid[])', [ids])
      return ids.length
    })
    if (removed === 0) return
  }
}
