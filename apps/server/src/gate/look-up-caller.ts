import { type EntryId, ProblemError, type TenantId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { Arrival, GateDependencies } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

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
