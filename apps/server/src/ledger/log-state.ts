import {
  type Hash,
  type LiveTree,
  createLiveTree,
  encodeEntryBundle,
  leafHash,
  parseCheckpointText,
  parseNote,
  restoreLiveTree,
} from '@sekisho/ledger'
import type { LogFiles, PublishedFile } from './log-files.ts'

const bundleWidth = 256

/** One log as the sequencer holds it in memory. */
export interface LogState {
  readonly log: string
  readonly tree: LiveTree
  /** What the key service last cosigned; receipts name this head. */
  cosigned: { size: number; root: Hash }
  /** When its checkpoint was last published, milliseconds since 1970; null before the first. */
  readonly publishedAt: number | null
  /** When the index was last compared with all of it, milliseconds since 1970; null before the first time. */
  checkedAt: number | null
  /** Leaves from the start of the last unpublished bundle on, so that bundles can be written whole. */
  readonly leaves: { readonly from: number; readonly bytes: readonly Buffer[] }
  append(leaves: readonly Buffer[]): void
  /** What has to be written for the tree as it is now. Copies: the tree may grow meanwhile. */
  filesToPublish(): { size: number; files: PublishedFile[] }
  markPublished(size: number, at: number): void
}

/**
 * Loads a log from its published files: the right edge of its tree, and the leaves of its last partial bundle.
 *
 * @throws LedgerError when the files do not lead to the root of their own checkpoint
 */
export async function loadLog(log: string, files: LogFiles): Promise<LogState> {
  const published = files.readCheckpoint()
  const head = published === undefined ? undefined : parseCheckpointText(parseNote(published.note).text)
  const tree =
    head === undefined || head.size === 0
      ? createLiveTree({ store: files.store })
      : await restoreLiveTree({ store: files.store }, head)
  const size = tree.size()
  const partial = size % bundleWidth
  const bytes = partial === 0 ? [] : files.readBundle(Math.floor(size / bundleWidth), partial)
  let leaves = { from: size - partial, bytes }
  let publishedAt = published?.publishedAt ?? null
  return {
    log,
    tree,
    cosigned: { size, root: tree.root() },
    checkedAt: null,
    get publishedAt() {
      return publishedAt
    },
    get leaves() {
      return leaves
    },
    append(added) {
      tree.append(added.map((leaf) => leafHash(leaf)))
      for (const leaf of added) leaves.bytes.push(leaf)
    },
    filesToPublish() {
      const { size: upTo, tiles } = tree.dirtyTiles()
      const found: PublishedFile[] = tiles.map(({ tile, bytes: tileBytes }) => ({ file: tile, bytes: tileBytes }))
      for (let at = leaves.from; at < upTo; at += bundleWidth) {
        const width = Math.min(bundleWidth, upTo - at)
        const bundle = leaves.bytes.slice(at - leaves.from, at - leaves.from + width)
        found.push({ file: { kind: 'entries', index: at / bundleWidth, width }, bytes: encodeEntryBundle(bundle) })
      }
      return { size: upTo, files: found }
    },
    markPublished(upTo, at) {
      tree.markPublished(upTo)
      publishedAt = at
      const keepFrom = upTo - (upTo % bundleWidth)
      leaves = { from: keepFrom, bytes: leaves.bytes.slice(keepFrom - leaves.from) }
    },
  }
}
