import { createHash } from 'node:crypto'
import type { CampaignId, PersonId } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'

/** One version of who works a campaign, as its row holds it. */
export interface AssignmentVersion {
  readonly personId: PersonId
  readonly campaignId: CampaignId
  readonly version: number
  readonly skill: number | null
  readonly priority: number | null
  /** 16 random bytes: without the row nobody can tell from the digest whom it names. */
  readonly nonce: Buffer
}

/** Which version was entered: SHA-256 in hex, as its entry has it. */
export function digestOf({ personId, campaignId, version, skill, priority, nonce }: AssignmentVersion): string {
  const bytes = canonicalBytes({ personId, campaignId, version, skill, priority, nonce: nonce.toString('hex') })
  return createHash('sha256').update(bytes).digest('hex')
}
