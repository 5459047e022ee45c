import type { DiallingTest } from './test-dialling.ts'
import type { Spine } from '../test-spine.ts'

/** Calls that are over, a second apart, of people of one class. */
export interface CalledBefore {
  readonly reachClass: number
  /** By result. */
  readonly results: Readonly<Record<string, number>>
  /** Results of calls that anybody answered. */
  readonly answered: readonly string[]
  /** When the first was made; by default on the Friday before the day of the tests, in their stretch of the day. */
  readonly at?: string
}

/** Leaves the attempts of one lead that is called no more. */
export async function calledBefore(
  { test, spine }: { readonly test: DiallingTest; readonly spine: Spine },
  { reachClass, results, answered, at = '2026-11-20T10:05:00+09:00' }: CalledBefore,
): Promise<void> {
  const { leadId } = await test.lead()
  const dispositions = Object.entries(results).flatMap(([code, count]) => Array<string>(count).fill(code))
  await spine.test.superuser.query(
    `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
        intended_at, answered_at, ended_at, disposition, reach_class)
      select l.tenant_id, gen_random_uuid(), l.campaign_id, l.lead_id, l.contact_id, 1, at, 'ended', l.lead_id, at,
        case when disposition = any ($4) then at end, at, disposition, $2
      from tenant.leads l, unnest($3::text[]) with ordinality d (disposition, n),
        lateral (select $5::timestamptz + n * interval '1 second' as at) a
      where l.lead_id = $1`,
    [leadId, reachClass, dispositions, answered, new Date(at)],
  )
  await spine.test.superuser.query(`update tenant.leads set state = 'finished' where lead_id = $1`, [leadId])
}
