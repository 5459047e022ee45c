import type {
  DesignationId,
  EntryId,
  JobId,
  PersonId,
  Purpose,
  ScopeKind,
  Seat,
  SiteId,
  TenantId,
} from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import type { Tx } from '../platform/database/index.ts'

/** All of a right that decisions stand on. Times are milliseconds since 1970. */
export interface WrittenRight {
  readonly designationId: DesignationId
  readonly personId: PersonId
  readonly seat: Seat
  readonly scopeKind: ScopeKind
  readonly tenantId?: TenantId | null | undefined
  readonly jobId?: JobId | null | undefined
  readonly siteId?: SiteId | null | undefined
  readonly validFrom: number
  readonly validUntil: number
}

/** What the entry of a right commits to: a row that somebody changed afterwards is another right (F-08). */
export function rightText(right: WrittenRight): string {
  const { designationId, personId, seat, scopeKind, tenantId, jobId, siteId, validFrom, validUntil } = right
  const place = [scopeKind, tenantId ?? null, jobId ?? null, siteId ?? null]
  return JSON.stringify([designationId, personId, seat, ...place, validFrom, validUntil])
}

/** Enters, in the transaction that writes it, that somebody was given a right. */
export function enterRight(
  tx: Tx,
  entries: EntryWriter,
  right: WrittenRight,
  why: { readonly purpose: Purpose; readonly policyHash?: string },
): Promise<EntryId> {
  const { designationId, personId, jobId, siteId } = right
  return entries.enter(tx, {
    type: 'designation.granted',
    ...why,
    refs: {
      designation: designationId,
      ...(jobId === undefined || jobId === null ? {} : { job: jobId }),
      ...(siteId === undefined || siteId === null ? {} : { site: siteId }),
    },
    commit: { person: personId, right: rightText(right) },
  })
}
