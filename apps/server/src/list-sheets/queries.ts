import {
  type CampaignId,
  type CampaignSettings,
  type EntryTypeName,
  type ImportMode,
  type InventoryList,
  type ListId,
  type ListSheet,
  ProblemError,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import { heldFields } from './held-fields.ts'

interface ListRow {
  list_id: ListId
  label: string
  campaign_id: CampaignId
  campaign_name: string
  mode: ImportMode
  state: ListSheet['state']
  mappings: unknown[]
  visible: CampaignSettings['visibleFields']
  created_at: Date
  contacts: number
  kept_rows: number
}

/** With those of differences that came after it: they change people of every list of the campaign. */
const mappings = `(select jsonb_agg(m.mapping) from tenant.lists m where m.tenant_id = l.tenant_id and (m.list_id = l.list_id
  or m.campaign_id = l.campaign_id and m.mode = 'difference' and m.created_at > l.created_at))`

const listColumns = `l.list_id, l.label, l.campaign_id, c.name as campaign_name, l.mode, l.state, ${mappings} as mappings,
  c.settings -> 'visibleFields' as visible, l.created_at,
  (select count(*)::int from tenant.contacts p where p.tenant_id = l.tenant_id and p.list_id = l.list_id) as contacts,
  (select count(*)::int from tenant.refused_cells r where r.tenant_id = l.tenant_id and r.list_id = l.list_id
    and r.sealed is not null) as kept_rows`

const commonOf = (row: ListRow) => ({
  listId: row.list_id,
  label: row.label,
  campaignId: row.campaign_id,
  campaignName: row.campaign_name,
  mode: row.mode,
  state: row.state,
  fields: heldFields(row.mode, row.mappings, row.visible),
  contacts: row.contacts,
  keptRows: row.kept_rows,
})

/** Lists whose people are still here, newest first; those of the decision's jobs. */
export async function readInventory(tx: Tx): Promise<InventoryList[]> {
  const { rows } = await tx.client.query<ListRow>(
    `select ${listColumns}
      from tenant.lists l join tenant.campaigns c on c.tenant_id = l.tenant_id and c.campaign_id = l.campaign_id
      where l.tenant_id = $1 and l.mode not in ('exclude', 'do_not_call', 'callers')
        and (exists (select from tenant.contacts p where p.tenant_id = l.tenant_id and p.list_id = l.list_id)
          or exists (select from tenant.refused_cells r where r.tenant_id = l.tenant_id and r.list_id = l.list_id
            and r.sealed is not null))
      order by l.created_at desc, l.list_id`,
    [tenantOf(tx)],
  )
  return rows.map((row) => ({ ...commonOf(row), importedAt: row.created_at.getTime() }))
}

interface SheetRow extends ListRow {
  campaign_kind: ListSheet['campaignKind']
  may_hold_cards: boolean | null
  client_name: string
  tenant_name: string
  job_name: string
  upload_id: string
  bytes: string
  digest: Buffer
  received_at: Date
  received_by: string
  imported_by: string
  finished_at: Date | null
  rows_total: number
  rows_accepted: number
  rows_refused: number
  rows_duplicate: number
}

/** @throws ProblemError `not_found` */
export async function readSheet(tx: Tx, listId: ListId): Promise<ListSheet> {
  const { rows } = await tx.client.query<SheetRow>(
    `select ${listColumns}, c.kind as campaign_kind, (c.settings ->> 'mayHoldCards')::boolean as may_hold_cards,
        k.name as client_name, t.name as tenant_name, j.name as job_name,
        u.upload_id, u.bytes, l.digest, u.created_at as received_at, r.display_name as received_by,
        i.display_name as imported_by, l.finished_at,
        l.rows_total, l.rows_accepted, l.rows_refused, l.rows_duplicate
      from tenant.lists l
        join tenant.campaigns c on c.tenant_id = l.tenant_id and c.campaign_id = l.campaign_id
        join tenant.jobs j on j.tenant_id = c.tenant_id and j.job_id = c.job_id
        join tenant.uploads u on u.tenant_id = l.tenant_id and u.upload_id = l.upload_id
        join house.tenants t on t.tenant_id = l.tenant_id
        join house.companies k on k.company_id = t.client_id
        join house.persons r on r.person_id = u.uploaded_by
        join house.persons i on i.person_id = l.imported_by
      where l.tenant_id = $1 and l.list_id = $2`,
    [tenantOf(tx), listId],
  )
  const row = rows[0]
  if (row === undefined) throw new ProblemError('not_found')
  const positions = await positionsOf(tx, listId, row.upload_id)
  return {
    ...commonOf(row),
    clientName: row.client_name,
    tenantName: row.tenant_name,
    jobName: row.job_name,
    campaignKind: row.campaign_kind,
    file: {
      bytes: Number(row.bytes),
      digest: row.digest.toString('hex'),
      receivedAt: row.received_at.getTime(),
      receivedBy: row.received_by,
      position: positions.received,
    },
    import: {
      startedAt: row.created_at.getTime(),
      finishedAt: row.finished_at?.getTime() ?? null,
      by: row.imported_by,
      position: positions.ended,
    },
    rows: {
      total: row.rows_total,
      accepted: row.rows_accepted,
      refused: row.rows_refused,
      duplicate: row.rows_duplicate,
    },
    mayHoldCards: row.may_hold_cards === true,
  }
}

/** Entries that end an import; those of its pieces are not among them. */
const ends: readonly EntryTypeName[] = [
  ...(['list.imported', 'list.import_failed', 'list.import_undone'] as const),
  ...(['list.excluded', 'list.exclusion_failed', 'list.difference_done', 'list.difference_failed'] as const),
  ...(['do_not_call.file_taken', 'do_not_call.file_failed'] as const),
]

/** Where in the tenant's log it stands that the file was received, and how its import ended at last. */
async function positionsOf(
  tx: Tx,
  listId: ListId,
  uploadId: string,
): Promise<{ received: number | null; ended: number | null }> {
  const { rows } = await tx.client.query<{ received: number | null; ended: number | null }>(
    `select max(e.position) filter (where e.refs ->> 'upload' = $3 and e.type = 'upload.received')::float8 as received,
        max(e.position) filter (where e.refs ->> 'list' = $2 and e.type <> 'upload.received')::float8 as ended
      from (select position, type, convert_from(body, 'UTF8')::jsonb -> 'refs' as refs
        from tenant.entry_index where tenant_id = $1 and type = any ($4)) e`,
    [tenantOf(tx), listId, uploadId, ['upload.received', ...ends]],
  )
  return rows[0] ?? { received: null, ended: null }
}
