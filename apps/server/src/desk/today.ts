import type { PersonId } from '@sekisho/contract'
import { dayOf, defaultDisposition, startOfDay } from '@sekisho/dialer'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { Recorded } from './record-result.ts'

/** An operator's figures of one day in Japan: calls with a result, conversations, successes. */
export interface Today {
  readonly day: number
  readonly calls: number
  readonly talks: number
  readonly successes: number
}

/** Counted in the database once a day and tab, and from then on by what this tab records. */
export async function readToday(tx: Tx, operatorId: PersonId, known: Today | null, nowMs: number): Promise<Today> {
  const day = dayOf(nowMs)
  if (known?.day === day) return known
  const { rows } = await tx.client.query<{ disposition: string; is_success: boolean; count: number }>(
    `select a.disposition, count(*)::int as count, coalesce(bool_or(exists (
        select from jsonb_array_elements(c.settings -> 'dispositions') d
        where d ->> 'code' = a.disposition and (d ->> 'isSuccess')::boolean)), false) as is_success
      from tenant.campaigns c
        join tenant.attempts a on a.tenant_id = c.tenant_id and a.campaign_id = c.campaign_id and a.intended_at >= $3
      where c.tenant_id = $1 and a.operator_id = $2 and a.recorded_at is not null
      group by a.campaign_id, a.disposition`,
    [tenantOf(tx), operatorId, new Date(startOfDay(day))],
  )
  const none: Today = { day, calls: 0, talks: 0, successes: 0 }
  return rows.reduce(
    (sum, { disposition, is_success, count }) => ({
      day,
      calls: sum.calls + count,
      talks: sum.talks + (defaultDisposition(disposition)?.reached === 'contact' ? count : 0),
      successes: sum.successes + (is_success ? count : 0),
    }),
    none,
  )
}

export function addToday(today: Today | null, { isTalk, isSuccess }: Recorded): Today | null {
  if (today === null) return null
  const { day, calls, talks, successes } = today
  return { day, calls: calls + 1, talks: talks + (isTalk ? 1 : 0), successes: successes + (isSuccess ? 1 : 0) }
}
