import { Client } from 'pg'
import { freshDatabase } from '../embedded-postgres/test-database.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate, migrations } from './migrate.ts'
import { type DatabaseAddress, ensureRoles } from './provision.ts'

/** Roles are shared by all databases of a run, so all tests set the same. */
export const passwords = { owner: 'owner-of-a-test', app: 'app-of-a-test', sequencer: 'sequencer-of-a-test' }

export interface TestDatabase {
  /** As the running server has it. */
  readonly database: Database
  readonly app: DatabaseAddress & { user: string; password: string }
  readonly sequencer: DatabaseAddress & { user: string; password: string }
  /** The database administrator of the threat model, and the tests' own view past row-level security. */
  readonly superuser: Client
  readonly superuserAddress: DatabaseAddress & { user: string; password: string }
  drop(): Promise<void>
}

/** A migrated database of its own for one test file, with the product's roles. */
export async function testDatabase(): Promise<TestDatabase> {
  const files = migrations()
  const fresh = await freshDatabase({
    content: JSON.stringify(files.map((file) => file.hash)),
    async migrate(client) {
      await ensureRoles(client, passwords)
      const { rows } = await client.query<{ name: string }>('select current_database() as name')
      await client.query(
        `alter database ${rows[0]?.name} owner to sekisho_owner; grant all on schema public to sekisho_owner`,
      )
      await client.query('set session authorization sekisho_owner')
      await migrate(client, files)
      await client.query('reset session authorization')
    },
  })
  const { host, port, database } = fresh.connection
  const superuser = new Client(fresh.connection)
  await superuser.connect()
  const app = { host, port, database, user: 'sekisho_app', password: passwords.app }
  const handle = await openDatabase(app)
  return {
    database: handle,
    app,
    sequencer: { host, port, database, user: 'sekisho_sequencer', password: passwords.sequencer },
    superuser,
    superuserAddress: fresh.connection,
    async drop() {
      await handle.close()
      await superuser.end()
      await fresh.drop()
    },
  }
}
