import { type PersonId, ProblemError } from '@sekisho/contract'
import type { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import { addressHash } from './failed-tries.ts'
import { cookies, hashOfSecret, newSecret } from './secrets.ts'

export type TicketKind =
  | 'sign_in'
  | 'passkey_sign_in'
  | 'passkey_registration'
  | 'set_up'
  | 'invitation'
  | 'demo'
  | 'proof'
  | 'totp_replacement'

export interface Ticket<Data> {
  readonly personId: PersonId | null
  readonly data: Data
}

interface Row {
  person_id: PersonId | null
  data: { browser: string | null; data: unknown }
}

export const signInTicketMs = 5 * 60_000

/** A centre begins its shift behind one address; each ticket of it ends with its use, or after five minutes. */
const mostOfAddress = 300
const mostFree = 10_000
/** Of one kind. Nobody needs more, and each was paid for with a password, an invitation or a session. */
const mostOfPerson = 20

/** A value only this browser holds; set when it begins something of several steps. */
export function browserBinding(caller: Caller): string {
  const known = caller.cookie(cookies.step)
  const secret = known !== undefined && known.length === 43 ? known : newSecret()
  if (secret !== known) caller.setCookie(cookies.step, secret, { maxAgeSeconds: 3600 })
  return bindingOf(secret)
}

function bindingOf(secret: string): string {
  return hashOfSecret(secret).toString('base64url')
}

/**
 * Short-lived state of a sign-in or a ceremony in progress. The holder has the secret, the table only its hash.
 *
 * A ticket made with `browser` works only with that browser's cookie, so that one seen over a shoulder is worth nothing.
 */
export function createTickets(clock: Clock) {
  return {
    /** @throws ProblemError `sign_in_locked` when the person or the address holds too many already */
    async issue(
      tx: Tx,
      ticket: {
        kind: TicketKind
        personId: PersonId | null
        data: object
        browser?: string
        lifeMs: number
        /** Of a caller who has shown nothing yet: the ticket counts against it. */
        address?: string
        /** Only for a secret that people copy by hand; must be as hard to guess. */
        secret?: string
      },
    ): Promise<string> {
      const secret = ticket.secret ?? newSecret()
      const now = clock.now()
      await tx.db.deleteFrom('house.tickets').where('expires_at', '<', new Date(now)).execute()
      const { kind, personId, data, browser = null, lifeMs } = ticket
      const address = ticket.address === undefined ? null : addressHash(ticket.address)
      if (address !== null) await refuseTooManyFree(tx, address)
      else if (personId !== null && kind !== 'demo') await refuseTooManyOf(tx, personId, kind)
      await tx.client.query(
        `insert into house.tickets (ticket_hash, kind, person_id, data, expires_at, address_hash)
         values ($1, $2, $3, $4, $5, $6)`,
        [hashOfSecret(secret), kind, personId, JSON.stringify({ browser, data }), new Date(now + lifeMs), address],
      )
      return secret
    },

    /** The ticket, or null when it is unknown, over, of another kind or another browser's. Locks it until the end of `tx`. */
    async find<Data>(
      tx: Tx,
      kind: TicketKind,
      secret: string,
      caller: Caller | null,
      schema: z.ZodType<Data>,
    ): Promise<Ticket<Data> | null> {
      const { rows } = await tx.client.query<Row>(
        `select person_id, data from house.tickets
         where ticket_hash = $1 and kind = $2 and expires_at > $3 for update`,
        [hashOfSecret(secret), kind, new Date(clock.now())],
      )
      const row = rows[0]
      if (row === undefined) return null
      const { browser, data } = row.data
      if (browser !== null && browser !== bindingOf(caller?.cookie(cookies.step) ?? '')) return null
      const checked = schema.safeParse(data)
      return checked.success ? { personId: row.person_id, data: checked.data } : null
    },

    async spend(tx: Tx, secret: string): Promise<void> {
      await tx.db.deleteFrom('house.tickets').where('ticket_hash', '=', hashOfSecret(secret)).execute()
    },

    async spendAllOf(tx: Tx, personId: PersonId): Promise<void> {
      await tx.db.deleteFrom('house.tickets').where('person_id', '=', personId).execute()
    },
  }
}

export type Tickets = ReturnType<typeof createTickets>

async function refuseTooManyOf(tx: Tx, personId: PersonId, kind: TicketKind): Promise<void> {
  const { rowCount } = await tx.client.query('select from house.tickets where person_id = $1 and kind = $2 limit $3', [
    personId,
    kind,
    mostOfPerson,
  ])
  if (rowCount === mostOfPerson) throw new ProblemError('sign_in_locked')
}

/** One asker after the other, so that many at once do not slip past. */
async function refuseTooManyFree(tx: Tx, address: Buffer): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(hashtext('sekisho free tickets'))`)
  const { rows } = await tx.client.query<{ all: number; own: number }>(
    `select count(*)::int as all, count(*) filter (where address_hash = $1)::int as own
     from house.tickets where address_hash is not null`,
    [address],
  )
  const { all = 0, own = 0 } = rows[0] ?? {}
  if (all >= mostFree || own >= mostOfAddress) throw new ProblemError('sign_in_locked')
}
