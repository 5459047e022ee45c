import { type ContactId, ProblemError } from '@sekisho/contract'
import type { ClearNumber } from '@sekisho/vault'
import { systemActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { GateDependencies, NumberRequest, NumberTicket } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

const dialler = systemActor('dialler')

export async function requestNumbers(
  { writer, authorise }: GateDependencies,
  tx: Tx,
  requests: readonly NumberRequest[],
): Promise<NumberTicket[]> {
  if (requests.length === 0) return []
  const decision = await authorise(dialler, 'number.dial', { kind: 'tenant', tenantId: tenantOf(tx) })
  if (!decision.allowed) throw new ProblemError('forbidden')
  const sealed = await sealedNumbers(tx, requests)
  const entryIds = await writer.enterAll(
    tx,
    requests.map((request) => ({
      type: 'number.unsealed',
      purpose: 'dialling',
      policyHash: decision.policyHash,
      campaignKind: request.campaignKind,
      refs: { campaign: request.campaignId, list: request.listId, attempt: request.attemptId },
      subject: { contactId: request.contactId, listId: request.listId, ordinal: request.ordinal },
    })),
  )
  return requests.map((request, index) => {
    const [entryId, number] = [entryIds[index], sealed.get(keyOf(request.contactId, request.ordinal))]
    if (entryId === undefined || number === undefined) throw new ProblemError('not_found')
    return { ...request, entryId, rowVersion: number.row_version, sealed: number.sealed }
  })
}

interface SealedNumber {
  contact_id: ContactId
  ordinal: number
  row_version: number
  sealed: Buffer
}

const keyOf = (contactId: ContactId, ordinal: number): string => `${contactId} ${ordinal}`

/** Read with the entry, so that what is dialled is what was chosen, and a call needs no transaction of its own for it. */
async function sealedNumbers(tx: Tx, requests: readonly NumberRequest[]): Promise<Map<string, SealedNumber>> {
  const { rows } = await tx.client.query<SealedNumber>({
    name: 'sealed numbers',
    text: `select n.contact_id, n.ordinal, n.row_version, n.sealed
      from unnest($2::uuid[], $3::smallint[]) as r (contact_id, ordinal)
        join tenant.contact_numbers n on n.tenant_id = $1 and n.contact_id = r.contact_id and n.ordinal = r.ordinal`,
    values: [tenantOf(tx), requests.map(({ contactId }) => contactId), requests.map(({ ordinal }) => ordinal)],
  })
  return new Map(rows.map((row) => [keyOf(row.contact_id, row.ordinal), row]))
}

export async function unsealNumber({ receipts, keys }: GateDependencies, ticket: NumberTicket): Promise<ClearNumber> {
  const { tenantId, listId, contactId, ordinal, rowVersion, sealed } = ticket
  const { opened } = await withReceipt(receipts, tenantId, ticket.entryId, (receipt) =>
    keys.openNumber({ receipt, tenantId, listId, contactId, ordinal, rowVersion, sealed }),
  )
  return opened
}
