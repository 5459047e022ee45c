/**
 * What was entered, with its place or still waiting for it: a table for the `from` of a test's query. An entry is among
 * these as soon as its transaction committed, while `tenant.entry_index` alone has it only a moment after its receipt.
 * Ordered by `entry_id` they stand in the order in which they were made.
 */
export const enteredRows = `(
  select tenant_id, entry_id, type, outcome, reason, actor_kind, body from tenant.entry_index
  union all
  select tenant_id, entry_id, entry ->> 'type', entry ->> 'outcome', entry ->> 'reason', entry ->> 'actor_kind', body
    from (select *, convert_from(body, 'utf8')::jsonb as entry from tenant.entry_queue) waiting)`
