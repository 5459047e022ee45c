import {
  type CampaignId,
  type CampaignKind,
  type EntryId,
  type ImportMode,
  type ImportRules,
  lastListPriority,
  type ListId,
  type ListTerms,
  ProblemError,
} from '@sekisho/contract'
import type { EntryWriter } from '../../ledger/index.ts'
import { type Tx, tenantOf } from '../../platform/database/index.ts'
import type { Asking } from '../asking.ts'
import { daysOf } from './entered-period.ts'

/** What was chosen for a file; where nothing was, its people may be called on any day, in the last place, all of them. */
export function termsOf({ priority, validFrom, validUntil, heldOutPercent }: ImportRules): ListTerms {
  return {
    priority: priority ?? lastListPriority,
    validFrom: validFrom ?? null,
    validUntil: validUntil ?? null,
    heldOutPercent: heldOutPercent ?? 0,
  }
}

/**
 * @param today  in Japan
 * @throws ProblemError `invalid_input` with the place: terms of a file that brings nobody to call, a period that ends before
 *         it begins or is over
 */
export function refuseTerms(rules: ImportRules, mode: ImportMode, today: string): void {
  const bringsNew = mode === 'new' || mode === 'add'
  for (const name of ['priority', 'validFrom', 'validUntil', 'heldOutPercent'] as const) {
    if (!bringsNew && rules[name] !== undefined) throw new ProblemError('invalid_input', `body.rules.${name}`)
  }
  const { validFrom, validUntil } = termsOf(rules)
  if (!isPeriod(validFrom, validUntil) || (validUntil !== null && validUntil < today))
    throw new ProblemError('invalid_input', 'body.rules.validUntil')
}

export function isPeriod(from: string | null, until: string | null): boolean {
  return from === null || until === null || from <= until
}

/** Terms of a list from now on. */
export interface TermsSet {
  readonly list: { readonly listId: ListId; readonly campaignId: CampaignId; readonly kind: CampaignKind }
  readonly revision: number
  readonly terms: ListTerms
  readonly atMs: number
  readonly by: Pick<Asking, 'actor' | 'policyHash'>
}

/** The entry, the version that it explains, and what holds now; the caller holds the list, or has just made it. */
export async function writeTerms(
  writer: EntryWriter,
  tx: Tx,
  { list, revision, terms, atMs, by }: TermsSet,
): Promise<EntryId> {
  const { listId, campaignId, kind } = list
  const { validFrom, validUntil, priority, heldOutPercent } = terms
  const entryId = await writer.enter(tx, {
    type: 'list.terms_set',
    purpose: 'list_intake',
    policyHash: by.policyHash,
    campaignKind: kind,
    counts: { priority, held_out_percent: heldOutPercent },
    days: daysOf(validFrom, validUntil),
    refs: { list: listId, campaign: campaignId, session: by.actor.sessionId },
  })
  await tx.client.query(
    `insert into tenant.list_terms (tenant_id, list_id, revision, campaign_id, entry_id, valid_from, valid_until, priority,
        held_out_percent, set_by, set_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[tenantOf(tx), listId, revision, campaignId, entryId, validFrom, validUntil, priority, heldOutPercent],
      ...[by.actor.personId, new Date(atMs)],
    ],
  )
  await tx.client.query(
    `update tenant.lists set valid_from = $3, valid_until = $4, priority = $5, terms_revision = $6
      where tenant_id = $1 and list_id = $2`,
    [tenantOf(tx), listId, validFrom, validUntil, priority, revision],
  )
  return entryId
}

/** Whether anything was chosen at all: a list without terms is as every list was. */
export function hasTerms({ validFrom, validUntil, priority, heldOutPercent }: ListTerms): boolean {
  return validFrom !== null || validUntil !== null || priority < lastListPriority || heldOutPercent > 0
}
