import { hash } from 'node:crypto'
import type { Storage } from '@sekisho/vault'
import { openAppendLog } from './append-log.ts'

/** The last step at which each TOTP secret was used, so that a code that was seen is worth nothing (RFC 6238, 5.2). */
export interface UsedSteps {
  /**
   * Marks a step of a sealed secret as used, on the disk. False when it, or a later one, already was.
   *
   * @throws KeyServiceError `storage_full`: the code counts as used until the next start
   */
  use(sealed: Uint8Array, step: number): Promise<boolean>
  close(): void
}

type UsedStep = readonly [secret: string, step: number]

const compactAboveBytes = 1_000_000

export function openUsedSteps(path: string, storage: Storage): UsedSteps {
  const { records, log: file } = openAppendLog(path, storage)
  const last = new Map(records as UsedStep[])
  let compactAbove = compactAboveBytes

  function compact(): void {
    try {
      file.rewrite([...last])
    } catch {
      // A full disk: the longer file stays valid, and is tried again when it has doubled.
    }
    compactAbove = Math.max(compactAboveBytes, 2 * file.bytes)
  }

  return {
    async use(sealed, step) {
      // each sealing of a secret is another ciphertext, so its digest names the secret and tells nothing about it
      const secret = hash('sha256', sealed, 'base64')
      if (step <= (last.get(secret) ?? 0)) return false
      // In memory first: a second request that arrives before the disk has answered must already be refused.
      last.set(secret, step)
      await file.append([secret, step] satisfies UsedStep)
      if (file.bytes > compactAbove) compact()
      return true
    },
    close: () => file.close(),
  }
}
