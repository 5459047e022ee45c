import { randomInt } from 'node:crypto'
import { type PersonId, ProblemError } from '@sekisho/contract'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Caller } from '../platform/http/index.ts'
import type { IdentityDependencies } from './dependencies.ts'
import type { Proofs } from './proofs.ts'
import { SignInRefused } from './refusals.ts'
import { cookies, hashOfSecret } from './secrets.ts'

/** What whoever redeemed the link shows to a colleague. */
export interface ShownCode {
  /** Eight digits. */
  readonly code: string
  /** Milliseconds since 1970. */
  readonly until: number
}

export interface Redeemed {
  readonly displayName: string
  readonly companyName: string
  readonly issuedBy: string
  readonly redeemedAt: number
  readonly isOnIssuersDevice: boolean
}

interface Waiting extends Redeemed {
  readonly personId: PersonId
}

interface Row {
  person_id: PersonId
  issued_by: PersonId
  code_hash: Buffer | null
  display_name: string
  company_name: string
  issuer_name: string
  redeemed_at: Date
  on_issuers_device: boolean
}

const codeMs = 72 * 60 * 60_000
/** A code of eight digits is guessed with a chance of one in twenty million. */
const mostWrongCodes = 5
const identity = systemActor('identity')

/**
 * Between the link and the first sign-in stands a colleague (F-15). Whoever issues a link can redeem it in the person's
 * place; the account then waits, and a supervisor or a centre manager who is not the issuer confirms it with the code that
 * its holder shows. Who issued, who confirmed and whose account it is are three people.
 */
export function createConfirmations(dependencies: IdentityDependencies & { proofs: Proofs }) {
  const { database, clock, entries, proofs } = dependencies

  /** Nobody but these two has ever signed in: the first colleague of a house has nobody to look at him. */
  async function isFirstColleague(tx: Tx, personId: PersonId, issuedBy: PersonId): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      'select from house.sessions where person_id <> $1 and person_id <> $2 limit 1',
      [personId, issuedBy],
    )
    return rowCount === 0
  }

  async function wasUsedBy(tx: Tx, issuedBy: PersonId, caller: Caller): Promise<boolean> {
    const secret = caller.cookie(cookies.device)
    if (secret === undefined) return false
    const { rowCount } = await tx.client.query(
      `select from house.person_devices join house.devices using (device_id) where person_id = $1 and token_hash = $2`,
      [issuedBy, hashOfSecret(secret)],
    )
    return rowCount === 1
  }

  /** The account that waits under a login, when the code is its own; counts the tries of a wrong one. */
  async function waitingFor(tx: Tx, actor: PersonActor, login: string, code: string): Promise<Waiting | null> {
    const { rows } = await tx.client.query<Row>(waitingText, [
      login.normalize('NFKC').trim().toLowerCase(),
      new Date(clock.now()),
    ])
    const row = rows[0]
    if (row === undefined) return null
    const { person_id: personId } = row
    if (row.issued_by === actor.personId) throw new ProblemError('own_invitation')
    if (row.code_hash?.equals(hashOfCode(personId, code)) !== true) {
      await tx.client.query(
        `update house.account_confirmations set wrong_codes = wrong_codes + 1,
           code_hash = case when wrong_codes + 1 < $2 then code_hash end where person_id = $1`,
        [personId, mostWrongCodes],
      )
      return null
    }
    return {
      ...{ personId, displayName: row.display_name, companyName: row.company_name, issuedBy: row.issuer_name },
      ...{ redeemedAt: row.redeemed_at.getTime(), isOnIssuersDevice: row.on_issuers_device },
    }
  }

  /** A wrong code is entered and counted before it is refused. */
  async function looked<Result>(
    actor: PersonActor,
    policyHash: string,
    shown: { readonly login: string; readonly code: string },
    work: (tx: Tx, waiting: Waiting) => Promise<Result>,
  ): Promise<Result> {
    const refuse = (tx: Tx, reason: 'wrong_code' | 'no_grant') =>
      entries.enter(tx, {
        ...{ type: 'person.confirmed', outcome: reason === 'no_grant' ? 'denied' : 'failed', reason, policyHash },
        ...{ purpose: 'account_work', commit: { label: shown.login } },
      })
    try {
      const result = await database.transaction(actor, 'house', async (tx) => {
        await proofs.require(tx, actor)
        const waiting = await waitingFor(tx, actor, shown.login, shown.code)
        if (waiting !== null) return { done: await work(tx, waiting) }
        await refuse(tx, 'wrong_code')
        return null
      })
      if (result === null) throw new ProblemError('wrong_confirmation')
      return result.done
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'own_invitation')
        await database.transaction(actor, 'house', (tx) => refuse(tx, 'no_grant'))
      throw error
    }
  }

  return {
    /** With a new link: whatever was confirmed before, its holder is looked at again. */
    async expect(tx: Tx, personId: PersonId, issuedBy: PersonId): Promise<void> {
      await tx.client.query(
        `insert into house.account_confirmations (person_id, issued_by) values ($1, $2)
         on conflict (person_id) do update
           set issued_by = excluded.issued_by, code_hash = null, code_until = null, wrong_codes = 0, redeemed_at = null,
             on_issuers_device = false, confirmed_at = null, confirmed_by = null`,
        [personId, issuedBy],
      )
    },

    /**
     * In a browser in which the issuer of the link is signed in it is not redeemed, and that he tried is entered.
     *
     * @throws ProblemError `own_invitation`
     */
    async refuseIssuer(personId: PersonId, caller: Caller): Promise<void> {
      const secret = caller.cookie(cookies.session)
      if (secret === undefined) return
      const isOwn = await database.transaction(identity, 'house', async (tx) => {
        const { rowCount } = await tx.client.query(
          `select from house.account_confirmations c join house.sessions s on s.person_id = c.issued_by
           where c.person_id = $1 and s.token_hash = $2 and s.ended_at is null and s.expires_at > $3`,
          [personId, hashOfSecret(secret), new Date(clock.now())],
        )
        if (rowCount !== 1) return false
        await entries.enter(tx, {
          ...{ type: 'credential.added', outcome: 'denied', reason: 'no_grant', purpose: 'account_work' },
          commit: { person: personId },
        })
        return true
      })
      if (isOwn) throw new ProblemError('own_invitation')
    },

    /**
     * In the transaction that keeps the credentials.
     *
     * @returns the code for a colleague; null when the account may sign in at once
     */
    async begin(tx: Tx, personId: PersonId, caller: Caller): Promise<ShownCode | null> {
      const { rows } = await tx.client.query<{ issued_by: PersonId }>(
        'select issued_by from house.account_confirmations where person_id = $1 and confirmed_at is null for update',
        [personId],
      )
      const issuedBy = rows[0]?.issued_by
      if (issuedBy === undefined) return null
      const now = new Date(clock.now())
      if (await isFirstColleague(tx, personId, issuedBy)) {
        await tx.client.query('update house.account_confirmations set confirmed_at = $2 where person_id = $1', [
          personId,
          now,
        ])
        await entries.enter(tx, { type: 'person.unconfirmed', purpose: 'account_work', commit: { person: personId } })
        return null
      }
      const code = String(randomInt(100_000_000)).padStart(8, '0')
      const until = clock.now() + codeMs
      await tx.client.query(
        `update house.account_confirmations
         set code_hash = $2, code_until = $3, wrong_codes = 0, redeemed_at = $4, on_issuers_device = $5
         where person_id = $1`,
        [personId, hashOfCode(personId, code), new Date(until), now, await wasUsedBy(tx, issuedBy, caller)],
      )
      return { code, until }
    },

    /**
     * Whose account a code belongs to, for the colleague who looks at its holder.
     *
     * @throws ProblemError `proof_needed`, `own_invitation`, `wrong_confirmation`
     */
    async read(actor: PersonActor, policyHash: string, shown: { login: string; code: string }): Promise<Redeemed> {
      return looked(actor, policyHash, shown, async (_tx, { personId: _own, ...redeemed }) => redeemed)
    },

    /** @throws as `read` */
    async confirm(actor: PersonActor, policyHash: string, shown: { login: string; code: string }): Promise<void> {
      await looked(actor, policyHash, shown, async (tx, { personId }) => {
        await tx.client.query(
          `update house.account_confirmations set confirmed_at = $2, confirmed_by = $3, code_hash = null
           where person_id = $1`,
          [personId, new Date(clock.now()), actor.personId],
        )
        await entries.enter(tx, {
          ...{ type: 'person.confirmed', purpose: 'account_work', policyHash, commit: { person: personId } },
        })
      })
    },
  }
}

export type Confirmations = ReturnType<typeof createConfirmations>

/** @throws SignInRefused `not_confirmed` */
export async function refuseUnconfirmed(tx: Tx, personId: PersonId): Promise<void> {
  const { rowCount } = await tx.client.query(
    'select from house.account_confirmations where person_id = $1 and confirmed_at is null for share',
    [personId],
  )
  if (rowCount !== 0) throw new SignInRefused('not_confirmed')
}

/** The person stands in it, so that equal codes of two people are not seen to be equal. */
function hashOfCode(personId: PersonId, code: string): Buffer {
  return hashOfSecret(`${personId} ${code}`)
}

const waitingText = `
  select c.person_id, c.issued_by, c.code_hash, p.display_name, co.name as company_name, i.display_name as issuer_name,
    c.redeemed_at, c.on_issuers_device
  from house.account_confirmations c
    join house.persons p using (person_id) join house.companies co using (company_id)
    join house.persons i on i.person_id = c.issued_by
  where p.login = $1 and p.disabled_at is null and c.confirmed_at is null and c.redeemed_at is not null
    and c.code_until > $2
  for update of c`
