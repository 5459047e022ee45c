import type { BenchSpine } from '../bench-spine.ts'

/** What a day has left behind. */
export interface DayCounts {
  readonly attempts: number
  readonly answered: number
  readonly talks: number
  readonly abandoned: number
  readonly callIns: number
  readonly callInsAnswered: number
  readonly entries: number
}

/**
 * Waits until every entry has its place, and holds the day against the ledger: each attempt has ended with a result, by
 * exactly one entry, and no entry of an end is about anything else. What the network refused has failed by its entry.
 *
 * @throws Error saying what is missing
 */
export async function settledDay({ superuser }: BenchSpine): Promise<DayCounts> {
  for (;;) {
    const { rows } = await superuser.query<{ waiting: number }>(
      'select count(*)::int as waiting from tenant.entry_queue',
    )
    if (rows[0]?.waiting === 0) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const { rows } = await superuser.query<DayCounts & { open: number; missing: number; ends: number }>(
    `with ends as materialized (
        select convert_from(body, 'utf8')::jsonb -> 'refs' ->> 'attempt' as attempt, count(*)::int as entries
        from tenant.entry_index where type = 'attempt.ended' and outcome <> 'denied' group by 1)
      select count(*)::int as attempts, count(answered_at)::int as answered, count(connected_at)::int as talks,
        count(*) filter (where disposition = 'S08')::int as abandoned,
        count(*) filter (where state <> 'ended' or disposition is null)::int as open,
        count(*) filter (where e.entries is distinct from 1)::int as missing,
        (select coalesce(sum(entries), 0) from ends)::int as ends,
        (select count(*) from tenant.call_ins)::int as "callIns",
        (select count(*) from tenant.call_ins where outcome = 'answered')::int as "callInsAnswered",
        (select count(*) from tenant.entry_index)::int as entries
      from tenant.attempts a left join ends e on e.attempt = a.attempt_id::text`,
  )
  const [counts] = rows
  if (counts === undefined) throw new Error('no counts')
  const { open, missing, ends, ...day } = counts
  if (open > 0) throw new Error(`${open} attempts are not over`)
  if (missing > 0 || ends !== day.attempts)
    throw new Error(`${day.attempts} attempts, ${ends} entries of their ends, ${missing} attempts without exactly one`)
  return day
}
