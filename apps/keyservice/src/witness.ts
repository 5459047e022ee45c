import { emptyRoot, LedgerError, verifyGrowth } from '@sekisho/ledger'
import { KeyServiceError } from '@sekisho/vault'
import type { CosignedHead, OperationParameters, Storage } from '@sekisho/vault'
import { openAppendLog } from './append-log.ts'
import type { KeyServiceClock } from './clock.ts'

/** How long an entry may wait between its place in a cosigned head and its use. */
export const maxAgeMs = 60_000
const compactAboveBytes = 4_000_000

/** The first witness: remembers the last head of each log for good, and the heads of the last minute. */
export interface Witness {
  /**
   * Cosigns several logs with one durable write. The exact last head again is answered as before; anything else but
   * growth from exactly the last head is refused, and then nothing of the call is cosigned.
   *
   * @throws KeyServiceError `fork_refused`, `storage_full`
   */
  cosign(heads: OperationParameters<'cosign'>['heads']): Promise<readonly CosignedHead[]>
  last(log: string): CosignedHead | undefined
  /** The head of this size, if it was cosigned within the last minute or is the last one. */
  headOfSize(log: string, size: number): CosignedHead | undefined
  /** How long ago, at least, the first head that covers the position was cosigned; Infinity when that is not known. */
  ageMs(log: string, position: number): number
  readonly writable: boolean
  close(): void
}

interface Head extends CosignedHead {
  readonly monotonicMs: number
  readonly bootId: string
}

interface Remembered {
  /** Of rising size; the last one is the head that the next must grow from. */
  heads: Head[]
  /** Everything below this was covered by a head that is no longer remembered. */
  forgotten: number
}

/** One line of the file: what one call cosigned, or up to where a log's older heads were let go. */
type WitnessRecord =
  | { readonly at: number; readonly mono: number; readonly boot: string; readonly heads: readonly StoredHead[] }
  | { readonly forgotten: number; readonly log: string }
type StoredHead = readonly [log: string, size: number, rootBase64: string]

export interface WitnessDependencies {
  readonly path: string
  readonly storage: Storage
  readonly clock: KeyServiceClock
}

export function openWitness({ path, storage, clock }: WitnessDependencies): Witness {
  const { records, log: file } = openAppendLog(path, storage)
  const logs = new Map<string, Remembered>()
  for (const record of records as WitnessRecord[]) {
    if ('forgotten' in record) remembered(record.log).forgotten = record.forgotten
    else for (const head of record.heads) remember(fromStored(record, head))
  }
  let compactAbove = compactAboveBytes
  let lastCall: Promise<unknown> = Promise.resolve()

  function remembered(log: string): Remembered {
    const known = logs.get(log)
    if (known !== undefined) return known
    const made: Remembered = { heads: [], forgotten: 0 }
    logs.set(log, made)
    return made
  }

  function remember(head: Head): void {
    const state = remembered(head.log)
    state.heads.push(head)
    forgetOld(state)
  }

  /** Lets go what is older than a minute, but never the last head. */
  function forgetOld(state: Remembered): void {
    let old = 0
    while (old < state.heads.length - 1 && headAgeMs(state.heads[old] as Head) > maxAgeMs) old++
    if (old === 0) return
    state.forgotten = Math.max(state.forgotten, (state.heads[old - 1] as Head).size)
    state.heads = state.heads.slice(old)
  }

  function headAgeMs(head: Head): number {
    // After another boot nothing says how much time passed, because the wall clock may have been set: then it is too long.
    if (head.bootId !== clock.bootId) return Number.POSITIVE_INFINITY
    return Math.max(clock.monotonicMs() - head.monotonicMs, clock.nowMs() - head.atMs)
  }

  async function cosign(asked: OperationParameters<'cosign'>['heads']): Promise<readonly CosignedHead[]> {
    const atMs = clock.nowMs()
    const monotonicMs = clock.monotonicMs()
    const fresh = new Map<string, Head>()
    const answers: CosignedHead[] = []
    for (const { log, oldSize, size, root, proof } of asked) {
      const last = fresh.get(log) ?? logs.get(log)?.heads.at(-1)
      if (last !== undefined && last.size === size && Buffer.from(root).equals(last.root)) {
        answers.push(last)
        continue
      }
      const from = last ?? { size: 0, root: emptyRoot }
      if (oldSize !== from.size || size <= from.size) throw new KeyServiceError('fork_refused')
      requireGrowth(from, { size, root }, proof)
      const head = { log, size, root: Buffer.from(root), atMs, monotonicMs, bootId: clock.bootId }
      fresh.set(log, head)
      answers.push(head)
    }
    if (fresh.size > 0) {
      const heads = [...fresh.values()].map(toStored)
      await file.append({ at: atMs, mono: monotonicMs, boot: clock.bootId, heads } satisfies WitnessRecord)
      for (const head of fresh.values()) remember(head)
      if (file.bytes > compactAbove) compact()
    }
    return answers
  }

  function compact(): void {
    const records: WitnessRecord[] = []
    for (const [log, state] of logs) {
      forgetOld(state)
      records.push({ log, forgotten: state.forgotten })
      for (const head of state.heads) {
        records.push({ at: head.atMs, mono: head.monotonicMs, boot: head.bootId, heads: [toStored(head)] })
      }
    }
    try {
      file.rewrite(records)
    } catch {
      // A full disk: the longer file stays valid, and is tried again when it has doubled.
    }
    compactAbove = Math.max(compactAboveBytes, 2 * file.bytes)
  }

  return {
    cosign(heads) {
      // One after the other: two extensions of one head must not both be compared with it.
      const call = lastCall.then(() => cosign(heads))
      lastCall = call.catch(() => undefined)
      return call
    },
    last: (log) => logs.get(log)?.heads.at(-1),
    headOfSize(log, size) {
      const state = logs.get(log)
      if (state === undefined) return undefined
      forgetOld(state)
      return state.heads.find((head) => head.size === size)
    },
    ageMs(log, position) {
      const state = logs.get(log)
      if (state === undefined || position < state.forgotten) return Number.POSITIVE_INFINITY
      const first = state.heads.find((head) => head.size > position)
      return first === undefined ? Number.POSITIVE_INFINITY : headAgeMs(first)
    },
    get writable() {
      return file.writable
    },
    close: () => file.close(),
  }
}

function requireGrowth(
  from: { size: number; root: Uint8Array },
  to: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): void {
  try {
    verifyGrowth(from, to, proof)
  } catch (error) {
    if (error instanceof LedgerError) throw new KeyServiceError('fork_refused')
    throw error
  }
}

function toStored({ log, size, root }: Head): StoredHead {
  return [log, size, Buffer.from(root).toString('base64')]
}

function fromStored(record: { at: number; mono: number; boot: string }, [log, size, root]: StoredHead): Head {
  return {
    log,
    size,
    root: Buffer.from(root, 'base64'),
    atMs: record.at,
    monotonicMs: record.mono,
    bootId: record.boot,
  }
}
