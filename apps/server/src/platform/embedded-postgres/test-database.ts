import { createHash, randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { SuperuserConnection } from './start-postgres.ts'

// Keeps vitest named in the emitted declarations, without which the lines below would add to nothing.
export type { ProvidedContext } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser of the run's PostgreSQL, started by tests/support/global-postgres.ts. */
    postgres: SuperuserConnection
  }
}

/** What a template database is made of. */
export interface DatabaseTemplate {
  /** Everything that decides its content, e.g. the texts of all migrations: another text, another template. */
  readonly content: string
  /** Fills the empty database, as superuser. Roles are shared by all databases of the run: create them if missing. */
  migrate(client: Client): Promise<void>
}

/** An own database for one test file; nobody else sees it. */
export interface FreshDatabase {
  /** Superuser connection to it, in the shape that `pg` takes. */
  readonly connection: SuperuserConnection
  /** Drops it and ends all its connections. */
  drop(): Promise<void>
}

async function withClient<T>(connection: SuperuserConnection, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(connection)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function exists(client: Client, name: string): Promise<boolean> {
  return (await client.query('select from pg_database where datname = $1', [name])).rowCount === 1
}

/** Builds the template once; test files that need it at the same time wait for the first. */
async function ensureTemplate(superuser: SuperuserConnection, template: DatabaseTemplate): Promise<string> {
  const name = `template_${createHash('sha256').update(template.content).digest('hex').slice(0, 24)}`
  await withClient(superuser, async (client) => {
    if (await exists(client, name)) return
    await client.query('select pg_advisory_lock(hashtext($1))', [name]) // the session's end gives it back
    if (await exists(client, name)) return
    const building = `${name}_building`
    await client.query(`drop database if exists ${building} with (force)`)
    await client.query(`create database ${building}`)
    await withClient({ ...superuser, database: building }, (inside) => template.migrate(inside))
    await client.query(`alter database ${building} rename to ${name}`)
    await client.query(`alter database ${name} with is_template true allow_connections false`)
  })
  return name
}

/**
 * Gives an own database, empty or copied from a template. Call `drop` in `afterAll`.
 *
 * @param template  built by the first caller of the run, copied by all others
 */
export async function freshDatabase(template?: DatabaseTemplate): Promise<FreshDatabase> {
  const superuser = inject('postgres')
  const source = template === undefined ? 'template1' : await ensureTemplate(superuser, template)
  const name = `test_${randomBytes(8).toString('hex')}`
  await withClient(superuser, (client) => client.query(`create database ${name} template ${source} strategy file_copy`))
  return {
    connection: { ...superuser, database: name },
    async drop() {
      await withClient(superuser, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}
