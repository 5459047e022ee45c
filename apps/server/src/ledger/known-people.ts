import type { PersonId, TenantId } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import { type Tx, tenantOf } from '../platform/database/index.ts'

export interface KnownPerson {
  readonly personId: PersonId
  readonly displayName: string
}

/** Who stands behind the pseudonyms of a tenant's entries, by the house register as it is today. */
export interface KnownPeople {
  /** @throws KeyServiceError */
  pseudonymOf(tenantId: TenantId, personId: PersonId): Promise<string>
  /** Everybody in the register by their pseudonym in the tenant of the transaction. */
  byPseudonym(tx: Tx): Promise<ReadonlyMap<string, KnownPerson>>
}

const mostRemembered = 200_000
const askedAtOnce = 1_000

/** Pseudonyms never change for a tenant, so the key service is asked for each once. */
export function createKnownPeople(keys: Pick<KeyServiceCalls, 'pseudonyms'>): KnownPeople {
  const remembered = new Map<string, string>()
  const keyOf = (tenantId: TenantId, personId: PersonId) => `${tenantId} ${personId}`

  async function learn(tenantId: TenantId, people: readonly PersonId[]): Promise<void> {
    const unknown = people.filter((personId) => !remembered.has(keyOf(tenantId, personId)))
    if (remembered.size + unknown.length > mostRemembered) remembered.clear()
    for (let at = 0; at < unknown.length; at += askedAtOnce) {
      const asked = unknown.slice(at, at + askedAtOnce)
      const made = await keys.pseudonyms({ tenantId, of: asked.map((id) => ({ kind: 'actor', id })) })
      for (const [index, personId] of asked.entries()) remembered.set(keyOf(tenantId, personId), made[index] ?? '')
    }
  }

  return {
    async pseudonymOf(tenantId, personId) {
      await learn(tenantId, [personId])
      return remembered.get(keyOf(tenantId, personId)) ?? ''
    },
    async byPseudonym(tx) {
      const tenantId = tenantOf(tx)
      const rows = await tx.db.selectFrom('house.persons').select(['person_id', 'display_name']).execute()
      await learn(
        tenantId,
        rows.map((row) => row.person_id),
      )
      return new Map(
        rows.map((row) => [
          remembered.get(keyOf(tenantId, row.person_id)) ?? '',
          { personId: row.person_id, displayName: row.display_name },
        ]),
      )
    },
  }
}
