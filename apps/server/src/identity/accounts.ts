import type { PersonId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'

/** What a sign-in needs to know of a person. */
export interface Account {
  readonly personId: PersonId
  readonly login: string
  readonly displayName: string
  readonly isDisabled: boolean
  readonly isDemo: boolean
  readonly argon2id: string | null
  readonly totp: { readonly sealed: Buffer } | null
  readonly passkeys: readonly { readonly id: string; readonly transports: readonly string[] }[]
}

interface Row {
  person_id: PersonId
  login: string
  display_name: string
  disabled_at: Date | null
  is_demo: boolean
  argon2id: string | null
  sealed_secret: Buffer | null
  passkeys: { id: string; transports: string[] }[]
}

const identity = systemActor('identity')

export function createAccounts({ database }: { database: Database }) {
  async function find(column: 'login' | 'person_id', value: string): Promise<Account | null> {
    const { rows } = await database.transaction(identity, 'house', (tx) =>
      tx.client.query<Row>(
        `select p.person_id, p.login, p.display_name, p.disabled_at, p.is_demo, c.argon2id, t.sealed_secret,
           coalesce((select json_agg(json_build_object('id', k.credential_id, 'transports', k.transports))
             from house.passkey_credentials k where k.person_id = p.person_id), '[]') as passkeys
         from house.persons p
           left join house.password_credentials c using (person_id)
           left join house.totp_credentials t on t.person_id = p.person_id and t.confirmed_at is not null
         where p.${column} = $1`,
        [value],
      ),
    )
    const row = rows[0]
    if (row === undefined) return null
    return {
      personId: row.person_id,
      login: row.login,
      displayName: row.display_name,
      isDisabled: row.disabled_at !== null,
      isDemo: row.is_demo,
      argon2id: row.argon2id,
      totp: row.sealed_secret === null ? null : { sealed: row.sealed_secret },
      passkeys: row.passkeys,
    }
  }

  return {
    byLogin: (login: string) => find('login', login),
    byId: (personId: PersonId) => find('person_id', personId),
  }
}

export type Accounts = ReturnType<typeof createAccounts>
