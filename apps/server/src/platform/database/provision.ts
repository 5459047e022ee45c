import { Client, type ClientBase, escapeIdentifier, escapeLiteral } from 'pg'
import { migrate } from './migrate.ts'
import { APP_ROLE, SEQUENCER_ROLE } from './stamp.ts'

export interface DatabaseAddress {
  /** Host name, or the folder of the unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
}

export interface RolePasswords {
  readonly owner: string
  readonly app: string
  readonly sequencer: string
}

/**
 * Makes roles and database where they are missing, then migrates. Needs a superuser once; the product itself never
 * connects as one. Safe to repeat, also after a kill in the middle.
 */
export async function provision(
  superuser: DatabaseAddress & { user: string; password: string },
  database: string,
  passwords: RolePasswords,
): Promise<void> {
  const admin = new Client(superuser)
  await admin.connect()
  try {
    await ensureRoles(admin, passwords)
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await admin.query(`create database ${escapeIdentifier(database)} owner sekisho_owner`)
    await grantDatabase(admin, database)
  } finally {
    await admin.end()
  }
  const owner = new Client({ ...superuser, user: 'sekisho_owner', password: passwords.owner, database })
  await owner.connect()
  try {
    await migrate(owner)
  } finally {
    await owner.end()
  }
}

/** Rights on the database itself are granted each time: a restore into a new database brings none of them. */
async function grantDatabase(admin: ClientBase, database: string): Promise<void> {
  const name = escapeIdentifier(database)
  await admin.query(`revoke all on database ${name} from public, ${APP_ROLE}, ${SEQUENCER_ROLE}`)
  // imports are staged in temporary tables
  await admin.query(`grant connect, temporary on database ${name} to ${APP_ROLE}`)
  await admin.query(`grant connect on database ${name} to ${SEQUENCER_ROLE}`)
}

/** The three roles; passwords are set anew each time. Takes a lock, since roles are shared by all databases. */
export async function ensureRoles(admin: ClientBase, passwords: RolePasswords): Promise<void> {
  await admin.query(`select pg_advisory_lock(hashtext('sekisho.roles'))`)
  const roles = [
    ['sekisho_owner', passwords.owner],
    [APP_ROLE, passwords.app],
    [SEQUENCER_ROLE, passwords.sequencer],
  ] as const
  for (const [role, password] of roles) {
    const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role])
    const options = `login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password ${escapeLiteral(password)}`
    await admin.query(`${rowCount === 0 ? 'create' : 'alter'} role ${role} ${options}`)
  }
  await admin.query(`select pg_advisory_unlock(hashtext('sekisho.roles'))`)
}
