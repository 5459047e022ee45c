import { numberKinds } from '@sekisho/contract'
import { withArea } from '@sekisho/intake'
import { associatedData, sealInto, sealOverhead, uuidBytes } from '@sekisho/vault'
import type { VaultKey } from '@sekisho/vault'
import { contactPlace, numberPlace } from '../places.ts'
import { copyBuffer } from './copy-buffer.ts'
import { eachBlockRow } from './row-block.ts'
import type { BlockNumber } from './row-block.ts'
import { rowIds } from './row-ids.ts'

/** What all rows of an import share. */
export interface SealingConstants {
  readonly tenantId: string
  readonly listId: string
  readonly campaignId: string
  /** When the leads become due: milliseconds since 1970 UTC. */
  readonly dueAtMs: number
}

/** Three COPY streams for one batch of rows; columns as in `copyColumns`. */
export interface SealedRows {
  readonly contacts: Buffer<ArrayBuffer>
  readonly numbers: Buffer<ArrayBuffer>
  readonly leads: Buffer<ArrayBuffer>
}

const anyRow = '00000000-0000-0000-0000-000000000000'

/**
 * Seals the rows of a block and lays them out for COPY: one AES-256-GCM for each contact and each number, row version 1.
 */
export function rowSealer(
  constants: SealingConstants,
  key: VaultKey,
  nowMs: () => number,
): (block: ArrayBuffer) => SealedRows {
  const { tenantId, dueAtMs } = constants
  const tenant = uuidBytes(tenantId)
  const list = uuidBytes(constants.listId)
  const campaign = uuidBytes(constants.campaignId)
  const contacts = copyBuffer()
  const numbers = copyBuffer()
  const leads = copyBuffer()
  const nextContactId = rowIds(nowMs)
  const nextLeadId = rowIds(nowMs)
  // The associated data of two rows differ in the row's id only, which stands at the end.
  const contactData = associatedData(contactPlace(tenantId, anyRow, 1, key))
  const contactIdAt = contactData.length - 16
  const numberData = associatedData(numberPlace(tenantId, anyRow, 0, 1, key))
  const numberIdAt = numberData.length - 17

  return (rows) => {
    const block = Buffer.from(rows)
    eachBlockRow(block, (row) => {
      const id = nextContactId()
      const { contactAt, contactEnd } = row
      contactData.set(id, contactIdAt)
      contacts.row(8, 220 + sealOverhead + contactEnd - contactAt)
      contacts.uuid(tenant)
      contacts.uuid(id)
      contacts.uuid(list)
      contacts.int4(row.rowNumber)
      const contact = block.subarray(contactAt, contactEnd)
      contacts.inPlace((out, at) => sealInto(key.key, contactData, contact, out, at))
      contacts.index(block, row.customerIndexAt)
      contacts.index(block, row.personIndexAt)
      contacts.index(block, row.numberNameIndexAt)

      let areas = ''
      numberData.set(id, numberIdAt)
      for (let i = 0; i < row.numberCount; i++) {
        const { kind, area, indexAt, clearAt, clearEnd } = row.numbers[i] as BlockNumber
        const ordinal = i + 1
        if (area !== 0) areas = withArea(areas, String(area))
        numberData[numberIdAt + 16] = ordinal
        numbers.row(6, 150 + sealOverhead + clearEnd - clearAt)
        numbers.uuid(tenant)
        numbers.uuid(id)
        numbers.int2(ordinal)
        numbers.text(numberKinds[kind] ?? 'other')
        const number = block.subarray(clearAt, clearEnd)
        numbers.inPlace((out, at) => sealInto(key.key, numberData, number, out, at))
        numbers.index(block, indexAt)
      }

      leads.row(9, 180 + areas.length)
      leads.uuid(tenant)
      leads.uuid(nextLeadId())
      leads.uuid(campaign)
      leads.uuid(list)
      leads.uuid(id)
      leads.timestamp(dueAtMs)
      leads.int2OrNull(row.prefecture === 0 ? null : row.prefecture)
      leads.index(block, row.municipalityIndexAt)
      leads.text(areas)
    })
    return { contacts: contacts.take(), numbers: numbers.take(), leads: leads.take() }
  }
}
