import { ProblemError } from '@sekisho/contract'
import type { ClearNumber } from '@sekisho/vault'
import { systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { GateDependencies, NumberRequest, NumberTicket } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

const dialler = systemActor('dialler')

export async function requestNumber(
  { writer, authorise }: GateDependencies,
  tx: Tx,
  request: NumberRequest,
): Promise<NumberTicket> {
  const decision = await authorise(dialler, 'number.dial', { kind: 'tenant', tenantId: request.tenantId })
  if (!decision.allowed) throw new ProblemError('forbidden')
  const entryId = await writer.enter(tx, {
    type: 'number.unsealed',
    purpose: 'dialling',
    policyHash: decision.policyHash,
    campaignKind: request.campaignKind,
    refs: { campaign: request.campaignId, list: request.listId, attempt: request.attemptId },
    subject: { contactId: request.contactId, listId: request.listId, ordinal: request.ordinal },
  })
  return { ...request, entryId }
}

export async function unsealNumber(
  { database, receipts, keys }: GateDependencies,
  ticket: NumberTicket,
): Promise<ClearNumber> {
  const { tenantId, listId, contactId, ordinal } = ticket
  const row = await database.transaction(dialler, tenantId, (tx) =>
    tx.db
      .selectFrom('tenant.contact_numbers')
      .select(['sealed', 'row_version'])
      .where('contact_id', '=', contactId)
      .where('ordinal', '=', ordinal)
      .executeTakeFirst(),
  )
  if (row === undefined) throw new ProblemError('not_found')
  const { opened } = await withReceipt(receipts, tenantId, ticket.entryId, (receipt) =>
    keys.openNumber({ receipt, tenantId, listId, contactId, ordinal, rowVersion: row.row_version, sealed: row.sealed }),
  )
  return opened
}
