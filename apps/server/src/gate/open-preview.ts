import {
  type CampaignId,
  type CampaignKind,
  type ContactId,
  type EntryId,
  fieldCodes,
  type JobId,
  type ListId,
  ProblemError,
  type TenantId,
} from '@sekisho/contract'
import { z } from 'zod'
import type { PersonActor } from '../platform/actor.ts'
import type { atMost } from '../platform/at-most.ts'
import { type Tx, tenantOf, wholeTenant } from '../platform/database/index.ts'
import type { GateDependencies, OpenedContact } from './gate.ts'
import { withReceipt } from './with-receipt.ts'

interface PreviewRow {
  is_over: boolean
  contact_id: ContactId
  list_id: ListId
  row_version: number
  sealed: Buffer
  campaign_id: CampaignId
  job_id: JobId
  kind: Exclude<CampaignKind, 'none'>
  /** What a call shows before anybody is confirmed, and no more. */
  first: unknown
}

const visible = z.array(z.enum(fieldCodes))

/** The contact that this operator was given to look at; nothing else of the tenant can be reached from here. */
async function ownPreview(tx: Tx, actor: PersonActor, previewId: EntryId): Promise<PreviewRow | undefined> {
  const { rows } = await tx.client.query<PreviewRow>({
    name: 'own preview',
    text: `select p.ended_at is not null as is_over, c.contact_id, c.list_id, c.row_version, c.sealed, k.campaign_id,
        k.job_id, k.kind,
        jsonb_path_query_array(k.settings, '$.visibleFields[*] ? (!(@.afterConfirmation == true)).field') as first
      from tenant.previews p
        join tenant.contacts c on c.tenant_id = p.tenant_id and c.contact_id = p.contact_id
        join tenant.campaigns k on k.tenant_id = p.tenant_id and k.campaign_id = p.campaign_id
      where p.tenant_id = $1 and p.preview_id = $2 and p.operator_id = $3
      for update of p`,
    values: [tenantOf(tx), previewId, actor.personId],
  })
  return rows[0]
}

/** Notes that its operator sees it, with the entry that says so: nobody is dialled unseen. */
async function noteSeen(tx: Tx, previewId: EntryId, entryId: EntryId): Promise<void> {
  await tx.client.query({
    name: 'note preview seen',
    text: `update tenant.previews set opened_entry_id = coalesce(opened_entry_id, $3) where tenant_id = $1 and preview_id = $2`,
    values: [tenantOf(tx), previewId, entryId],
  })
}

/** Opens what the first step of a call would show; what waits for a confirmation waits for the call. */
export async function openPreview(
  { database, writer, receipts, keys, authorise }: GateDependencies,
  inTurn: ReturnType<typeof atMost>,
  actor: PersonActor,
  tenantId: TenantId,
  previewId: EntryId,
): Promise<OpenedContact> {
  if (!receipts.state().isAvailable) throw new ProblemError('ledger_unavailable')
  // the entry of a denial is committed like any other, so the outcome is thrown only after the transaction
  const step = await inTurn(async () => {
    // decided as for the call that may follow, and refused below without a preview
    const decision = await authorise(actor, 'contact.open', { kind: 'tenant', tenantId }, { hasLiveCall: true })
    const enter = async (tx: Tx) => {
      const preview = await ownPreview(tx, actor, previewId)
      // it was taken away while it was on its way to the page: nobody reached for anything
      if (preview?.is_over === true) return 'preview_over'
      const common = { type: 'contact.previewed', purpose: 'call', policyHash: decision.policyHash } as const
      const { jobs } = decision.rowScope
      const isInReach = decision.allowed && (jobs === '*' || (preview !== undefined && jobs.includes(preview.job_id)))
      if (preview === undefined || !isInReach) {
        await writer.enter(tx, {
          ...common,
          outcome: 'denied',
          reason: preview === undefined ? 'not_found' : 'no_grant',
        })
        return 'forbidden'
      }
      const fields = visible.parse(preview.first)
      const entryId = await writer.enter(tx, {
        ...common,
        campaignKind: preview.kind,
        fields,
        refs: { campaign: preview.campaign_id, list: preview.list_id, entry: previewId, session: actor.sessionId },
        subject: { contactId: preview.contact_id, listId: preview.list_id },
      })
      await noteSeen(tx, previewId, entryId)
      return { entryId, preview, fields }
    }
    return database.transaction(actor, tenantId, enter, wholeTenant)
  })
  if (typeof step === 'string') throw new ProblemError(step)
  const { preview, fields, entryId } = step
  const { opened, position } = await withReceipt(receipts, tenantId, entryId, (receipt) =>
    keys.openContact({
      receipt,
      tenantId,
      listId: preview.list_id,
      contactId: preview.contact_id,
      rowVersion: preview.row_version,
      sealed: preview.sealed,
      fields,
    }),
  )
  return { values: opened, entryPosition: position }
}
