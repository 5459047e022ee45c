import type { Spine, TestTenant } from '../test-spine.ts'
import type { DiallingTest } from './test-dialling.ts'
import { enteredRows } from '../test-entered.ts'

/**
 * How many entries of each type there are about one thing: added up once, because looking through all entries for each
 * attempt takes half a minute after a thousand of them.
 */
const withEntriesOf = (ref: string): string => `
  with entries as (select type, convert_from(body, 'utf8')::jsonb -> 'refs' ->> '${ref}' as about, count(*) as times
    from ${enteredRows} e where tenant_id = $1 group by 1, 2)`

/**
 * What must hold after everything came to rest, whatever happened in between. Each is a query past row-level security
 * that gives the offending rows.
 */
const violations: Readonly<Record<string, string>> = {
  'an attempt that is not over': `select attempt_id, state from tenant.attempts where tenant_id = $1 and state not in ('ended', 'wrap_up')`,
  'an ended attempt without a result': `select attempt_id from tenant.attempts where tenant_id = $1 and state = 'ended' and disposition is null`,
  'an ended attempt without exactly one attempt.ended': `
    ${withEntriesOf('attempt')} select a.attempt_id from tenant.attempts a
      left join entries e on e.type = 'attempt.ended' and e.about = a.attempt_id::text
    where a.tenant_id = $1 and a.state = 'ended' and coalesce(e.times, 0) <> 1`,
  'an attempt without exactly one number.unsealed or call_in.answered': `
    ${withEntriesOf('attempt')} select a.attempt_id from tenant.attempts a
      left join entries e on e.type = case a.direction when 'out' then 'number.unsealed' else 'call_in.answered' end
        and e.about = a.attempt_id::text
    where a.tenant_id = $1 and coalesce(e.times, 0) <> 1`,
  'an opened number or contact without an attempt': `
    select e.entry_id from ${enteredRows} e
    where e.tenant_id = $1 and e.type in ('number.unsealed', 'contact.opened') and e.outcome = 'done'
      and not exists (select from tenant.attempts a where a.tenant_id = $1
        and a.attempt_id::text = convert_from(e.body, 'utf8')::jsonb -> 'refs' ->> 'attempt')`,
  'a lead called twice for one due time': `
    select lead_id, due_at from tenant.attempts where tenant_id = $1 group by 1, 2 having count(*) > 1`,
  'a lead in hand without an open attempt': `
    select l.lead_id, l.state from tenant.leads l where l.tenant_id = $1 and l.state in ('leased', 'dialling', 'connected', 'wrap_up')
      and not exists (select from tenant.attempts a where a.tenant_id = $1 and a.lead_id = l.lead_id and a.state <> 'ended')
      and not exists (select from tenant.previews p where p.tenant_id = $1 and p.lead_id = l.lead_id and p.ended_at is null)`,
  'a preview whose lead is not leased, or whose seat is elsewhere': `
    select p.preview_id from tenant.previews p where p.tenant_id = $1 and p.ended_at is null
      and (not exists (select from tenant.leads l where l.tenant_id = $1 and l.lead_id = p.lead_id and l.state = 'leased')
        or not exists (select from tenant.desks d where d.tenant_id = $1 and d.operator_id = p.operator_id
          and d.preview_id = p.preview_id and d.state = 'reserved'))`,
  'a preview without exactly one preview.given, and one preview.ended when it is over': `
    select p.preview_id, p.ended_as from tenant.previews p
    where p.tenant_id = $1 and (
      1 <> (select count(*) from ${enteredRows} e where e.tenant_id = $1 and e.type = 'preview.given' and e.entry_id = p.preview_id)
      or (p.ended_at is not null)::int <> (select count(*) from ${enteredRows} e where e.tenant_id = $1
        and e.type = 'preview.ended' and convert_from(e.body, 'utf8')::jsonb -> 'refs' ->> 'entry' = p.preview_id::text
        and convert_from(e.body, 'utf8')::jsonb -> 'refs' ->> 'preview_end' = p.ended_as))`,
  'a lead that may be called while its attempt is open': `
    select l.lead_id, l.state from tenant.leads l where l.tenant_id = $1 and l.state in ('ready', 'waiting', 'promised', 'finished')
      and exists (select from tenant.attempts a where a.tenant_id = $1 and a.lead_id = l.lead_id and a.state <> 'ended')`,
  'a call-in that is not over': `select call_in_id, state from tenant.call_ins where tenant_id = $1 and state <> 'ended'`,
  'a call-in without exactly one end': `
    select i.call_in_id, i.outcome from tenant.call_ins i
    where i.tenant_id = $1 and i.state = 'ended' and 1 <> (select count(*) from ${enteredRows} e
      where e.tenant_id = $1 and e.type in ('call_in.answered', 'call_in.ended')
        and (e.type = 'call_in.answered') = (i.outcome = 'answered')
        and convert_from(e.body, 'utf8')::jsonb -> 'refs' ->> 'entry' = i.call_in_id::text)`,
  'an answered call-in without its attempt': `
    select i.call_in_id from tenant.call_ins i where i.tenant_id = $1 and i.outcome = 'answered'
      and not exists (select from tenant.attempts a where a.tenant_id = $1 and a.attempt_id = i.attempt_id
        and a.direction = 'in' and a.lead_id = i.lead_id and a.connected_at is not null)`,
  'an operator stuck': `
    select d.operator_id, d.state from tenant.desks d where d.tenant_id = $1 and (
      d.state = 'connected' or d.state = 'reserved' and not exists (select from tenant.previews p where p.tenant_id = $1
        and p.preview_id = d.preview_id and p.ended_at is null)
      or d.state <> 'reserved' and d.preview_id is not null
      or d.state = 'wrap_up' and not exists (select from tenant.attempts a where a.tenant_id = $1
        and a.operator_id = d.operator_id and a.state = 'wrap_up')
      or d.state = 'available' and exists (select from tenant.attempts a where a.tenant_id = $1
        and a.operator_id = d.operator_id and a.state in ('answered', 'connected', 'wrap_up')))`,
}

/** Names of violated invariants with their rows; empty when all hold. */
export function violated({ spine, tenant }: DiallingTest): Promise<Record<string, unknown[]>> {
  return violatedIn(spine, tenant)
}

export async function violatedIn(spine: Spine, tenant: TestTenant): Promise<Record<string, unknown[]>> {
  await placed(spine)
  const found: Record<string, unknown[]> = {}
  for (const [name, sql] of Object.entries(violations)) {
    const { rows } = await spine.test.superuser.query(sql, [tenant.tenantId])
    if (rows.length > 0) found[name] = rows
  }
  return found
}

/** Waits until every committed entry has its place in the ledger and its row in the index. */
async function placed({ test }: DiallingTest['spine']): Promise<void> {
  for (;;) {
    const { rows } = await test.superuser.query<{ queued: number }>(
      'select count(*)::int as queued from tenant.entry_queue',
    )
    if (rows[0]?.queued === 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
