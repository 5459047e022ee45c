import { createHash } from 'node:crypto'
import { type Entry, type EntryId, type EntryTypeName, ENTRY_VERSION, type SystemActor } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import { newId } from '../platform/new-id.ts'

/**
 * What system actors act under: not a decision about a person, but this fixed rule. Its text stands in
 * house.policy_sets beside the sets of the designations.
 */
export const systemPolicyText =
  'Parts of the product act by their fixed function and open only what the key service grants to their entries.\n'
export const systemPolicyHash = createHash('sha256').update(systemPolicyText).digest('hex')

/** What a part of the product says of what it did or found. */
export type SystemEntryDraft = Pick<Entry, 'counts' | 'refs' | 'head' | 'reason'> & {
  readonly type: EntryTypeName
  readonly outcome?: Entry['outcome']
}

/** An entry that a part of the product makes by itself, for the head-office log; it commits to nothing. */
export function systemEntry(
  log: string,
  actor: { pseudonym: string; kind: SystemActor },
  at: number,
  rest: SystemEntryDraft,
): { entryId: EntryId; entry: Entry; body: Buffer } {
  const { type, outcome = 'done', ...members } = rest
  const entryId = newId<EntryId>()
  const entry: Entry = {
    v: ENTRY_VERSION,
    id: entryId,
    log,
    type,
    outcome,
    at,
    actor: actor.pseudonym,
    actor_kind: actor.kind,
    route: 'internal',
    purpose: 'oversight',
    campaign_kind: 'none',
    policy: systemPolicyHash,
    ...members,
  }
  return { entryId, entry, body: canonicalBytes(entry) }
}
