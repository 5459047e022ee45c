import type { CampaignId, Entry, EntryId, JobId, NoticeLevel } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'
import { digestOf } from './words-digest.ts'

const defaultEveryMs = 30_000

/** A version of a notice, its confirmation by somebody, or its withdrawal, as it stands in its table. */
interface Row extends EnteredRow {
  readonly type: Entry['type']
  readonly job_id: JobId
  readonly campaign_id: CampaignId | null
  /** The version before, of a version; the version that was confirmed or withdrawn, of the others. */
  readonly about: EntryId | null
  readonly title: string | null
  readonly body: string | null
  readonly level: NoticeLevel | null
  readonly valid_until: string | null
  /** Of the last version: it is the one that counts, and nobody took it away unseen. True for any other. */
  readonly is_standing: boolean
}

/**
 * Holds notices against the ledger: whoever changes what operators were told, or says past the product that they confirmed it,
 * is found.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function noticeCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    types: ['notice.published', 'notice.confirmed', 'notice.withdrawn'],
    ...{ rowsText, fits, everyMs },
    finding: 'finding.notice_changed',
  })
}

function fits({ type, refs, days, digest }: Entry, row: Row): boolean {
  if (type !== row.type || !row.is_standing) return false
  if (refs?.job !== row.job_id || (refs.campaign ?? null) !== row.campaign_id) return false
  if ((refs.entry ?? null) !== row.about) return false
  if (type !== 'notice.published') return true
  const { title, body: text, level, valid_until: validUntil } = row
  if (title === null || text === null || level === null || validUntil === null) return false
  const isAsEntered = refs.notice_level === level && days?.until === validUntil
  return isAsEntered && digest === digestOf({ title, text, level, validUntil })
}

const logOf = '(select l.log_id from house.logs l where l.tenant_id = n.tenant_id) as log_id'
const version = (of: string, number: string) =>
  `(select p.entry_id from tenant.notice_versions p where p.tenant_id = ${of}.tenant_id and p.notice_id = ${of}.notice_id
    and p.version = ${number})`

const rowsText = `
  select * from (
    select v.entry_id, v.tenant_id, 'notice.published' as type, v.job_id, n.campaign_id, ${version('v', 'v.version - 1')} as about,
        v.title, v.body, v.level, v.valid_until::text as valid_until,
        n.job_id = v.job_id and (v.version <> (select max(m.version) from tenant.notice_versions m
            where m.tenant_id = v.tenant_id and m.notice_id = v.notice_id)
          or n.version = v.version and (n.withdrawn_at is null) = (n.withdrawal_entry_id is null)) as is_standing,
        ${logOf}
      from tenant.notice_versions v
        join tenant.notices n on n.tenant_id = v.tenant_id and n.notice_id = v.notice_id
    union all
    select c.entry_id, c.tenant_id, 'notice.confirmed', c.job_id, n.campaign_id, ${version('c', 'c.version')},
        null, null, null, null, n.job_id = c.job_id, ${logOf}
      from tenant.notice_confirmations c
        join tenant.notices n on n.tenant_id = c.tenant_id and n.notice_id = c.notice_id
    union all
    select n.withdrawal_entry_id, n.tenant_id, 'notice.withdrawn', n.job_id, n.campaign_id, ${version('n', 'n.version')},
        null, null, null, null, n.withdrawn_at is not null, ${logOf}
      from tenant.notices n where n.withdrawal_entry_id is not null
  ) as notices`
