import {
  type CampaignId,
  type ColumnMapping,
  type FieldCode,
  type ListId,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import type { FieldValues } from '@sekisho/vault'
import type { PersonActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { GateDependencies } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

/** One refused row of a list, as a supervisor who corrects it may see it; or who settled it before. */
export type OpenedRefusedRow =
  | {
      readonly outcome: 'opened'
      /** The fields of its file, in the order of the columns. */
      readonly fields: readonly FieldCode[]
      readonly values: FieldValues
      /** Codes, with `:` and the field where they have one. */
      readonly reasons: readonly string[]
      readonly entryPosition: number
    }
  | {
      readonly outcome: 'settled'
      readonly state: 'corrected' | 'set_aside'
      readonly by: string
      readonly atMs: number
    }

interface Row {
  state: 'open' | 'corrected' | 'set_aside'
  version: number
  sealed: Buffer
  settled_by: string | null
  settled_at: Date | null
  reasons: string[]
  mapping: ColumnMapping
  campaign_id: CampaignId
  kind: 'production' | 'test'
}

/** Only of a list that is ready: while it is imported nobody corrects it, and after an undo nothing of it opens. */
async function refusedRow(tx: Tx, listId: ListId, rowNumber: number): Promise<Row | undefined> {
  const { rows } = await tx.client.query<Row>({
    name: 'refused row',
    text: `select x.state, x.version, x.sealed, p.display_name as settled_by, x.settled_at, r.reasons, l.mapping,
        k.campaign_id, k.kind
      from tenant.refused_cells x
        join tenant.refused_rows r using (tenant_id, list_id, row_number)
        join tenant.lists l using (tenant_id, list_id)
        join tenant.campaigns k on k.tenant_id = l.tenant_id and k.campaign_id = l.campaign_id
        left join house.persons p on p.person_id = x.settled_by
      where x.tenant_id = $1 and x.list_id = $2 and x.row_number = $3 and l.state = 'ready'`,
    values: [tenantOf(tx), listId, rowNumber],
  })
  return rows[0]
}

/** Decision, entry, receipt, unseal: one row, the fields of its file's columns. What is settled has nothing to open. */
export async function openRefusedRow(
  { database, writer, receipts, keys, authorise }: GateDependencies,
  actor: PersonActor,
  tenantId: TenantId,
  listId: ListId,
  rowNumber: number,
): Promise<OpenedRefusedRow> {
  if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
  const decision = await authorise(actor, 'refused_rows.correct', { kind: 'tenant', tenantId })
  // the entry of a denial is committed like any other, so the outcome is thrown only after the transaction
  const look = async (tx: Tx) => {
    const row = await refusedRow(tx, listId, rowNumber)
    const common = { type: 'refused_row.opened', purpose: 'list_intake', policyHash: decision.policyHash } as const
    if (!decision.allowed || row === undefined) {
      // what was not found may be another tenant's; its id does not belong into this tenant's ledger
      const reason = decision.allowed ? 'not_found' : 'no_grant'
      await writer.enter(tx, { ...common, outcome: 'denied', reason, refs: { session: actor.sessionId } })
      return reason
    }
    if (row.state !== 'open') return { row }
    const fields = fieldsOf(row.mapping)
    const entryId = await writer.enter(tx, {
      ...common,
      campaignKind: row.kind,
      fields,
      counts: { row_number: rowNumber },
      refs: { list: listId, campaign: row.campaign_id, session: actor.sessionId },
    })
    return { row, fields, entryId }
  }
  const step = await database.transaction(actor, tenantId, look, decision.rowScope)
  if (typeof step === 'string') throw new ProblemError(step === 'no_grant' ? 'forbidden' : step)
  const { row, fields, entryId } = step
  if (entryId === undefined) return settledOf(row)
  const { opened, position } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.openRefusedRow({ receipt, tenantId, listId, rowNumber, version: row.version, sealed: row.sealed, fields }),
  )
  return { outcome: 'opened', fields, values: opened, reasons: row.reasons, entryPosition: position }
}

function fieldsOf({ columns }: ColumnMapping): FieldCode[] {
  const inOrder = columns.toSorted((a, b) => a.column - b.column)
  return [...new Set(inOrder.map(({ field }) => field))]
}

function settledOf({ state, settled_by, settled_at }: Row): OpenedRefusedRow {
  if (state === 'open' || settled_by === null || settled_at === null) throw new ProblemError('internal')
  return { outcome: 'settled', state, by: settled_by, atMs: settled_at.getTime() }
}
