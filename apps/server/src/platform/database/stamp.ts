import type { ClientBase } from 'pg'
import { houseTables } from './house-tables.ts'

/** The roles of the running product; neither owns a table, is a superuser or bypasses row-level security. */
export const APP_ROLE = 'sekisho_app'
export const SEQUENCER_ROLE = 'sekisho_sequencer'

const ownTenant = `tenant_id = nullif(current_setting('sekisho.tenant', true), '')::uuid`
/** `*`, or the job ids of the decision, comma separated: the row scope that the decision gave (rule 7). */
const allJobs = `current_setting('sekisho.jobs', true) = '*'`
const ownJob = `job_id = any (string_to_array(nullif(current_setting('sekisho.jobs', true), '*'), ',')::uuid[])`

/** House tables that the sequencer's process holds against the ledger. */
const auditedTables: readonly string[] = [
  'logs',
  'finding_closings',
  'designations',
  'do_not_call',
  'stops',
  'stop_lifts',
  'house_stops',
  'house_stop_lifts',
  'do_not_call_withdrawals',
  'special_days',
  'holiday_files',
  'calendar_withdrawals',
  'own_numbers',
  'own_number_withdrawals',
]

/** Tenant tables that the sequencer's process holds against the ledger. */
const auditedTenantTables: readonly string[] = [
  'entry_subjects',
  'call_tickets',
  'call_ticket_steps',
  'call_ticket_notes',
  'notices',
  'notice_versions',
  'notice_confirmations',
  'assignments',
  'lists',
  'list_terms',
  'list_holdouts',
  'held_out_contacts',
  'call_ticket_looks',
  'list_handovers',
  'handover_rules',
  'abandonment_days',
  'spoken_numbers',
]

/** Columns that the sequencer's process holds against the ledger, of tables that it does not read else. */
const auditedColumns: Readonly<Record<string, readonly string[]>> = {
  'house.companies': ['company_id', 'sector'],
  'house.tenants': ['tenant_id', 'client_id'],
  'tenant.campaigns': ['tenant_id', 'campaign_id', 'settings'],
  'tenant.attempts': [
    ...['tenant_id', 'attempt_id', 'campaign_id', 'direction', 'disposition'],
    ...['intended_at', 'answered_at', 'ended_at'],
  ],
}

/** Tables where the application only adds, or only moves rows in ways that leave the past in place. */
const appGrants: Record<string, string> = {
  entry_queue: 'select, insert',
  entry_index: 'select',
  entry_subjects: 'select, insert',
  attempts: 'select, insert, update',
  attempt_corrections: 'select, insert',
  hands: 'select, insert, update',
  hand_messages: 'select, insert, update',
  faq_articles: 'select, insert, update',
  faq_versions: 'select, insert',
  call_tickets: 'select, insert, update',
  call_ticket_steps: 'select, insert',
  call_ticket_notes: 'select, insert',
  notices: 'select, insert, update',
  notice_versions: 'select, insert',
  notice_confirmations: 'select, insert',
  jobs: 'select, insert',
  campaigns: 'select, insert, update',
  lists: 'select, insert, update',
  uploads: 'select, insert, update',
  house_stop_entries: 'select, insert',
  assignments: 'select, insert, update',
  shadows: 'select, insert, update',
  shadow_stretches: 'select, insert, update',
  list_terms: 'select, insert',
  list_holdouts: 'select, insert',
  // goes with its contacts, when an import is undone
  held_out_contacts: 'select, insert, delete',
  named_leads: 'select, insert, delete',
  call_ticket_looks: 'select, insert',
  list_handovers: 'select, insert',
  handover_rules: 'select, insert',
  // an account is closed once
  abandonment_days: 'select, insert',
  spoken_numbers: 'select, insert',
}

/**
 * Stamps row-level security and grants on every table after each migration (architecture rule 4), so that a table added
 * tomorrow cannot be forgotten. Refuses a tenant table whose primary key does not start with tenant_id, a foreign key
 * between tenant tables that does not carry it, and a house table that is not on the reviewed list.
 */
export async function stampTables(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ schema: string; name: string; first_key: string | null; columns: string[] }>(`
    select n.nspname as schema, c.relname as name,
      (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary) as first_key,
      (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('house', 'tenant') and c.relkind in ('r', 'p')
    order by 1, 2`)
  await refuseBareForeignKeys(client)
  await client.query(`grant usage on schema house, tenant to ${APP_ROLE}, ${SEQUENCER_ROLE}`)
  for (const row of rows) {
    const table = `${row.schema}.${row.name}`
    await client.query(`alter table ${table} enable row level security; alter table ${table} force row level security`)
    await client.query(`revoke all on ${table} from public, ${APP_ROLE}, ${SEQUENCER_ROLE}`)
    if (row.schema === 'house') await stampHouseTable(client, row.name)
    else await stampTenantTable(client, row.name, row.first_key, row.columns)
    const audited = auditedColumns[table]
    if (audited === undefined) continue
    await replacePolicy(client, table, 'sequencer', `for select to ${SEQUENCER_ROLE} using (true)`)
    await client.query(`grant select (${audited.join(', ')}) on ${table} to ${SEQUENCER_ROLE}`)
  }
  const missing = houseTables.filter(({ table }) => !rows.some((row) => row.schema === 'house' && row.name === table))
  if (missing.length > 0)
    throw new Error(`house-tables.ts lists tables that do not exist: ${missing.map((m) => m.table).join(', ')}`)
}

async function stampHouseTable(client: ClientBase, name: string): Promise<void> {
  const listed = houseTables.find(({ table }) => table === name)
  if (listed === undefined) throw new Error(`house.${name} is not in house-tables.ts`)
  await replacePolicy(
    client,
    `house.${name}`,
    'house_read',
    `for select to ${APP_ROLE}, sekisho_owner using (${listed.read})`,
  )
  await replacePolicy(
    client,
    `house.${name}`,
    'house_write',
    `to ${APP_ROLE}, sekisho_owner using (${listed.write}) with check (${listed.write})`,
  )
  await client.query(`grant ${listed.grants.join(', ')} on house.${name} to ${APP_ROLE}`)
  if (auditedTables.includes(name)) {
    await replacePolicy(client, `house.${name}`, 'sequencer', `for select to ${SEQUENCER_ROLE} using (true)`)
    await client.query(`grant select on house.${name} to ${SEQUENCER_ROLE}`)
  }
}

async function stampTenantTable(
  client: ClientBase,
  name: string,
  firstKey: string | null,
  columns: string[],
): Promise<void> {
  const table = `tenant.${name}`
  if (firstKey !== 'tenant_id') throw new Error(`the primary key of ${table} does not start with tenant_id`)
  await replacePolicy(
    client,
    table,
    'tenant_isolation',
    `to ${APP_ROLE}, sekisho_owner using (${ownTenant}) with check (${ownTenant})`,
  )
  if (columns.includes('job_id')) {
    await replacePolicy(
      client,
      table,
      'job_scope',
      `as restrictive to ${APP_ROLE} using (${allJobs} or ${ownJob}) with check (${allJobs} or ${ownJob})`,
    )
  } else if (columns.includes('campaign_id') && name !== 'entry_index') {
    // the sub-select sees only campaigns of the jobs in scope, by the policy above
    const visible = `${allJobs} or campaign_id in (select c.campaign_id from tenant.campaigns c)`
    await replacePolicy(
      client,
      table,
      'job_scope',
      `as restrictive to ${APP_ROLE} using (${visible}) with check (${visible})`,
    )
  }
  await client.query(`grant ${appGrants[name] ?? 'select, insert, update, delete'} on ${table} to ${APP_ROLE}`)
  if (name === 'entry_queue' || name === 'entry_index') {
    await replacePolicy(client, table, 'sequencer', `to ${SEQUENCER_ROLE} using (true) with check (true)`)
    const commands = name === 'entry_queue' ? 'select, delete' : 'select, insert, delete'
    await client.query(`grant ${commands} on ${table} to ${SEQUENCER_ROLE}`)
  }
  if (auditedTenantTables.includes(name)) {
    // the ledger's audit holds them against the entries
    await replacePolicy(client, table, 'sequencer', `for select to ${SEQUENCER_ROLE} using (true)`)
    await client.query(`grant select on ${table} to ${SEQUENCER_ROLE}`)
  }
}

async function replacePolicy(client: ClientBase, table: string, name: string, body: string): Promise<void> {
  await client.query(`drop policy if exists ${name} on ${table}; create policy ${name} on ${table} ${body}`)
}

async function refuseBareForeignKeys(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ constraint: string }>(`
    select k.conrelid::regclass || '.' || k.conname as constraint
    from pg_constraint k
      join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class f on f.oid = k.confrelid join pg_namespace m on m.oid = f.relnamespace
    where k.contype = 'f' and n.nspname = 'tenant' and m.nspname = 'tenant'
      and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname = 'tenant_id')`)
  if (rows.length > 0)
    throw new Error(`foreign keys that do not carry tenant_id: ${rows.map((row) => row.constraint).join(', ')}`)
}
