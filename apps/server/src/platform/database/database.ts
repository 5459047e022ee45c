import { HEAD_OFFICE, ProblemError, type JobId, type TenantId } from '@sekisho/contract'
import { Kysely } from 'kysely'
import { Client, type ClientBase, Pool } from 'pg'
import type { Actor } from '../actor.ts'
import { atMost } from '../at-most.ts'
import { clientDialect } from './client-dialect.ts'
import { oneByOne, type Turn } from './one-by-one.ts'
import type { DatabaseAddress } from './provision.ts'
import type { Tables } from './tables.ts'

/** Which rows a decision lets somebody see inside a tenant: all jobs of it, or these. */
export interface RowScope {
  readonly jobs: '*' | readonly JobId[]
}
export const wholeTenant: RowScope = { jobs: '*' }

/** A stamped transaction in progress. `client` is for COPY and for queries kysely has no word for. */
export interface Tx {
  readonly db: Kysely<Tables>
  readonly client: ClientBase
  readonly actor: Actor
  readonly scope: TenantId | 'house'
  /** Runs `work` once the transaction is durable; never when it rolled back. */
  afterCommit(work: () => void): void
}

/** `on_the_line`: a person has answered and hears silence until this is done. */
export type Urgency = 'on_the_line' | 'usual'

export interface Database {
  /**
   * Runs `work` in one transaction, stamped with the tenant (or the house) and the actor, so that row-level security
   * shows that tenant only. There is no other way to a handle (architecture rule 4).
   *
   * Some connections are kept for work that is urgent, so that it does not stand behind an import or two hundred floors.
   *
   * @throws ProblemError `storage_full` when PostgreSQL says that the disk is full; nothing was changed
   */
  transaction<T>(
    actor: Actor,
    scope: TenantId | 'house',
    work: (tx: Tx) => Promise<T>,
    rows?: RowScope,
    urgency?: Urgency,
  ): Promise<T>
  /** A client outside any pool, for LISTEN. */
  listenClient(): Promise<Client>
  close(): Promise<void>
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** One message: `begin` and the stamp. The values are checked ids, because this message takes no parameters. */
function beginMessage(actor: Actor, scope: TenantId | 'house', rows: RowScope): string {
  // the house has a log like a tenant, under an id of its own, and no other tenant row
  const tenant = scope === 'house' ? HEAD_OFFICE : scope
  if (!uuid.test(tenant)) throw new Error('not a tenant id')
  const person = actor.kind === 'person' ? actor.personId : ''
  if (person !== '' && !uuid.test(person)) throw new Error('not a person id')
  const jobs = rows.jobs === '*' ? '*' : rows.jobs.join(',')
  if (rows.jobs !== '*' && !rows.jobs.every((job) => uuid.test(job))) throw new Error('not a job id')
  return (
    `begin; set local sekisho.scope = '${scope === 'house' ? 'house' : 'tenant'}'; set local sekisho.tenant = '${tenant}'; ` +
    `set local sekisho.person = '${person}'; set local sekisho.jobs = '${jobs}'`
  )
}

const DISK_FULL = '53100'
const allConnections = 24
/** Of them: usual work leaves so many to what is urgent. */
const urgentShare = 8

/**
 * Opens the pool as the application's role.
 *
 * @throws Error when the role could bypass row-level security: the server refuses to start then (rule 4)
 */
export async function openDatabase(address: DatabaseAddress & { user: string; password: string }): Promise<Database> {
  // An idle connection costs the trial memory, and a new one costs whoever waits for it a sign-in and all plans anew:
  // those of a busy hour stay over its quiet moments.
  const pool = new Pool({ ...address, max: allConnections, idleTimeoutMillis: 60_000 })
  // a connection that dies while idle is replaced at the next use; without a listener it would end the process
  pool.on('error', () => undefined)
  const connection = oneByOne(pool, allConnections)
  await refusePowerfulRole(pool)
  const inTurn = atMost(allConnections - urgentShare)

  async function transaction<T>(
    turn: Turn,
    actor: Actor,
    scope: TenantId | 'house',
    work: (tx: Tx) => Promise<T>,
    rows: RowScope = wholeTenant,
  ): Promise<T> {
    const begin = beginMessage(actor, scope, rows)
    const { client, release } = await connection(turn)
    const committed: (() => void)[] = []
    let isBroken = false
    // without a listener, a connection that is lost between two statements would end the process
    const onLost = (): void => {
      isBroken = true
    }
    client.on('error', onLost)
    try {
      await client.query(begin)
      const db = new Kysely<Tables>({ dialect: clientDialect(client) })
      const result = await work({ db, client, actor, scope, afterCommit: (callback) => committed.push(callback) })
      await client.query('commit')
      for (const callback of committed) callback()
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {
        isBroken = true
      })
      if ((error as { code?: string }).code === DISK_FULL) throw new ProblemError('storage_full')
      throw error
    } finally {
      // a broken one keeps its listener: it may say more than once that it is gone
      if (!isBroken) client.off('error', onLost)
      release(isBroken)
    }
  }

  return {
    transaction(actor, scope, work, rows, urgency = 'usual') {
      if (urgency === 'on_the_line') return transaction('first', actor, scope, work, rows)
      return inTurn(() => transaction('usual', actor, scope, work, rows))
    },
    async listenClient() {
      const client = new Client(address)
      client.on('error', () => undefined)
      await client.connect()
      return client
    },
    close: () => pool.end(),
  }
}

async function refusePowerfulRole(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ powerful: boolean; owner: boolean }>(`
    select r.rolsuper or r.rolbypassrls or r.rolcreaterole as powerful,
      exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('house', 'tenant') and pg_has_role(current_user, c.relowner, 'member')) as owner
    from pg_roles r where r.rolname = current_user`)
  if (rows[0] === undefined || rows[0].powerful || rows[0].owner) {
    await pool.end()
    throw new Error(
      'refusing to start: the database role is a superuser, bypasses row-level security or owns the tables',
    )
  }
}

/** The tenant id of a transaction, for the tables of its tenant; the head office's log has one of its own. */
export function tenantOf(tx: Tx): TenantId {
  return tx.scope === 'house' ? HEAD_OFFICE : tx.scope
}
