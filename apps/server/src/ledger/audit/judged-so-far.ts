import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Up to which position each log's entries were judged, kept beside the ledger, where no database administrator writes. */
export interface JudgedSoFar {
  of(log: string): number
  set(log: string, position: number): void
  /** Writes what changed; a disk that is full keeps the older state, and some entries are judged again after a restart. */
  save(): void
}

export function openJudgedSoFar(folder: string): JudgedSoFar {
  const path = join(folder, 'audit.json')
  const positions = new Map(Object.entries(read(path)))
  let isSaved = true

  return {
    of: (log) => positions.get(log) ?? 0,
    set(log, position) {
      positions.set(log, position)
      isSaved = false
    },
    save() {
      if (isSaved) return
      try {
        writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(positions)), { mode: 0o640 })
        renameSync(`${path}.new`, path)
        isSaved = true
      } catch {
        // tried again with the next round
      }
    },
  }
}

function read(path: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>
  } catch {
    // missing, or cut off by a power cut: everything is judged again, and findings are entered once all the same
    return {}
  }
}
