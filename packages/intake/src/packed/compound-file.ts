import { IntakeError } from '../codes.ts'

// [MS-CFB]: the file within a file in which Office keeps encrypted documents, and kept all of them before 2007.

const headerBytes = 512
const entryBytes = 128
const lastRegularSector = 0xffff_fffa
const streamType = 2
const rootType = 5
/** Streams that are shorter stand in the mini stream. */
const miniCutoff = 4_096

/** The streams of a compound file by name. */
export interface CompoundFile {
  readonly names: readonly string[]
  /** @throws IntakeError `packed_damaged` also where there is none */
  stream(name: string): Buffer
}

interface DirectoryEntry {
  readonly name: string
  readonly type: number
  readonly start: number
  readonly size: number
}

/**
 * Reads the directory of a compound file. Whoever made the file chose every number in it: chains that leave the file or
 * come back to themselves end in an error.
 *
 * @throws IntakeError `packed_damaged`
 */
export function openCompoundFile(file: Buffer): CompoundFile {
  if (file.length < headerBytes) throw damaged()
  const sectorBytes = powerOfTwo(file.readUInt16LE(30), [9, 12])
  const miniBytes = powerOfTwo(file.readUInt16LE(32), [6])
  const sectors = Math.floor(file.length / sectorBytes)
  const sectorAt = (sector: number): Buffer => {
    const at = (sector + 1) * sectorBytes
    if (at >= file.length) throw damaged()
    return file.subarray(at, at + sectorBytes)
  }
  const table = numbersOf(tableSectors(file, sectorAt, sectors).map(sectorAt))
  const chained = (start: number): Buffer => Buffer.concat(chain(start, table, sectors).map(sectorAt))

  const entries = directory(chained(file.readUInt32LE(48)))
  const root = entries.find(({ type }) => type === rootType)
  const firstMini = file.readUInt32LE(60)

  function miniStream(entry: DirectoryEntry): Buffer {
    if (root === undefined) throw damaged()
    const holder = chained(root.start)
    const minis = Math.floor(holder.length / miniBytes)
    const miniTable = numbersOf(chain(firstMini, table, sectors).map(sectorAt))
    return Buffer.concat(
      chain(entry.start, miniTable, minis).map((mini) => holder.subarray(mini * miniBytes, (mini + 1) * miniBytes)),
    )
  }

  return {
    names: entries.filter(({ type }) => type === streamType).map(({ name }) => name),
    stream(name) {
      const entry = entries.find((each) => each.type === streamType && each.name === name)
      if (entry === undefined) throw damaged()
      if (entry.size === 0) return Buffer.alloc(0)
      const whole = entry.size < miniCutoff ? miniStream(entry) : chained(entry.start)
      if (whole.length < entry.size) throw damaged()
      return whole.subarray(0, entry.size)
    },
  }
}

const damaged = () => new IntakeError('packed_damaged')

function powerOfTwo(shift: number, allowed: readonly number[]): number {
  if (!allowed.includes(shift)) throw damaged()
  return 2 ** shift
}

/** The sectors that hold the allocation table: 109 in the header, more in a chain of sectors of their own. */
function tableSectors(file: Buffer, sectorAt: (sector: number) => Buffer, most: number): number[] {
  const found: number[] = []
  const take = (from: Buffer): void => {
    for (let at = 0; at + 4 <= from.length; at += 4) {
      const sector = from.readUInt32LE(at)
      if (sector < lastRegularSector) found.push(sector)
    }
  }
  take(file.subarray(76, headerBytes))
  let next = file.readUInt32LE(68)
  for (let seen = 0; next < lastRegularSector; seen++) {
    if (seen > most) throw damaged()
    const sector = sectorAt(next)
    take(sector.subarray(0, sector.length - 4))
    next = sector.readUInt32LE(sector.length - 4)
  }
  if (found.length > most) throw damaged()
  return found
}

function numbersOf(sectors: readonly Buffer[]): Uint32Array {
  const bytes = Buffer.concat([...sectors])
  const numbers = new Uint32Array(bytes.length >> 2)
  for (let at = 0; at < numbers.length; at++) numbers[at] = bytes.readUInt32LE(at * 4)
  return numbers
}

function chain(start: number, table: Uint32Array, most: number): number[] {
  const found: number[] = []
  for (let sector = start; sector < lastRegularSector; sector = table[sector] as number) {
    if (sector >= table.length || found.length > most) throw damaged()
    found.push(sector)
  }
  return found
}

function directory(bytes: Buffer): DirectoryEntry[] {
  const entries: DirectoryEntry[] = []
  for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes) {
    const nameBytes = Math.min(64, bytes.readUInt16LE(at + 64))
    if (nameBytes < 2) continue
    entries.push({
      name: bytes.toString('utf16le', at, at + nameBytes - 2),
      type: bytes[at + 66] as number,
      start: bytes.readUInt32LE(at + 116),
      size: bytes.readUInt32LE(at + 120),
    })
  }
  return entries
}
