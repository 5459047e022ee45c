import {
  type CampaignId,
  type CentreFunction,
  type ClientFunction,
  defaultHandoverDays,
  type HandoverVersion,
  type ListId,
  ProblemError,
} from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** A list that came in, with its campaign's calendar to be asked by. */
export interface ReceivedList {
  readonly campaign_id: CampaignId
  readonly kind: 'production' | 'test'
  readonly settings: unknown
  /** When its file began to come in. */
  readonly uploaded_at: Date
}

/** @param lock  `lock`: of two who enter a version one does @throws ProblemError `not_found` */
export async function lockListOf(tx: Tx, listId: ListId, lock: 'look' | 'lock'): Promise<ReceivedList> {
  const { rows } = await tx.client.query<ReceivedList>(
    `select k.campaign_id, k.kind, k.settings, u.created_at as uploaded_at
      from tenant.lists l
        join tenant.campaigns k on k.tenant_id = l.tenant_id and k.campaign_id = l.campaign_id
        join tenant.uploads u on u.tenant_id = l.tenant_id and u.upload_id = l.upload_id
      where l.tenant_id = $1 and l.list_id = $2 ${lock === 'lock' ? 'for no key update of l' : ''}`,
    [tenantOf(tx), listId],
  )
  const [list] = rows
  if (list === undefined) throw new ProblemError('not_found')
  return list
}

interface VersionRow {
  version: number
  received_on: string
  client_function: ClientFunction | null
  client_on: string | null
  centre_function: CentreFunction | null
  centre_on: string | null
  business_days: number
  due_on: string
  is_late: boolean
  entered_by: string
  entered_at: Date
  position: string | null
}

/** Newest first. */
export async function readVersions(tx: Tx, listId: ListId): Promise<HandoverVersion[]> {
  const { rows } = await tx.client.query<VersionRow>(
    `select h.version, h.received_on::text as received_on, h.client_function, h.client_confirmed_on::text as client_on,
        h.centre_function, h.centre_confirmed_on::text as centre_on, h.business_days, h.due_on::text as due_on, h.is_late,
        p.display_name as entered_by, h.entered_at, i.position
      from tenant.list_handovers h
        join house.persons p on p.person_id = h.entered_by
        left join tenant.entry_index i on i.tenant_id = h.tenant_id and i.entry_id = h.entry_id
      where h.tenant_id = $1 and h.list_id = $2 order by h.version desc`,
    [tenantOf(tx), listId],
  )
  return rows.map((row) => ({
    ...{ version: row.version, receivedOn: row.received_on },
    client: confirmed(row.client_function, row.client_on),
    centre: confirmed(row.centre_function, row.centre_on),
    ...{ businessDays: row.business_days, dueOn: row.due_on, isLate: row.is_late },
    ...{ enteredBy: row.entered_by, enteredAt: row.entered_at.getTime() },
    entryPosition: row.position === null ? null : Number(row.position),
  }))
}

function confirmed<Function>(by: Function | null, on: string | null): { function: Function; on: string } | null {
  return by === null || on === null ? null : { function: by, on }
}

/** The rule of the tenant: the last one that was set, or the usual. */
export async function readRule(tx: Tx): Promise<{ readonly revision: number; readonly businessDays: number }> {
  const { rows } = await tx.client.query<{ revision: number; business_days: number }>(
    'select revision, business_days from tenant.handover_rules where tenant_id = $1 order by revision desc limit 1',
    [tenantOf(tx)],
  )
  const [rule] = rows
  return { revision: rule?.revision ?? 0, businessDays: rule?.business_days ?? defaultHandoverDays }
}
