import type { CampaignId, ListId, SamePersonKey } from '@sekisho/contract'
import { type JudgedRow, KeyServiceError, type KeyServiceCalls, maxSameNumber } from '@sekisho/vault'
import { asProblem } from '../../gate/index.ts'
import { type Tx, tenantOf } from '../../platform/database/index.ts'

/** Where the same person stands already: in another row of the list, or in another list of the campaign. */
export type SamePerson =
  | { readonly code: 'duplicate_in_file'; readonly sameAsRow: number }
  | { readonly code: 'duplicate_existing' }

type Accepted = Extract<JudgedRow, { kind: 'accepted' }>

/** The row's list and campaign, and the key of its import. */
interface Where {
  readonly listId: ListId
  readonly campaignId: CampaignId
  readonly by: SamePersonKey
}

/**
 * Whether the person of an accepted row is there already, by the same rules as at an import: by the index of its key
 * within the campaign. People without a customer number in a list of such numbers are compared by first number and name
 * within the list, and so are contacts that are older than the index of both: the key service compares those.
 *
 * @throws ProblemError `key_service_refused`, `key_service_unavailable`
 */
export async function samePerson(
  tx: Tx,
  keys: Pick<KeyServiceCalls, 'compareCorrection'>,
  where: Where,
  verdict: Accepted,
): Promise<SamePerson | null> {
  switch (verdict.comparedBy) {
    case 'nothing':
      return null
    case 'customer_number':
    case 'name_and_birth':
      return byIndex(tx, where, verdict.comparedBy, verdict)
    case 'number_and_name': {
      const found = where.by === 'phone' ? await byIndex(tx, where, verdict.comparedBy, verdict) : null
      return found ?? byNumberAndName(tx, keys, where, verdict)
    }
  }
}

const conditions = {
  // by contacts_customer
  customer_number: 'c.customer_index = $2',
  // by contacts_person
  name_and_birth: 'c.person_index = $2',
  // by contact_numbers_phone: the index of both has none of its own
  number_and_name: `c.number_name_index = $2 and c.contact_id in (
      select n.contact_id from tenant.contact_numbers n where n.tenant_id = $1 and n.phone_index = $5)`,
} as const

async function byIndex(
  tx: Tx,
  { listId, campaignId }: Where,
  key: keyof typeof conditions,
  { customerIndex, personIndex, numberNameIndex, numbers: [first] }: Accepted,
): Promise<SamePerson | null> {
  const index = { customer_number: customerIndex, name_and_birth: personIndex, number_and_name: numberNameIndex }[key]
  if (index === null) return null
  const { rows } = await tx.client.query<{ list_id: ListId; row_number: number }>({
    name: `same person by ${key}`,
    // the row's own list first
    text: `select c.list_id, c.row_number from tenant.contacts c
        join tenant.lists l on l.tenant_id = c.tenant_id and l.list_id = c.list_id
      where c.tenant_id = $1 and l.campaign_id = $3 and l.state = 'ready' and ${conditions[key]}
      order by c.list_id <> $4, c.row_number limit 1`,
    values: [
      ...[tenantOf(tx), Buffer.from(index), campaignId, listId],
      ...(key === 'number_and_name' && first !== undefined ? [Buffer.from(first.index)] : []),
    ],
  })
  const [found] = rows
  if (found === undefined) return null
  return found.list_id === listId
    ? { code: 'duplicate_in_file', sameAsRow: found.row_number }
    : { code: 'duplicate_existing' }
}

interface SameNumber {
  contact_id: never
  row_version: number
  row_number: number
  sealed: Buffer
}

async function byNumberAndName(
  tx: Tx,
  keys: Pick<KeyServiceCalls, 'compareCorrection'>,
  { listId }: { readonly listId: ListId },
  { judgement, numbers: [first] }: Accepted,
): Promise<SamePerson | null> {
  if (first === undefined) return null
  const { rows } = await tx.client.query<SameNumber>({
    name: 'first number in list',
    // by contact_numbers_phone
    text: `select c.contact_id, c.row_version, c.row_number, c.sealed from tenant.contact_numbers n
        join tenant.contacts c on c.tenant_id = n.tenant_id and c.contact_id = n.contact_id
      where n.tenant_id = $1 and n.phone_index = $2 and n.ordinal = 1 and c.list_id = $3
      order by c.row_number limit ${maxSameNumber}`,
    values: [tenantOf(tx), Buffer.from(first.index), listId],
  })
  const [lowest] = rows
  if (lowest === undefined) return null
  const contacts = rows.map((row) => ({ contactId: row.contact_id, rowVersion: row.row_version, sealed: row.sealed }))
  const isSame = await keys.compareCorrection({ judgement, contacts }).catch((error: unknown) => {
    throw error instanceof KeyServiceError ? asProblem(error) : error
  })
  return isSame ? { code: 'duplicate_in_file', sameAsRow: lowest.row_number } : null
}
