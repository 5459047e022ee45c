import type { ChangedContact } from '@sekisho/vault'
import { excludeChanged } from '../do-not-call/index.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { PlannedImport } from './start-import.ts'

export interface Applied {
  readonly contacts: number
  readonly newNumbers: number
  readonly doNotCall: number
}

/**
 * Writes contacts as they read now over what they were. Their leads keep attempts, results, promises and refusals; a number
 * that the file does not name is not dialled any more, a new one stands behind the others and is asked of the do-not-call
 * list. A contact that was changed or removed meanwhile stays as it is.
 */
export async function applyChanges(
  tx: Tx,
  { campaignId }: Pick<PlannedImport, 'campaignId'>,
  changed: readonly ChangedContact[],
): Promise<Applied> {
  const written = await writeContacts(tx, changed)
  const contacts = changed.filter(({ contactId }) => written.has(contactId))
  if (contacts.length === 0) return { contacts: 0, newNumbers: 0, doNotCall: 0 }
  await keepNumbers(tx, contacts)
  const newNumbers = await addNumbers(tx, contacts)
  await beginNumbersAnew(tx, campaignId, contacts)
  await tellAreas(tx, campaignId, contacts)
  const doNotCall = await excludeChanged(tx, [...written])
  return { contacts: contacts.length, newNumbers, doNotCall }
}

async function writeContacts(tx: Tx, changed: readonly ChangedContact[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.client.query<{ contact_id: string }>({
    name: 'change contacts',
    text: `update tenant.contacts c set sealed = w.sealed, row_version = w.version, person_index = w.person,
        number_name_index = w.number_name
      from unnest($2::uuid[], $3::int[], $4::bytea[], $5::bytea[], $6::bytea[])
        as w (contact_id, version, sealed, person, number_name)
      where c.tenant_id = $1 and c.contact_id = w.contact_id and c.row_version = w.version - 1
      returning c.contact_id`,
    values: [
      tenantOf(tx),
      changed.map(({ contactId }) => contactId),
      changed.map(({ rowVersion }) => rowVersion),
      changed.map(({ sealed }) => Buffer.from(sealed)),
      changed.map(({ personIndex }) => bytesOf(personIndex)),
      changed.map(({ numberNameIndex }) => bytesOf(numberNameIndex)),
    ],
  })
  return new Set(rows.map((row) => row.contact_id))
}

function bytesOf(index: Uint8Array | null): Buffer | null {
  return index === null ? null : Buffer.from(index)
}

/** Dead and refused numbers stay what they are; the others follow the file. */
async function keepNumbers(tx: Tx, contacts: readonly ChangedContact[]): Promise<void> {
  const kept = contacts.flatMap(({ contactId, keptOrdinals }) =>
    keptOrdinals.map((ordinal) => ({ contactId, ordinal })),
  )
  await tx.client.query({
    name: 'numbers of changed contacts',
    text: `with kept as (select * from unnest($3::uuid[], $4::smallint[]) as k (contact_id, ordinal)),
      seen as (select n.contact_id, n.ordinal, k.ordinal is not null as is_kept
        from tenant.contact_numbers n left join kept k on k.contact_id = n.contact_id and k.ordinal = n.ordinal
        where n.tenant_id = $1 and n.contact_id = any ($2))
      update tenant.contact_numbers n set state = case when s.is_kept then 'usable' else 'gone' end
      from seen s
      where n.tenant_id = $1 and n.contact_id = s.contact_id and n.ordinal = s.ordinal
        and n.state = case when s.is_kept then 'gone' else 'usable' end`,
    values: [
      tenantOf(tx),
      contacts.map(({ contactId }) => contactId),
      kept.map(({ contactId }) => contactId),
      kept.map(({ ordinal }) => ordinal),
    ],
  })
}

async function addNumbers(tx: Tx, contacts: readonly ChangedContact[]): Promise<number> {
  const added = contacts.flatMap(({ contactId, newNumbers }) => newNumbers.map((number) => ({ contactId, ...number })))
  if (added.length === 0) return 0
  await tx.client.query({
    name: 'new numbers of changed contacts',
    text: `insert into tenant.contact_numbers (tenant_id, contact_id, ordinal, kind, sealed, phone_index)
      select $1, * from unnest($2::uuid[], $3::smallint[], $4::text[], $5::bytea[], $6::bytea[])`,
    values: [
      tenantOf(tx),
      added.map(({ contactId }) => contactId),
      added.map(({ ordinal }) => ordinal),
      added.map(({ kind }) => kind),
      added.map(({ sealed }) => Buffer.from(sealed)),
      added.map(({ index }) => Buffer.from(index)),
    ],
  })
  return added.length
}

/** Where they are now, also of leads that somebody holds: what is stopped there is asked before each attempt. */
async function tellAreas(
  tx: Tx,
  campaignId: PlannedImport['campaignId'],
  contacts: readonly ChangedContact[],
): Promise<void> {
  await tx.client.query({
    name: 'areas of changed contacts',
    text: `update tenant.leads l set prefecture = w.prefecture, municipality_index = w.municipality, areas = w.areas
      from unnest($3::uuid[], $4::smallint[], $5::bytea[], $6::text[]) as w (contact_id, prefecture, municipality, areas)
      where l.tenant_id = $1 and l.campaign_id = $2 and l.contact_id = w.contact_id
        and (l.prefecture, l.municipality_index, l.areas) is distinct from (w.prefecture, w.municipality, w.areas)`,
    values: [
      ...[tenantOf(tx), campaignId],
      contacts.map(({ contactId }) => contactId),
      contacts.map(({ prefecture }) => prefecture),
      contacts.map(({ municipalityIndex }) => bytesOf(municipalityIndex)),
      contacts.map(({ areas }) => areas),
    ],
  })
}

/**
 * A lead that waits for a number which is gone begins with the first one again. Whoever holds a lead decides himself which
 * number comes next, by the numbers as they are then.
 */
async function beginNumbersAnew(
  tx: Tx,
  campaignId: PlannedImport['campaignId'],
  contacts: readonly ChangedContact[],
): Promise<void> {
  await tx.client.query({
    name: 'leads of changed contacts',
    text: `with free as (select l.lead_id from tenant.leads l
        where l.tenant_id = $1 and l.campaign_id = $2 and l.contact_id = any ($3)
          and l.state in ('ready', 'waiting', 'promised') and l.next_ordinal > 1
          and not exists (select from tenant.contact_numbers n where n.tenant_id = l.tenant_id
            and n.contact_id = l.contact_id and n.state = 'usable' and n.ordinal >= l.next_ordinal)
        for no key update skip locked)
      update tenant.leads l set next_ordinal = 1, revision = l.revision + 1 from free
      where l.tenant_id = $1 and l.lead_id = free.lead_id`,
    values: [tenantOf(tx), campaignId, contacts.map(({ contactId }) => contactId)],
  })
}
