import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { finished, pipeline } from 'node:stream/promises'
import { areasOf, type ColumnMapping, defaultRules, numberAndName, readRows } from '@sekisho/intake'
import { copyColumns, encodeContact, encodeNumber, uuidBytes } from '@sekisho/vault'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrate } from '../../apps/server/src/platform/database/index.ts'
import { newId } from '../../apps/server/src/platform/new-id.ts'

const kinds = ['contacts', 'numbers', 'leads'] as const
type Kind = (typeof kinds)[number]

/** The normalised rows of a list in clear, as three COPY streams on disk. */
export interface PlainRows {
  readonly files: Readonly<Record<Kind, string>>
  readonly rows: number
}

export interface PlainPlace {
  readonly tenantId: string
  readonly listId: string
  readonly campaignId: string
}

/** A migrated, empty database beside the product's, with one list to copy into; used past row-level security. */
export async function openPlainDatabase(
  superuser: pg.ClientConfig,
): Promise<{ database: pg.Client; place: PlainPlace }> {
  const admin = new pg.Client(superuser)
  await admin.connect()
  await admin.query('create database plain owner sekisho_owner')
  await admin.end()
  const database = new pg.Client({ ...superuser, database: 'plain' })
  await database.connect()
  await database.query('grant all on schema public to sekisho_owner; set session authorization sekisho_owner')
  await migrate(database)
  await database.query('reset session authorization')
  const [tenantId, listId, campaignId, other] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const statements: [string, string[]][] = [
    [`insert into house.companies (company_id, name, kind) values ($1, '架空商事', 'client')`, [other]],
    [`insert into house.tenants (tenant_id, client_id, name) values ($1, $2, '架空商事')`, [tenantId, other]],
    [
      `insert into house.persons (person_id, login, display_name, company_id) values ($1, 'bench', '計測', $1)`,
      [other],
    ],
    [`insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, '計測')`, [tenantId, other]],
    [
      `insert into tenant.campaigns (tenant_id, campaign_id, job_id, name, kind, settings) values ($1, $2, $3, '計測', 'test', '{}')`,
      [tenantId, campaignId, other],
    ],
    [
      `insert into tenant.uploads (tenant_id, upload_id, uploaded_by, state) values ($1, $2, $2, 'imported')`,
      [tenantId, other],
    ],
    [
      `insert into tenant.lists (tenant_id, list_id, campaign_id, upload_id, label, state, digest, mapping, rules, imported_by)
        values ($1, $2, $3, $4, '計測', 'importing', '', '{}', '{}', $4)`,
      [tenantId, listId, campaignId, other],
    ],
  ]
  for (const [sql, values] of statements) await database.query(sql, values)
  return { database, place: { tenantId, listId, campaignId } }
}

/** Reads a list as the import does, and lays its rows out in clear; not part of what is measured. */
export async function writePlainRows(
  path: string,
  mapping: ColumnMapping,
  folder: string,
  place: PlainPlace,
): Promise<PlainRows> {
  const [tenant, list, campaign] = [place.tenantId, place.listId, place.campaignId].map((id) => uuidBytes(id))
  if (tenant === undefined || list === undefined || campaign === undefined) throw new Error('no place')
  const files = { contacts: `${folder}/contacts`, numbers: `${folder}/numbers`, leads: `${folder}/leads` }
  const outputs = kinds.map((kind) => createWriteStream(files[kind]))
  for (const output of outputs) output.write(copyHeader)
  const rules = { ...defaultRules('2026-04-01'), allowFictitious: true }
  const format = { encoding: 'shift_jis', delimiter: ',' } as const
  const dueAt = timestamp(Date.now())
  const key = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text))
  let rows = 0
  for await (const batch of readRows(createReadStream(path), { format, mapping, rules })) {
    const parts: Record<Kind, Buffer[]> = { contacts: [], numbers: [], leads: [] }
    for (const row of batch) {
      if (row.kind !== 'accepted') continue
      rows += 1
      const id = uuidBytes(newId())
      const { customerNumber, kana, birthDate, phones, prefecture, municipality } = row.keys
      const person = kana === null || birthDate === null ? null : `${kana}\n${birthDate}`
      const contact = encodeContact(row.values)
      const indexed = [customerNumber, person, numberAndName(row.keys)].map(key)
      parts.contacts.push(...copyRow(tenant, id, list, int4(row.row), contact, ...indexed))
      for (const [index, { field, e164, kind }] of phones.entries()) {
        const clear = encodeNumber({ e164, asReceived: row.values[field] ?? '' })
        const kindText = Buffer.from(kind.endsWith('mobile') ? 'mobile' : 'landline')
        parts.numbers.push(...copyRow(tenant, id, int2(index + 1), kindText, clear, Buffer.from(e164)))
      }
      // as long as the index that stands there, which is what the column takes
      const municipal = key(municipality === null ? null : municipality.padEnd(16))
      const places = [prefecture === null ? null : int2(prefecture), municipal, Buffer.from(areasOf(phones))]
      parts.leads.push(...copyRow(tenant, uuidBytes(newId()), campaign, list, id, dueAt, ...places))
    }
    for (const [index, kind] of kinds.entries()) {
      if (outputs[index]?.write(Buffer.concat(parts[kind])) !== false) continue
      await new Promise<void>((resolve) => outputs[index]?.once('drain', () => resolve()))
    }
  }
  for (const output of outputs) {
    output.end(copyTrailer)
    await finished(output)
  }
  return { files, rows }
}

// PostgreSQL's binary COPY format (documentation of COPY, "Binary Format").
const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const copyTrailer = Buffer.from([0xff, 0xff])
const postgresEpochMs = 946_684_800_000

function copyRow(...fields: (Uint8Array | null)[]): Buffer[] {
  const parts = [int2(fields.length)]
  for (const field of fields) {
    parts.push(int4(field === null ? -1 : field.length))
    if (field !== null) parts.push(Buffer.from(field))
  }
  return parts
}

function int2(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function timestamp(ms: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(ms - postgresEpochMs) * 1_000n)
  return bytes
}

/** COPY of the clear rows into the same tables with the same keys and indexes, past row-level security: in seconds. */
export async function plainCopySeconds(superuser: pg.Client, { files }: PlainRows): Promise<number> {
  // what was written before is not to be written during this
  await superuser.query('checkpoint')
  const startedAt = performance.now()
  await superuser.query('begin')
  for (const kind of kinds) {
    const { table, columns } = copyColumns[kind]
    const target = superuser.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin (format binary)`))
    await pipeline(createReadStream(files[kind], { highWaterMark: 1024 * 1024 }), target)
  }
  await superuser.query('commit')
  return (performance.now() - startedAt) / 1_000
}

export async function fileBytes(path: string): Promise<number> {
  const file = await open(path)
  const { size } = await file.stat()
  await file.close()
  return size
}
