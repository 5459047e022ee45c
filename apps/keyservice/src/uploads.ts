import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { KeyServiceError, open, seal, uploadDigest } from '@sekisho/vault'
import type { Keystore, OperationParameters, Results, VaultKey } from '@sekisho/vault'
import type { KeyServiceClock } from './clock.ts'
import { chunkPlace, trailerPlace } from './places.ts'

/** So many uploads may be under way at once; the one untouched for longest gives way after an hour. */
const maxOpenUploads = 256
const idleMs = 3_600_000

interface OpenUpload {
  readonly hash: Hash
  chunks: number
  bytes: number
  touchedMs: number
}

/** Sealing of a client's file while it arrives: chunk by chunk, in order, with a running digest. */
export function uploads(keystore: Keystore, clock: KeyServiceClock) {
  const underWay = new Map<string, OpenUpload>()

  function begin(name: string): OpenUpload {
    const nowMs = clock.monotonicMs()
    for (const [each, { touchedMs }] of underWay) if (nowMs - touchedMs > idleMs) underWay.delete(each)
    if (underWay.size >= maxOpenUploads) throw new KeyServiceError('unavailable')
    const made = { hash: createHash('sha256'), chunks: 0, bytes: 0, touchedMs: nowMs }
    underWay.set(name, made)
    return made
  }

  return {
    /** Chunk 0 begins the upload, or begins it again; others must follow one another without a gap. */
    sealChunk({ tenantId, uploadId, index, bytes }: OperationParameters<'sealChunk'>): Results['sealChunk'] {
      const key = keystore.tenantKey(tenantId, 'upload')
      const name = `${tenantId}/${uploadId}`
      const upload = index === 0 ? begin(name) : underWay.get(name)
      if (upload === undefined || upload.chunks !== index) throw new KeyServiceError('bad_request')
      upload.hash.update(bytes)
      upload.chunks++
      upload.bytes += bytes.length
      upload.touchedMs = clock.monotonicMs()
      return seal(key.key, chunkPlace(tenantId, uploadId, index, key), bytes)
    },

    finishUpload({ tenantId, uploadId }: OperationParameters<'finishUpload'>): Results['finishUpload'] {
      const key = keystore.tenantKey(tenantId, 'upload')
      const name = `${tenantId}/${uploadId}`
      const upload = underWay.get(name) ?? begin(name)
      underWay.delete(name)
      const digest = uploadDigest(key.key, upload.hash.digest())
      const trailer = seal(key.key, trailerPlace(tenantId, uploadId, upload.chunks, key), digest)
      return { digest, trailer, bytes: upload.bytes, chunks: upload.chunks + 1 }
    },

    abandonUpload({ tenantId, uploadId }: OperationParameters<'abandonUpload'>): null {
      underWay.delete(`${tenantId}/${uploadId}`)
      return null
    },

    get count() {
      return underWay.size
    },
  }
}

/**
 * Opens an upload's chunks in order and proves at the end that they were all of it.
 *
 * The chunks come back from the server, which may leave some out, repeat them, or mix two uploads of one id.
 */
export function uploadReader(key: VaultKey, tenantId: string, uploadId: string, expectedDigest: Uint8Array) {
  const hash = createHash('sha256')
  let index = 0
  return {
    /** @throws KeyServiceError `sealed_data_damaged` */
    chunk(sealed: Uint8Array): Buffer {
      const clear = open(key.key, chunkPlace(tenantId, uploadId, index++, key), sealed)
      hash.update(clear)
      return clear
    },
    /** @throws KeyServiceError `sealed_data_damaged` when a chunk is missing or the content is another */
    finish(trailer: Uint8Array): void {
      const stored = open(key.key, trailerPlace(tenantId, uploadId, index, key), trailer)
      const digest = uploadDigest(key.key, hash.digest())
      if (!digest.equals(stored) || !digest.equals(expectedDigest)) throw new KeyServiceError('sealed_data_damaged')
    },
  }
}
