import type { PersonId } from '@sekisho/contract'
import type { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import { cookies, hashOfSecret, newSecret } from './secrets.ts'

export type TicketKind = 'sign_in' | 'passkey_sign_in' | 'passkey_registration' | 'set_up' | 'invitation' | 'demo'

export interface Ticket<Data> {
  readonly personId: PersonId | null
  readonly data: Data
}

interface Row {
  person_id: PersonId | null
  data: { browser: string | null; data: unknown }
}

export const signInTicketMs = 5 * 60_000

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
    async issue(
      tx: Tx,
      ticket: {
        kind: TicketKind
        personId: PersonId | null
        data: object
        browser?: string
        lifeMs: number
        /** Only for a secret that people copy by hand; must be as hard to guess. */
        secret?: string
      },
    ): Promise<string> {
      const secret = ticket.secret ?? newSecret()
      const now = clock.now()
      await tx.db.deleteFrom('house.tickets').where('expires_at', '<', new Date(now)).execute()
      const { kind, personId, data, browser = null, lifeMs } = ticket
      await tx.client.query(
        'insert into house.tickets (ticket_hash, kind, person_id, data, expires_at) values ($1, $2, $3, $4, $5)',
        [hashOfSecret(secret), kind, personId, JSON.stringify({ browser, data }), new Date(now + lifeMs)],
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
