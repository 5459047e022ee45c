import { createKeySet, createRepairReport, customerNumberKey, readRows, unpack } from '@sekisho/intake'
import type { AcceptedRow, RowOutcome } from '@sekisho/intake'
import { indexDomains, indexLength, KeyServiceError, shortHmac } from '@sekisho/vault'
import type { ChangedContact, KnownContact, RefusedImportRow } from '@sekisho/vault'
import { contactChanger } from './change-contact.ts'
import type { KnownAnswers } from './known-answers.ts'
import type { DifferTask } from './messages.ts'
import { clearChunks, nextMessage, withoutValues } from './read-upload.ts'
import type { Inbox, Tell } from './read-upload.ts'
import { rowBlockWriter } from './row-block.ts'
import { rowSealer } from './row-sealer.ts'

const blockBytes = 1024 * 1024
/** People changed or added in one step: what the server writes beside calls is one step. */
const stepPeople = 300
const stepRows = 4_000

/**
 * Reads the upload's rows and compares them with people who are there, whom the server finds by blind indexes: clear text
 * of either stands in this thread only. Steps leave it as counts, and with `into` as what is to be written.
 *
 * The server is asked once for each batch of rows and answers before the next: nothing runs ahead.
 */
export async function differUpload(task: DifferTask, inbox: Inbox, tell: Tell, answers: KnownAnswers): Promise<void> {
  const { source, format, mapping, rules, maxRows, indexKey, into } = task
  const customerNumber = shortHmac(indexKey, indexDomains.customer_number)
  const [phone, person] = [shortHmac(indexKey, indexDomains.phone), shortHmac(indexKey, indexDomains.person)]
  const numberAndName = shortHmac(indexKey, indexDomains.number_and_name)
  const municipality = shortHmac(indexKey, indexDomains.municipality)
  const change = contactChanger({
    ...{ tenantId: source.tenantId, today: rules.today, phone, person, numberAndName, municipality },
    mapped: new Set(task.fields),
    keys: new Map(task.lists.map(({ listId, key }) => [listId, key])),
  })
  const counts = { rows: 0, bytes: 0, accepted: 0, refused: 0, duplicates: 0, numbers: 0 }
  const totals = { added: 0, changedRows: 0, sameRows: 0 }
  const repairs = createRepairReport()
  const step = differenceStep(task, { phone, customerNumber, person, numberAndName, municipality })

  function flush(): void {
    if (step.isEmpty) return
    const { added, changedRows, sameRows, ...rest } = step.take()
    totals.added += added
    totals.changedRows += changedRows
    totals.sameRows += sameRows
    tell({ kind: 'differences', added, changedRows, sameRows, ...rest, progress: { ...counts } })
  }

  function compare(row: AcceptedRow, known: readonly KnownContact[]): void {
    counts.accepted++
    counts.numbers += row.keys.phones.length
    repairs.add(row)
    if (known.length > 0) {
      const changed = known.flatMap((contact) => change(row, contact) ?? [])
      return step.known(into === null ? changed.map(() => null) : changed)
    }
    if (!step.added(row)) {
      flush()
      step.added(row)
    }
  }

  function refuse(row: RefusedImportRow): void {
    if (row.outcome === 'duplicate') counts.duplicates++
    else counts.refused++
    step.refused(row)
  }

  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of clearChunks(inbox, await nextMessage(inbox), source, tell)) {
      counts.bytes += chunk.length
      yield chunk
    }
  }

  const scratch = Buffer.alloc(indexLength)
  const keyOf = (identity: string): Uint8Array => {
    customerNumber(identity, scratch, 0)
    return scratch
  }
  const duplicates = { keyOf, seen: createKeySet(maxRows) }
  const rows = readRows(unpack(counted(), task.unpacking).chunks, { format, mapping, rules, duplicates })
  for (;;) {
    const { done, value } = await rows.next()
    if (done === true) {
      flush()
      const { blankRows, gaijiCharacters, reasons, notes } = value
      const summary = { blankRows, gaijiCharacters, reasons, notes }
      tell({ kind: 'differed', ...counts, ...totals, summary, repairs: repairs.seen() })
      return
    }
    tell({ kind: 'asked', ...keysOf(value, customerNumber) })
    const known = await answers.next()
    for (const row of value) {
      if (++counts.rows > maxRows) throw new KeyServiceError('refused_count')
      if (row.kind === 'refused') refuse(withoutValues(row))
      // a cell of spaces and signs is no customer number, though it is not empty
      else if (row.keys.customerNumber === null) refuse(withoutNumber(row))
      else compare(row, known.get(row.row) ?? [])
      if (step.isFull) flush()
    }
  }
}

function withoutNumber({ row }: AcceptedRow): RefusedImportRow {
  return { rowNumber: row, outcome: 'refused', reasons: ['required_missing:customer_number'] }
}

/** The blind index of each row that has a customer number. A refused row is no missing one, so it has its own, too. */
function keysOf(rows: readonly RowOutcome[], hash: (text: string, out: Uint8Array, at: number) => void) {
  const rowNumbers: number[] = []
  const indexes = Buffer.alloc(rows.length * indexLength)
  for (const { row, values } of rows) {
    const number = customerNumberKey(values.customer_number ?? '')
    if (number === '') continue
    hash(number, indexes, rowNumbers.length * indexLength)
    rowNumbers.push(row)
  }
  return { rowNumbers, indexes: indexes.subarray(0, rowNumbers.length * indexLength) }
}

type Indexers = Parameters<typeof rowBlockWriter>[0]

const nothing = Buffer.alloc(0)

/** What one step gathers: new people, changed contacts, counts. A comparison's contacts are null: they were not sealed. */
function differenceStep({ into, fields }: DifferTask, indexers: Indexers) {
  const writer = rowBlockWriter(indexers, fields, blockBytes, stepPeople)
  const sealRows = into === null ? null : rowSealer(into.constants, into.key, () => Date.now())
  let added = 0
  let changedRows = 0
  let sameRows = 0
  let changed: ChangedContact[] = []
  let refused: RefusedImportRow[] = []

  return {
    known(contacts: readonly (ChangedContact | null)[]): void {
      if (contacts.length === 0) sameRows++
      else changedRows++
      changed.push(...contacts.filter((contact) => contact !== null))
    },
    /** False when there is no room: take the step and add the row again. */
    added(row: AcceptedRow): boolean {
      if (sealRows !== null && !writer.add(row)) return false
      added++
      return true
    },
    refused: (row: RefusedImportRow): void => void refused.push(row),
    get isEmpty() {
      return added + changedRows + sameRows + refused.length === 0
    },
    get isFull() {
      return writer.rows + changed.length >= stepPeople || added + changedRows + sameRows + refused.length >= stepRows
    },
    take() {
      const sealed =
        sealRows === null ? { contacts: nothing, numbers: nothing, leads: nothing } : sealRows(writer.take())
      const taken = { ...sealed, added, changedRows, sameRows, changed, refused }
      added = changedRows = sameRows = 0
      changed = []
      refused = []
      return taken
    },
  }
}
