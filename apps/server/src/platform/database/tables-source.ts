import type { ClientBase } from 'pg'

/** The TypeScript of a column, by PostgreSQL's type. int8 comes as text from the driver, so that no digit is lost. */
const types: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  bool: 'boolean',
  int2: 'number',
  _uuid: 'string[]',
  int4: 'number',
  int8: 'string',
  bytea: 'Buffer',
  timestamptz: 'Timestamp',
  // the driver makes it a moment of the machine's zone: read it as text
  date: 'ColumnType<never, string, string>',
  jsonb: 'Json',
  _text: 'string[]',
}

/** Id columns carry the contract's branded types, whatever the table. */
const ids: Record<string, string> = {
  tenant_id: 'TenantId',
  client_id: 'CompanyId',
  company_id: 'CompanyId',
  person_id: 'PersonId',
  operator_id: 'PersonId',
  promised_to: 'PersonId',
  uploaded_by: 'PersonId',
  imported_by: 'PersonId',
  designated_by: 'PersonId',
  placed_by: 'PersonId',
  session_id: 'SessionId',
  device_id: 'DeviceId',
  designation_id: 'DesignationId',
  job_id: 'JobId',
  site_id: 'SiteId',
  campaign_id: 'CampaignId',
  list_id: 'ListId',
  upload_id: 'UploadId',
  contact_id: 'ContactId',
  lead_id: 'LeadId',
  attempt_id: 'AttemptId',
  entry_id: 'EntryId',
}

interface Column {
  schema: string
  table: string
  column: string
  type: string
  nullable: boolean
  has_default: boolean
}

/**
 * The kysely types of all tables, from a migrated database. A test holds the committed file against the schema, so that the
 * two cannot drift apart; `npx vitest run -u database.test` writes it anew.
 */
export async function tablesSource(client: ClientBase): Promise<string> {
  const { rows } = await client.query<Column>(`
    select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
      (a.atthasdef or a.attidentity <> '') as has_default
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
    where n.nspname in ('house', 'tenant') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by n.nspname, c.relname, a.attnum`)
  const tables = new Map<string, Column[]>()
  for (const row of rows) {
    const name = `${row.schema}.${row.table}`
    tables.set(name, [...(tables.get(name) ?? []), row])
  }
  const lines = [
    '// Made from the migrated schema; the test that compares them writes it anew with `vitest -u`.',
    'import type {',
    ...[...new Set(Object.values(ids))].sort().map((name) => `  ${name},`),
    "} from '@sekisho/contract'",
    "import type { ColumnType } from 'kysely'",
    '',
    "// kysely's own Generated does not look into a ColumnType",
    'type Generated<T> =',
    '  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>',
    'type Timestamp = ColumnType<Date, Date | string, Date | string>',
    'type Json = ColumnType<unknown, string, string>',
    '',
    'export interface Tables {',
  ]
  for (const [name, columns] of tables) {
    lines.push(`  '${name}': {`)
    for (const column of columns) {
      const type = ids[column.column] ?? types[column.type]
      if (type === undefined) throw new Error(`no TypeScript type for ${column.type} of ${name}.${column.column}`)
      const withNull = column.nullable ? `${type} | null` : type
      lines.push(`    ${column.column}: ${column.has_default ? `Generated<${withNull}>` : withNull}`)
    }
    lines.push('  }')
  }
  lines.push('}', '')
  return lines.join('\n')
}
