import type { CampaignId, Entry, EntryId, PersonId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'
import { digestOf } from './digest.ts'

const defaultEveryMs = 30_000

/** A version of an assignment as it stands in its table. */
interface Row extends EnteredRow {
  readonly person_id: PersonId
  readonly campaign_id: CampaignId
  readonly version: number
  readonly skill: number | null
  readonly priority: number | null
  readonly nonce: Buffer
  /** Of the version before. */
  readonly about: EntryId | null
  /** It counts exactly where it is the last one. */
  readonly is_standing: boolean
}

/**
 * Holds assignments against the ledger: whoever writes past the product who works a campaign, or how well, is found. It
 * would give nobody a right, but calls to people who should not get them.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function assignmentCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    types: ['assignment.set', 'assignment.withdrawn'],
    ...{ rowsText, fits, everyMs },
    finding: 'finding.assignment_changed',
  })
}

function fits({ type, refs, counts, digest }: Entry, row: Row): boolean {
  const { person_id: personId, campaign_id: campaignId, version, skill, priority, nonce } = row
  if (type !== (skill === null ? 'assignment.withdrawn' : 'assignment.set') || !row.is_standing) return false
  if (refs?.campaign !== campaignId || (refs.entry ?? null) !== row.about) return false
  if ((counts?.skill ?? null) !== skill || (counts?.priority ?? null) !== priority) return false
  return digest === digestOf({ personId, campaignId, version, skill, priority, nonce })
}

const rowsText = `
  select * from (
    select a.entry_id, a.tenant_id, a.person_id, a.campaign_id, a.version, a.skill, a.priority, a.nonce,
        (select p.entry_id from tenant.assignments p where p.tenant_id = a.tenant_id and p.person_id = a.person_id
          and p.campaign_id = a.campaign_id and p.version = a.version - 1) as about,
        a.is_current = (a.version = (select max(m.version) from tenant.assignments m where m.tenant_id = a.tenant_id
          and m.person_id = a.person_id and m.campaign_id = a.campaign_id)) as is_standing,
        (select l.log_id from house.logs l where l.tenant_id = a.tenant_id) as log_id
      from tenant.assignments a
  ) as assignments`
