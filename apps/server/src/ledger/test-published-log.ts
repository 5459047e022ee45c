import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createLiveTree,
  decodeEntryBundle,
  leafHash,
  openCheckpoint,
  parseTilePath,
  parseVerifierKey,
  tilePath,
  tilesBetween,
} from '@sekisho/ledger'

export interface PublishedLog {
  readonly size: number
  readonly leaves: readonly Buffer[]
  readonly cosigners: number
}

export interface LogKeys {
  readonly origin: string
  readonly verifierKey: string
  readonly witnessKey: string
}

/**
 * Checks a published log from nothing but its files and keys the reader already has (C2SP tlog-tiles): the checkpoint's
 * signatures, every bundle against its tile, every tile against a tree grown anew, and the root against the checkpoint.
 *
 * @throws Error, LedgerError  what is wrong with it
 */
export function checkPublishedLog(folder: string, keys: LogKeys): PublishedLog {
  const checkpoint = openCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8'), {
    origin: keys.origin,
    logKey: parseVerifierKey(keys.verifierKey),
    cosigners: [parseVerifierKey(keys.witnessKey)],
  })
  const { size } = checkpoint
  const leaves: Buffer[] = []
  for (let at = 0; at < size; at += 256) {
    const width = Math.min(256, size - at)
    const path = tilePath({ kind: 'entries', index: at / 256, width })
    leaves.push(...decodeEntryBundle(readFileSync(join(folder, path)), width))
  }
  const tree = createLiveTree({ store: { readTile: () => Promise.reject(new Error('nothing is stored')) } })
  tree.append(leaves.map((leaf) => leafHash(leaf)))
  if (!tree.root().equals(checkpoint.root)) throw new Error('the entries lead to another root')
  const fresh = new Map(tree.dirtyTiles().tiles.map(({ tile, bytes }) => [tilePath(tile), bytes]))
  for (const tile of tilesBetween(0, size)) {
    const path = tilePath(tile)
    if (!readFileSync(join(folder, path)).equals(fresh.get(path) ?? Buffer.alloc(0)))
      throw new Error(`another tile ${path}`)
  }
  for (const path of filesBelow(folder)) if (path !== 'checkpoint') parseTilePath(path)
  return { size, leaves, cosigners: checkpoint.cosignatures.length }
}

/** Root of the first `size` leaves, by the definition (RFC 6962, 2.1). */
export function rootOfFirst(leaves: readonly Buffer[], size: number): Buffer {
  const tree = createLiveTree({ store: { readTile: () => Promise.reject(new Error('nothing is stored')) } })
  return tree.append(leaves.slice(0, size).map((leaf) => leafHash(leaf))).root
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    return entry.isDirectory() ? filesBelow(folder, path) : [path]
  })
}
