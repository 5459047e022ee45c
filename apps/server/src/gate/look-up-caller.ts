import { type ContactId, type EntryId, type ListId, ProblemError, type TenantId } from '@sekisho/contract'
import { domesticDigits } from '@sekisho/telephony'
import { KeyServiceError } from '@sekisho/vault'
import { systemActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { Arrival, GateDependencies } from './gate.ts'
import { asProblem, withReceipt } from './with-receipt.ts'

const dialler = systemActor('dialler')

/** The right to dial numbers for calls covers the one to know whose call comes back. */
export async function enterArrival(
  { writer, authorise }: GateDependencies,
  tx: Tx,
  { campaignId, campaignKind, from }: Arrival,
): Promise<EntryId> {
  const decision = await authorise(dialler, 'number.dial', { kind: 'tenant', tenantId: tenantOf(tx) })
  if (!decision.allowed) throw new ProblemError('forbidden')
  return writer.enter(tx, {
    type: from === null ? 'call_in.withheld' : 'call_in.arrived',
    purpose: 'dialling',
    policyHash: decision.policyHash,
    campaignKind,
    refs: { campaign: campaignId },
    ...(from === null ? {} : { counts: { lookups: 1 }, commit: { query: `phone:${from}` } }),
  })
}

export async function lookUpCaller(
  { receipts, keys }: GateDependencies,
  tenantId: TenantId,
  arrivalId: EntryId,
  from: string,
): Promise<Uint8Array> {
  const { opened } = await withReceipt(receipts, tenantId, arrivalId, (receipt) =>
    keys.lookup({ receipt, tenantId, kind: 'phone', value: from }),
  )
  return opened
}

export interface UnlistedPlace {
  readonly tenantId: TenantId
  /** The campaign's list of callers. */
  readonly listId: ListId
  readonly contactId: ContactId
  /** In E.164; null where it is withheld. */
  readonly from: string | null
}

export interface SealedCaller {
  readonly contact: Uint8Array
  readonly number: Uint8Array | null
}

/** Seals what is known of a caller on no list: the number, as a contact has it and as it is dialled. */
export async function sealCaller(
  { keys }: GateDependencies,
  { tenantId, listId, contactId, from }: UnlistedPlace,
): Promise<SealedCaller> {
  try {
    await keys.ensureList({ tenantId, listId })
    const values = from === null ? {} : { phone_1: domesticDigits(from) }
    const contact = await keys.sealContact({ tenantId, listId, contactId, rowVersion: 1, values })
    if (from === null) return { contact, number: null }
    const number = { e164: from, asReceived: from }
    return {
      contact,
      number: await keys.sealNumber({ tenantId, listId, contactId, ordinal: 1, rowVersion: 1, number }),
    }
  } catch (error) {
    throw error instanceof KeyServiceError ? asProblem(error) : error
  }
}
