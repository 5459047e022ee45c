import { createHash } from 'node:crypto'
import type { AttemptId, CampaignId, CompanyId, JobId, TenantId, RefusalScope } from '@sekisho/contract'
import { lockDueLeads } from '../dialling/due-leads.ts'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import type { Spine, TestContact, TestTenant } from '../test-spine.ts'
import type { DoNotCall } from './do-not-call.ts'

/** Whom a contact's blind indexes say it is: texts that stand for a customer number, a person and telephone numbers. */
export interface TestKeys {
  readonly customer?: string
  readonly person?: string
  readonly numbers: readonly string[]
}

/** A blind index of this text, as the key service would give one of something clear. */
export function indexOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, 16)
}

/** A contact on a list of the campaign, due now. */
export async function contactOf(spine: Spine, tenant: TestTenant, keys: TestKeys): Promise<TestContact> {
  const { superuser } = spine.test
  const contact = await spine.contact(tenant, { name: '架空 花子' }, '+819000000001')
  const { tenantId, contactId, leadId } = contact
  await superuser.query(
    'update tenant.contacts set customer_index = $3, person_index = $4 where tenant_id = $1 and contact_id = $2',
    [
      tenantId,
      contactId,
      keys.customer === undefined ? null : indexOf(keys.customer),
      keys.person === undefined ? null : indexOf(keys.person),
    ],
  )
  await superuser.query('delete from tenant.contact_numbers where tenant_id = $1 and contact_id = $2', [
    tenantId,
    contactId,
  ])
  for (const [at, number] of keys.numbers.entries())
    await superuser.query(
      `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index)
        values ($1, $2, $3, 'mobile', '', $4)`,
      [tenantId, contactId, at + 1, indexOf(number)],
    )
  await superuser.query(`update tenant.leads set due_at = now() - interval '1 minute' where lead_id = $1`, [leadId])
  return contact
}

/** Another tenant of the same client. */
export async function siblingOf(spine: Spine, clientId: CompanyId): Promise<TestTenant> {
  const tenant = await spine.tenant()
  await spine.test.superuser.query('update house.tenants set client_id = $2 where tenant_id = $1', [
    tenant.tenantId,
    clientId,
  ])
  return { ...tenant, clientId }
}

/** Another job of the same tenant, with a campaign of its own. */
export async function jobBeside(spine: Spine, tenant: TestTenant): Promise<TestTenant> {
  const [jobId, campaignId] = [newId<JobId>(), newId<CampaignId>()]
  await spine.test.superuser.query(`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '別の業務')`, [
    tenant.tenantId,
    jobId,
  ])
  await spine.test.superuser.query(
    `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, state, settings)
      select tenant_id, $3, $2, '冬', kind, state, settings from tenant.campaigns where campaign_id = $1`,
    [tenant.campaignId, jobId, campaignId],
  )
  return { ...tenant, jobId, campaignId }
}

/** An operator's result of a call with a contact, as the desk records it. */
export async function refuse(
  spine: Spine,
  doNotCall: Pick<DoNotCall, 'record'>,
  tenant: TestTenant,
  contact: TestContact,
  disposition: string,
  refusalScope: RefusalScope = 'job',
): Promise<AttemptId> {
  const operator = await spine.person(tenant, 'operator')
  const attemptId = await spine.connect(contact, tenant.campaignId, operator)
  const { contactId, listId } = contact
  await spine.test.database.transaction(operator, tenant.tenantId, (tx) =>
    doNotCall.record(tx, {
      ...{
        campaignId: tenant.campaignId,
        campaignKind: 'test',
        attemptId,
        contactId,
        listId,
        disposition,
        refusalScope,
      },
      ...{ policyHash: '0'.repeat(64), atMs: Date.now() },
    }),
  )
  await spine.test.superuser.query(`update tenant.attempts set state = 'ended' where attempt_id = $1`, [attemptId])
  return attemptId
}

/** What the dialler finds of a contact that is due: the number to call, `refused`, or nothing. */
export async function dialledNumber(
  spine: Spine,
  tenant: TestTenant,
  { leadId }: TestContact,
): Promise<number | 'refused' | 'nothing'> {
  const due = await spine.test.database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
    lockDueLeads(tx, tenant.campaignId, Date.now() + 1_000, 1_000),
  )
  const lead = due.find(({ lead_id }) => lead_id === leadId)
  if (lead === undefined) return 'nothing'
  return lead.is_refused ? 'refused' : (lead.ordinal ?? 'nothing')
}

/** Entries of a type in a tenant's queue and index. */
export async function entriesOf(spine: Spine, tenantId: TenantId, type: string): Promise<Record<string, unknown>[]> {
  const { rows } = await spine.test.superuser.query<{ entry: Record<string, unknown> }>(
    `select entry from (
        select entry_id, convert_from(body, 'utf8')::jsonb as entry from tenant.entry_queue where tenant_id = $1
        union
        select entry_id, convert_from(body, 'utf8')::jsonb from tenant.entry_index where tenant_id = $1) e
      where entry ->> 'type' = $2 order by entry_id`,
    [tenantId, type],
  )
  return rows.map(({ entry }) => entry)
}
