import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { stampTables } from './stamp.ts'
import { describeYoungTables } from './young-tables.ts'

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly hash: string
}

/** The numbered files beside this one, in order. The build copies them to the same place under `dist`. */
export function migrations(folder = fileURLToPath(new URL('./migrations', import.meta.url))): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings a database to today's schema and stamps every table, as the owner role. Runs in one transaction under a lock,
 * so two processes that start together do it once. A file that was applied and has changed since is refused: forward
 * only.
 */
export async function migrate(client: ClientBase, files: readonly Migration[] = migrations()): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`select pg_advisory_xact_lock(hashtext('sekisho.migrate'))`)
    await client.query(
      `create table if not exists public.migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())`,
    )
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from public.migrations')
    const applied = new Map(rows.map((row) => [row.name, row.hash]))
    if (files.some(({ name }) => !applied.has(name))) await letOwnerReachRows(client)
    for (const file of files) {
      const hash = applied.get(file.name)
      if (hash === file.hash) continue
      if (hash !== undefined) throw new Error(`migration ${file.name} was changed after it had been applied`)
      await client.query(file.sql)
      await client.query('insert into public.migrations (name, hash) values ($1, $2)', [file.name, file.hash])
    }
    await stampTables(client)
    await describeYoungTables(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/**
 * What a migration changes in rows concerns those of all tenants, and policies bind the owner, too, who would change none and
 * not hear of it. Stamping puts them back before anybody sees it, in the same transaction.
 */
async function letOwnerReachRows(client: ClientBase): Promise<void> {
  await client.query(`do $$ declare of record; begin
    for of in select schemaname, tablename from pg_tables where schemaname in ('house', 'tenant') loop
      execute format('alter table %I.%I no force row level security', of.schemaname, of.tablename);
    end loop;
  end $$`)
}
