import { IntakeError } from '../codes.ts'
import { budgetOf } from './budget.ts'
import { openCompoundFile } from './compound-file.ts'
import { packedLimits, type PackedLimits } from './limits.ts'
import { decryptOffice } from './office-encryption.ts'
import type { PackedFinding, Unpacking } from './unpack.ts'
import { isWorkbook, openWorkbook, type Workbook } from './workbook.ts'
import { type ArchivePart, openArchive } from './zip-archive.ts'

/** What a client may send inside an archive. */
const listName = /\.(?:csv|tsv|txt|xlsx|xlsm)$/i
const workbookName = /\.xls[xm]$/i

/**
 * Opens a packed file and gives the bytes of the list in it: those of a text file as they are, those of a sheet as CSV.
 *
 * @param found  told what it is, as soon as that is known
 * @throws IntakeError the codes that begin with `packed_`, `password_`, `encryption_`, and those of a sheet
 */
export async function* openPacked(
  file: Buffer,
  unpacking: Unpacking,
  found: PackedFinding,
  limits: PackedLimits = packedLimits,
): AsyncGenerator<Uint8Array, void, void> {
  const budget = budgetOf(limits.maxExpandedBytes)
  const { password } = unpacking
  if (file[0] === 0xd0) {
    const compound = openCompoundFile(file)
    if (!compound.names.includes('EncryptedPackage')) {
      const isOld = compound.names.some((name) => name === 'Workbook' || name === 'Book')
      throw new IntakeError(isOld ? 'workbook_old_format' : 'file_is_binary')
    }
    found.is({ kind: 'workbook', isProtected: true })
    const clear = await decryptOffice(compound, password, limits)
    const inside = await openArchive(clear, undefined, budget, limits)
    // presentations and documents are encrypted the same way
    if (!isWorkbook(inside)) throw new IntakeError('packed_nothing_inside')
    yield* sheetOf(await openWorkbook(inside, limits), unpacking.part, found)
    return
  }
  const parts = await openArchive(file, password, budget, limits)
  if (isWorkbook(parts)) {
    found.is({ kind: 'workbook', isProtected: false })
    yield* sheetOf(await openWorkbook(parts, limits), unpacking.part, found)
    return
  }
  yield* fileOf(parts, unpacking, found, limits, (bytes) => openArchive(bytes, undefined, budget, limits))
}

async function* fileOf(
  parts: readonly ArchivePart[],
  { part: chosen = 0 }: Unpacking,
  found: PackedFinding,
  limits: PackedLimits,
  open: (bytes: Buffer) => Promise<ArchivePart[]>,
): AsyncGenerator<Uint8Array, void, void> {
  // macOS puts files of its own beside each file
  const lists = parts.filter(({ name }) => listName.test(name) && !name.startsWith('__MACOSX/'))
  const list = lists[chosen]
  const isProtected = lists.some(({ isEncrypted }) => isEncrypted)
  found.is({ kind: list !== undefined && workbookName.test(list.name) ? 'workbook' : 'archive', isProtected })
  if (list === undefined) throw new IntakeError('packed_nothing_inside')
  found.holds(
    lists.map(({ name }) => ({ name: lastOf(name), isHidden: false })),
    chosen,
  )
  if (!workbookName.test(list.name)) {
    yield* list.contents()
    return
  }
  const inside = await open(await gathered(list, limits))
  if (!isWorkbook(inside)) throw new IntakeError('packed_damaged')
  const workbook = await openWorkbook(inside, limits)
  found.counts(workbook.counts)
  yield* (await firstFilled(workbook)).lines
}

async function gathered(part: ArchivePart, { maxPackedBytes }: PackedLimits): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of part.contents()) {
    bytes += piece.length
    if (bytes > maxPackedBytes) throw new IntakeError('packed_expands', { limit: maxPackedBytes })
    // the archive may use its memory again
    pieces.push(Uint8Array.from(piece))
  }
  return Buffer.concat(pieces)
}

async function* sheetOf(
  workbook: Workbook,
  chosen: number | undefined,
  found: PackedFinding,
): AsyncGenerator<Uint8Array, void, void> {
  const { sheets, counts } = workbook
  found.counts(counts)
  if (chosen !== undefined && sheets[chosen] === undefined) throw new IntakeError('packed_nothing_inside')
  const { sheet, lines } =
    chosen === undefined ? await firstFilled(workbook) : { sheet: chosen, lines: workbook.lines(chosen) }
  found.holds(sheets, sheet)
  yield* lines
}

/** The first sheet that is not hidden and holds something; the first of all when none does. */
async function firstFilled(
  workbook: Workbook,
): Promise<{ readonly sheet: number; readonly lines: AsyncGenerator<Uint8Array, void, void> }> {
  for (const [sheet, { isHidden }] of workbook.sheets.entries()) {
    if (isHidden) continue
    const lines = workbook.lines(sheet)
    const first = await lines.next()
    if (first.done !== true) return { sheet, lines: withFirst(first.value, lines) }
  }
  if (workbook.sheets.length === 0) throw new IntakeError('packed_nothing_inside')
  return { sheet: 0, lines: workbook.lines(0) }
}

async function* withFirst(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, void>,
): AsyncGenerator<Uint8Array, void, void> {
  yield first
  yield* rest
}

/** The name without folders. */
const lastOf = (path: string): string => (path.split(/[\\/]/).at(-1) ?? '').slice(0, 100)
