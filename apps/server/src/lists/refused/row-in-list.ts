import {
  type CampaignId,
  campaignSettings,
  type CampaignSettings,
  type ColumnMapping,
  type ImportMode,
  type ImportRules,
  type JobId,
  type ListId,
  ProblemError,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../../platform/database/index.ts'
import { isHeld } from '../legal-hold.ts'
import { heldOutPercentOfList, placeOfList } from '../terms/standing-terms-sql.ts'
import { forgetSettled } from './keep-cells.ts'

/** Which refused row. */
export interface RowPlace {
  readonly listId: ListId
  readonly rowNumber: number
}

/** Who settled a row before, and when. */
export interface SettledRow {
  readonly outcome: 'settled'
  readonly state: 'corrected' | 'set_aside'
  readonly by: string
  readonly at: number
}

/** A refused row that can be corrected, with what its file was read by. */
export interface OpenRow {
  readonly outcome: 'open'
  readonly version: number
  readonly sealed: Buffer
  readonly reasons: readonly string[]
  readonly mode: ImportMode
  readonly mapping: ColumnMapping
  readonly rules: ImportRules
  /** Its list's, as they are now: the place of a first call, and the share that is left out. */
  readonly priority: number
  readonly heldOutPercent: number
  readonly campaignId: CampaignId
  readonly jobId: JobId
  readonly campaign: Pick<CampaignSettings, 'mayHoldCards'> & { readonly kind: 'production' | 'test' }
  readonly isClosed: boolean
}

interface Row {
  state: 'open' | 'corrected' | 'set_aside'
  version: number
  sealed: Buffer
  settled_by: string | null
  settled_at: Date | null
  reasons: string[]
  mode: ImportMode
  mapping: ColumnMapping
  rules: ImportRules
  priority: number
  held_out_percent: number
  campaign_id: CampaignId
  job_id: JobId
  kind: 'production' | 'test'
  campaign_state: string
  settings: unknown
}

/**
 * A refused row of a list that is ready.
 *
 * @param lock  `lock`: the list and the row are this transaction's until it ends. An undo takes the list first, too.
 * @throws ProblemError `not_found`
 */
export async function rowInList(
  tx: Tx,
  { listId, rowNumber }: RowPlace,
  lock: 'look' | 'lock',
): Promise<OpenRow | SettledRow> {
  const row = [tenantOf(tx), listId, rowNumber] as const
  if (lock === 'lock') {
    await tx.client.query('select from tenant.lists where tenant_id = $1 and list_id = $2 for no key update', [
      tenantOf(tx),
      listId,
    ])
    await tx.client.query(
      'select from tenant.refused_cells where tenant_id = $1 and list_id = $2 and row_number = $3 for update',
      [...row],
    )
  }
  const { rows } = await tx.client.query<Row>({
    name: 'refused row in its list',
    text: `select x.state, x.version, x.sealed, p.display_name as settled_by, x.settled_at, r.reasons,
        l.mode, l.mapping, l.rules, ${placeOfList} as priority,
        ${heldOutPercentOfList} as held_out_percent, k.campaign_id, k.job_id, k.kind, k.state as campaign_state, k.settings
      from tenant.refused_cells x
        join tenant.refused_rows r using (tenant_id, list_id, row_number)
        join tenant.lists l using (tenant_id, list_id)
        join tenant.campaigns k on k.tenant_id = l.tenant_id and k.campaign_id = l.campaign_id
        left join house.persons p on p.person_id = x.settled_by
      where x.tenant_id = $1 and x.list_id = $2 and x.row_number = $3 and l.state = 'ready'`,
    values: [...row],
  })
  const [found] = rows
  if (found === undefined) throw new ProblemError('not_found')
  return found.state === 'open' ? openOf(found) : settledOf(found.state, found)
}

function openOf({ campaign_id, job_id, kind, settings, campaign_state, ...row }: Row): OpenRow {
  const { mayHoldCards } = campaignSettings.parse(settings)
  const { version, sealed, reasons, mode, mapping, rules } = row
  return {
    ...{ outcome: 'open', version, sealed, reasons, mode, mapping, rules, campaignId: campaign_id, jobId: job_id },
    ...{ priority: row.priority, heldOutPercent: row.held_out_percent },
    campaign: { kind, mayHoldCards },
    isClosed: campaign_state === 'closed',
  }
}

function settledOf(state: SettledRow['state'], { settled_by, settled_at }: Row): SettledRow {
  // the table's own checks: whoever settled it stands there
  if (settled_by === null || settled_at === null) throw new ProblemError('internal')
  return { outcome: 'settled', state, by: settled_by, at: settled_at.getTime() }
}

/** What became of a row, by whom and when. */
export interface Settlement {
  readonly state: SettledRow['state']
  readonly setAside: string | null
  readonly by: string
  readonly at: Date
}

/** Settles a row that the caller holds, and deletes what it reads unless a legal hold keeps it (architecture rule 10). */
export async function settleRow(
  tx: Tx,
  { listId, rowNumber }: RowPlace,
  campaignId: CampaignId,
  { state, setAside, by, at }: Settlement,
): Promise<void> {
  await tx.client.query({
    name: 'settle refused row',
    text: `update tenant.refused_cells set state = $4, set_aside = $5, settled_by = $6, settled_at = $7
      where tenant_id = $1 and list_id = $2 and row_number = $3`,
    values: [tenantOf(tx), listId, rowNumber, state, setAside, by, at],
  })
  const holds = [{ kind: 'list', id: listId } as const, { kind: 'campaign', id: campaignId } as const]
  if (!(await isHeld(tx, holds))) await forgetSettled(tx, listId)
}
