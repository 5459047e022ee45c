import { crc32 } from 'node:zlib'
import { isFull, KeyServiceError } from '@sekisho/vault'
import type { Storage } from '@sekisho/vault'

/** A file of records that only grows, and is rewritten when most of it is outdated. */
export interface AppendLog {
  /**
   * Adds a record; resolves once it is on the disk. Records that wait at the same moment share one fsync.
   *
   * @throws KeyServiceError `storage_full` when the disk did not take it: then the file is as it was before
   */
  append(record: object): Promise<void>
  /** Replaces everything by these records, after a crash either all of them or what was there before. */
  rewrite(records: readonly object[]): void
  readonly bytes: number
  /** False after a failed write, until one succeeds again. */
  readonly writable: boolean
  close(): void
}

interface Waiting {
  readonly record: object
  readonly resolve: () => void
  readonly reject: (error: KeyServiceError) => void
}

/**
 * Opens such a file and gives what it holds. An unfinished last line is dropped: nobody was told that it was written.
 *
 * @throws Error  when a line before the last is damaged: to go on would forget heads or spent positions
 */
export function openAppendLog(path: string, storage: Storage): { records: unknown[]; log: AppendLog } {
  const { records, goodBytes } = readLines(storage.read(path) ?? Buffer.alloc(0), path)
  let file = storage.openAppend(path)
  storage.truncate(file, goodBytes)
  let length = goodBytes
  let writable = true
  /** Bytes of a failed write may stand behind `length`. */
  let dirty = false
  let waiting: Waiting[] = []

  function flush(): void {
    const group = waiting
    waiting = []
    const content = Buffer.from(formatLine(group.map(({ record }) => record)), 'utf8')
    try {
      if (dirty) storage.truncate(file, length)
      dirty = true
      storage.write(file, content, length)
      storage.sync(file)
      dirty = false
      writable = true
      length += content.length
    } catch (error) {
      writable = false
      try {
        storage.truncate(file, length)
        storage.sync(file)
        dirty = false
      } catch {
        // Tried again before the next write.
      }
      const failure = new KeyServiceError(isFull(error) ? 'storage_full' : 'unavailable')
      for (const { reject } of group) reject(failure)
      return
    }
    for (const { resolve } of group) resolve()
  }

  return {
    records,
    log: {
      append: (record) =>
        new Promise((resolve, reject) => {
          if (waiting.length === 0) setImmediate(flush)
          waiting.push({ record, resolve, reject })
        }),
      rewrite(all) {
        const content = Buffer.from(all.map((record) => formatLine([record])).join(''), 'utf8')
        storage.replace(path, content)
        storage.close(file)
        file = storage.openAppend(path)
        length = content.length
        dirty = false
      },
      get bytes() {
        return length
      },
      get writable() {
        return writable
      },
      close: () => storage.close(file),
    },
  }
}

/** One group is one line, so that a power cut, which may lose any part of an unsynced write, damages the last line only. */
function formatLine(group: readonly object[]): string {
  const json = JSON.stringify(group)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

function readLines(content: Buffer, path: string): { records: unknown[]; goodBytes: number } {
  const records: unknown[] = []
  let at = 0
  while (at < content.length) {
    const end = content.indexOf(0x0a, at)
    const json = end < 0 ? undefined : checkedLine(content.toString('utf8', at, end))
    if (json === undefined) {
      if (end >= 0 && content.indexOf(0x0a, end + 1) >= 0) throw new Error(`${path} is damaged before its last line`)
      break
    }
    records.push(...(JSON.parse(json) as unknown[]))
    at = end + 1
  }
  return { records, goodBytes: at }
}

function checkedLine(line: string): string | undefined {
  const json = line.slice(9)
  return crc32(json).toString(16).padStart(8, '0') === line.slice(0, 8) ? json : undefined
}
