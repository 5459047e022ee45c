import type { CampaignId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { DiallingTest } from './test-dialling.ts'

/** Calls of one half hour, by their results. */
export type Answers = Readonly<Record<string, number>>

/** Ended calls that somebody answered, a second apart from an instant on, all at a lead that nobody dials any more. */
export async function addAnswers(test: DiallingTest, fromMs: number, answers: Answers): Promise<void> {
  const { leadId, contactId } = await test.lead()
  const { superuser } = test.spine.test
  await superuser.query(`update tenant.leads set state = 'finished' where lead_id = $1`, [leadId])
  const codes = Object.entries(answers).flatMap(([code, count]) => Array<string>(count).fill(code))
  await superuser.query(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
        intended_at, answered_at, connected_at, ended_at, disposition)
      select $1, gen_random_uuid(), $2, $3, $4, 1, c.at, 'ended', gen_random_uuid(), c.at, c.at,
        case when c.code not like 'S%' then c.at end, c.at + interval '30 seconds', c.code
      from (select code, $6::timestamptz + place * interval '1 second' as at
        from unnest($5::text[]) with ordinality as u (code, place)) c`,
    [test.tenant.tenantId, test.tenant.campaignId, leadId, contactId, codes, new Date(fromMs)],
  )
}

/** A transaction of the dialler's in the tenant of the test. */
export function asDialler<Result>(test: DiallingTest, work: (tx: Tx, campaignId: CampaignId) => Promise<Result>) {
  const { tenantId, campaignId } = test.tenant
  return test.database.transaction(systemActor('dialler'), tenantId, (tx) => work(tx, campaignId))
}
