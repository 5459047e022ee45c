import { createHash } from 'node:crypto'
import {
  type CampaignId,
  type Entry,
  type JobId,
  type ListId,
  prefectureTextOf,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import type { RowScope, Tx } from '../platform/database/index.ts'

/** Where a stop holds: none for the whole tenant, an area of it, a job, a campaign with its job, or a list with both. */
export interface StopPlace {
  readonly jobId: JobId | null
  readonly campaignId: CampaignId | null
  readonly listId: ListId | null
  /** By JIS X 0401. */
  readonly prefecture: number | null
  /** By JIS X 0402. */
  readonly municipality: string | null
  readonly areaCode: string | null
}

export const everywhere: StopPlace = {
  ...{ jobId: null, campaignId: null, listId: null },
  ...{ prefecture: null, municipality: null, areaCode: null },
}

/** @throws ProblemError `forbidden` to who is designated for some of its jobs */
export function ofWholeTenant({ jobs }: RowScope): StopPlace {
  if (jobs !== '*') throw new ProblemError('forbidden')
  return everywhere
}

/**
 * One at a time with the intents of the tenant's diallers, under the lock that they take before they look for leads
 * (`begin-attempts.ts`): whoever comes later sees the stop, and whoever came first has committed what is hung up then.
 */
export async function holdIntents(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`dialling ${tenantId}`])
}

/** The place as an entry names it. */
export function refsOf({
  jobId,
  campaignId,
  listId,
  prefecture,
  municipality,
  areaCode,
}: StopPlace): NonNullable<Entry['refs']> {
  return {
    ...(jobId === null ? {} : { job: jobId }),
    ...(campaignId === null ? {} : { campaign: campaignId }),
    ...(listId === null ? {} : { list: listId }),
    ...(prefecture === null ? {} : { prefecture: prefectureTextOf(prefecture) }),
    ...(municipality === null ? {} : { municipality }),
    ...(areaCode === null ? {} : { area_code: areaCode }),
  }
}

/** What the entry of a stop says of a municipality's blind index, so that nobody puts another one into the row: hex. */
export function indexDigest(index: Uint8Array): string {
  return createHash('sha256').update(index).digest('hex')
}
