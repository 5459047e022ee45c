import type { CampaignId, Entry, EntryId } from '@sekisho/contract'
import { type AuditCheck, type EnteredRow, enteredRowsCheck } from '../ledger/index.ts'

const defaultEveryMs = 30_000

/** A contact that was opened by a ticket, as it stands in its table. */
interface Row extends EnteredRow {
  readonly ticket_id: EntryId
  readonly campaign_id: CampaignId
  /** The actor of the entry by which the ticket was taken last before; null where there is none. */
  readonly taker: string | null
  /** Nobody else became its owner meanwhile, it had not ended, and it is about the same contact. */
  readonly is_standing: boolean
}

/**
 * Holds contacts that were opened by hand-over tickets against the ledger: whoever writes himself into a ticket past the
 * product to open its contact is found, because the entry by which it was taken is not his.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function ticketLookCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return enteredRowsCheck<Row>({
    types: ['ticket.contact_opened'],
    ...{ rowsText, fits, everyMs },
    finding: 'finding.ticket_changed',
  })
}

function fits({ type, refs, actor }: Entry, row: Row): boolean {
  return (
    type === 'ticket.contact_opened' &&
    row.is_standing &&
    refs?.entry === row.ticket_id &&
    refs.campaign === row.campaign_id &&
    actor === row.taker
  )
}

const subjectOf = (entry: string) => `(select j.contact_id from tenant.entry_subjects j
  where j.tenant_id = k.tenant_id and j.entry_id = ${entry} limit 1)`

const rowsText = `
  select * from (
    select k.entry_id, k.tenant_id, k.ticket_id, k.campaign_id,
        (select convert_from(i.body, 'utf8')::jsonb ->> 'actor' from tenant.entry_index i
          where i.tenant_id = k.tenant_id and i.entry_id = s.entry_id and i.type = 'ticket.taken') as taker,
        coalesce(s.kind = 'taken' and s.by_person = k.looked_by
          and ${subjectOf('k.entry_id')} = ${subjectOf('k.ticket_id')}
          and not exists (select from tenant.call_ticket_steps e where e.tenant_id = k.tenant_id
            and e.ticket_id = k.ticket_id and e.kind in ('done', 'withdrawn') and e.revision <= k.revision), false) as is_standing,
        (select l.log_id from house.logs l where l.tenant_id = k.tenant_id) as log_id
      from tenant.call_ticket_looks k
        left join lateral (select m.entry_id, m.kind, m.by_person from tenant.call_ticket_steps m
          where m.tenant_id = k.tenant_id and m.ticket_id = k.ticket_id and m.kind in ('taken', 'given')
            and m.revision <= k.revision order by m.revision desc limit 1) s on true
  ) as looks`
