import type { KeyServiceErrorCode, OperationName, Refusal, Storage } from '@sekisho/vault'
import { openAppendLog } from './append-log.ts'

/** Beyond this the oldest go: somebody who floods is seen by the flood. */
const keptRefusals = 20_000

/** Every refusal, kept until the server has entered it: unsealing without an entry is an alarm. */
export interface Refusals {
  /** Keeps a refusal; resolves once it is on the disk. A full disk does not stop it: then it is kept in memory. */
  add(refusal: Omit<Refusal, 'number'>): Promise<void>
  /** Those with a higher number, oldest first, at most 1,000. */
  after(number: number): readonly Refusal[]
  readonly count: number
  close(): void
}

type StoredRefusal = readonly [number: number, atMs: number, code: string, op: string, log: string, position: number]

export function openRefusals(path: string, storage: Storage): Refusals {
  const { records, log: file } = openAppendLog(path, storage)
  let kept = (records as StoredRefusal[]).map(fromStored)
  let lastNumber = kept.at(-1)?.number ?? 0

  return {
    async add(refusal) {
      const numbered = { number: ++lastNumber, ...refusal }
      kept.push(numbered)
      await file.append(toStored(numbered)).catch(() => undefined)
      if (kept.length < 2 * keptRefusals) return
      kept = kept.slice(-keptRefusals)
      try {
        file.rewrite(kept.map(toStored))
      } catch {
        // A full disk: the file stays as it was and is rewritten next time.
      }
    },
    after(number) {
      const first = kept.findIndex((refusal) => refusal.number > number)
      return first < 0 ? [] : kept.slice(first, first + 1_000)
    },
    get count() {
      return lastNumber
    },
    close: () => file.close(),
  }
}

function toStored({ number, atMs, code, op, log, position }: Refusal): StoredRefusal {
  return [number, atMs, code, op, log ?? '', position ?? -1]
}

function fromStored([number, atMs, code, op, log, position]: StoredRefusal): Refusal {
  const known = { number, atMs, code: code as KeyServiceErrorCode, op: op as OperationName }
  return log === '' ? known : { ...known, log, position }
}
