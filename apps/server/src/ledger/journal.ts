import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'

/** One entry in its place, as the journal keeps it until it is published in tiles. */
export interface JournalEntry {
  /** 32 hex digits. */
  readonly log: string
  readonly position: number
  /** UUID of the entry. */
  readonly entryId: string
  readonly leaf: Buffer
}

/**
 * The sequencer's journal: what makes a position durable before any receipt for it exists. One record is one batch of
 * all tenants, written and synced once: `magic u32 | length u32 | crc32 u32 | count u32 | entries`, all big-endian.
 *
 * A torn last record was never promised to anybody and is cut off when the journal is opened. Damage with a whole record
 * behind it is refused, because promised entries stand behind it.
 */
export interface Journal {
  /** Durable when it returns. On any failure the file is cut back to where it was, and the error is thrown. */
  append(entries: readonly JournalEntry[]): void
  /** Everything from now on goes into a new file, so that older ones can go as soon as they are published. */
  rotate(): void
  /** Removes the files before the current one: call it when all their entries are published durably. */
  dropPublished(): void
  /** Bytes in the current file. */
  size(): number
  close(): void
}

/** The steps on disk that can fail, as a port: the crash and full-disk tests stand here. */
export interface JournalDisk {
  /** May write less than asked, as write(2) may; answers how much. */
  write(fd: number, bytes: Buffer, offset: number, length: number, at: number): number
  sync(fd: number): void
}

const realDisk: JournalDisk = { write: writeSync, sync: fdatasyncSync }

/** Begins with a byte that UTF-8 does not have, so that no entry's text can hold the beginning of a record. */
const magic = 0xff53_4a01
const header = 16
const maxRecordBytes = 64 * 1024 * 1024

/** Opens the journal in `folder`, giving everything it holds to `replay` in order. */
export function openJournal(
  folder: string,
  replay: (entries: JournalEntry[]) => void,
  disk: JournalDisk = realDisk,
): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let files = readdirSync(folder)
    .filter((name) => /^\d{8}\.journal$/.test(name))
    .sort()
  for (const [index, name] of files.entries()) replayFile(join(folder, name), index === files.length - 1, replay)
  let number = files.length === 0 ? 0 : Number(files.at(-1)?.slice(0, 8))
  let fd = -1
  let size = 0

  function openCurrent(): void {
    const name = `${String(number).padStart(8, '0')}.journal`
    fd = openSync(join(folder, name), 'a+', 0o600)
    closeSync(fd)
    fd = openSync(join(folder, name), 'r+')
    size = fstatSync(fd).size
    if (!files.includes(name)) files = [...files, name]
    syncFolder(folder)
  }
  openCurrent()

  return {
    append(entries) {
      const record = encodeRecord(entries)
      try {
        // a short write without an error is possible on a full disk: go on until the error shows
        for (let done = 0; done < record.length; ) {
          done += disk.write(fd, record, done, record.length - done, size + done)
        }
        disk.sync(fd)
      } catch (error) {
        ftruncateSync(fd, size)
        throw error
      }
      size += record.length
    },
    rotate() {
      closeSync(fd)
      number += 1
      openCurrent()
    },
    dropPublished() {
      const current = files.at(-1)
      for (const name of files) if (name !== current) unlinkSync(join(folder, name))
      files = current === undefined ? [] : [current]
    },
    size: () => size,
    close: () => closeSync(fd),
  }
}

function encodeRecord(entries: readonly JournalEntry[]): Buffer {
  const parts: Buffer[] = [Buffer.alloc(header)]
  for (const entry of entries) {
    const fixed = Buffer.alloc(16 + 8 + 16 + 4)
    fixed.write(entry.log, 0, 'hex')
    fixed.writeBigUInt64BE(BigInt(entry.position), 16)
    fixed.write(entry.entryId.replaceAll('-', ''), 24, 'hex')
    fixed.writeUInt32BE(entry.leaf.length, 40)
    parts.push(fixed, entry.leaf)
  }
  const record = Buffer.concat(parts)
  record.writeUInt32BE(magic, 0)
  record.writeUInt32BE(record.length, 4)
  record.writeUInt32BE(entries.length, 12)
  record.writeUInt32BE(crc32(record.subarray(12)), 8)
  return record
}

function replayFile(path: string, isLast: boolean, replay: (entries: JournalEntry[]) => void): void {
  const bytes = readFileSync(path)
  let at = 0
  while (at < bytes.length) {
    const record = wholeRecordAt(bytes, at)
    if (record === undefined) {
      // only the very last record can be torn by a crash; a whole record behind the damage means something else happened
      if (!isLast || hasWholeRecordAfter(bytes, at)) throw new JournalDamagedError(path, at)
      cutOff(path, at)
      return
    }
    replay(decodeRecord(record))
    at += record.length
  }
}

function wholeRecordAt(bytes: Buffer, at: number): Buffer | undefined {
  if (bytes.length - at < header || bytes.readUInt32BE(at) !== magic) return undefined
  const length = bytes.readUInt32BE(at + 4)
  if (length < header || length > maxRecordBytes || at + length > bytes.length) return undefined
  const record = bytes.subarray(at, at + length)
  return crc32(record.subarray(12)) === record.readUInt32BE(8) ? record : undefined
}

function hasWholeRecordAfter(bytes: Buffer, damagedAt: number): boolean {
  const beginning = Buffer.alloc(4)
  beginning.writeUInt32BE(magic)
  for (let at = bytes.indexOf(beginning, damagedAt + 1); at >= 0; at = bytes.indexOf(beginning, at + 1)) {
    if (wholeRecordAt(bytes, at) !== undefined) return true
  }
  return false
}

function decodeRecord(record: Buffer): JournalEntry[] {
  const entries: JournalEntry[] = []
  let at = header
  for (let count = record.readUInt32BE(12); count > 0; count -= 1) {
    const id = record.toString('hex', at + 24, at + 40)
    const length = record.readUInt32BE(at + 40)
    entries.push({
      log: record.toString('hex', at, at + 16),
      position: Number(record.readBigUInt64BE(at + 16)),
      entryId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
      leaf: Buffer.from(record.subarray(at + 44, at + 44 + length)),
    })
    at += 44 + length
  }
  return entries
}

function cutOff(path: string, at: number): void {
  const fd = openSync(path, 'r+')
  ftruncateSync(fd, at)
  fsyncSync(fd)
  closeSync(fd)
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  fsyncSync(fd)
  closeSync(fd)
}

/** A record inside the journal is not what was written. Promised entries are behind it: a person has to look. */
export class JournalDamagedError extends Error {
  constructor(path: string, at: number) {
    super(`the journal ${path} is damaged at byte ${at}; entries that were promised stand behind it`)
    this.name = 'JournalDamagedError'
  }
}
