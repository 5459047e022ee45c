import type { CampaignKind, ShadowEnd } from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { markEnded, type Shadow } from './queries.ts'

interface Ending {
  readonly kind: Exclude<CampaignKind, 'none'>
  readonly endedAs: ShadowEnd
  readonly atMs: number
  /** Of a person who stops it. */
  readonly by?: { readonly policyHash: string; readonly session: NonNullable<Refs>['session'] }
}

type Refs = Parameters<EntryWriter['enter']>[1]['refs']

/**
 * Ends a shadow, entered in the same transaction.
 *
 * @throws ProblemError `ledger_unavailable`
 */
export async function endShadow(
  { writer }: { readonly writer: EntryWriter },
  tx: Tx,
  { shadowId, campaignId, entryId, mode }: Shadow,
  { kind, endedAs, atMs, by }: Ending,
): Promise<void> {
  await markEnded(tx, shadowId, endedAs, atMs)
  await writer.enter(tx, {
    type: 'shadow.stopped',
    purpose: 'supervision',
    campaignKind: kind,
    ...(by === undefined ? {} : { policyHash: by.policyHash }),
    refs: {
      ...{ campaign: campaignId, entry: entryId, dialling_mode: mode },
      ...(by?.session === undefined ? {} : { session: by.session }),
    },
  })
}
