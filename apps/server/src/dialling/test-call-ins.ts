import type { EntryId } from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import type { CallId, NetworkProfile } from '@sekisho/telephony'
import type { Clock } from '../platform/clock.ts'
import { systemActor } from '../platform/actor.ts'
import { newId } from '../platform/new-id.ts'
import type { Spine, TestContact, TestTenant } from '../test-spine.ts'
import { type DiallingTest, everybodyAnswers } from './test-dialling.ts'

/** Whoever calls waits for forty seconds and talks for thirty; nobody calls by themselves. */
export const patientCallers: NetworkProfile = {
  ...everybodyAnswers,
  callBack: { ...everybodyAnswers.callBack, rate: 0, patience: { medianMs: 40_000, sigma: 0 } },
}

/** An own number for the tenant's campaign, assigned past the page. */
export async function ownNumberOf(spine: Spine, tenant: TestTenant, number: string): Promise<EntryId> {
  const { personId } = await spine.person(tenant, 'supervisor')
  const assignmentId = newId<EntryId>()
  await spine.test.superuser.query(
    `insert into house.own_numbers (entry_id, tenant_id, job_id, campaign_id, number, assigned_by, assigned_at)
      values ($1, $2, $3, $4, $5, $6, now())`,
    [assignmentId, tenant.tenantId, tenant.jobId, tenant.campaignId, number, personId],
  )
  return assignmentId
}

/** The blind index that the key service has for a number, by an arrival that comes to nothing else. */
async function indexOf({ gate, test }: Spine, { tenantId, campaignId }: TestTenant, from: string): Promise<Buffer> {
  const arrivalId = await test.database.transaction(systemActor('dialler'), tenantId, (tx) =>
    gate.enterArrival(tx, { tenantId, campaignId, campaignKind: 'test', from }),
  )
  return Buffer.from(await gate.lookUpCaller(tenantId, arrivalId, from))
}

export interface Callable extends TestContact {
  readonly from: string
}

let people = 0

/** Somebody on a list that was called from, whose next attempt waits until tomorrow. */
export async function somebody(
  test: Pick<DiallingTest, 'spine' | 'tenant'> & { readonly clock: Clock },
  number?: string,
): Promise<Callable> {
  const { spine, tenant, clock } = test
  people += 1
  const from = number ?? `+81${fictitiousNumber(27, people).slice(1)}`
  const contact = await spine.contact(tenant, { name: `架空 入子 ${people}` }, from)
  const { superuser } = spine.test
  await superuser.query('update tenant.contact_numbers set phone_index = $2 where contact_id = $1', [
    contact.contactId,
    await indexOf(spine, tenant, from),
  ])
  await superuser.query('update tenant.lists set first_leased_at = now() where list_id = $1', [contact.listId])
  await superuser.query(`update tenant.leads set state = 'waiting', due_at = $2 where lead_id = $1`, [
    contact.leadId,
    new Date(clock.now() + 86_400_000),
  ])
  return { ...contact, from }
}

let calls = 0

/** Somebody calls an own number. */
export function callIn(test: Pick<DiallingTest, 'network'>, from: string, to: string, isWithheld = false): CallId {
  calls += 1
  const callId = `in-${calls}-${newId()}` as CallId
  test.network.simulation.callIn({ callId, from, to, isWithheld })
  return callId
}

export interface CallInRow {
  readonly call_in_id: EntryId
  readonly call_id: string
  readonly state: string
  readonly outcome: string | null
  readonly lead_id: string | null
  readonly operator_id: string | null
  readonly attempt_id: string | null
  readonly arrived_at: Date
  readonly ended_at: Date | null
}

export async function callInsOf({ spine, tenant }: DiallingTest): Promise<CallInRow[]> {
  const { rows } = await spine.test.superuser.query<CallInRow>(
    'select * from tenant.call_ins where tenant_id = $1 order by arrived_at, call_in_id',
    [tenant.tenantId],
  )
  return rows
}
