import { LedgerError } from './errors.ts'

/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles). */
export const tileWidth = 256

/** Subtree levels that one tile spans: 2^8 = 256. */
export const tileHeight = 8

/** One tile of hashes: the `index`-th of tile level `level`; `width` is 256 when full, 1 to 255 when partial. */
export type HashTile = {
  readonly kind: 'hashes'
  readonly level: number
  readonly index: number
  readonly width: number
}

/** One entry bundle; its place is that of the level-0 tile with the same index. */
export type EntryBundle = { readonly kind: 'entries'; readonly index: number; readonly width: number }

/** A file of a published log, apart from the checkpoint. */
export type TileFile = HashTile | EntryBundle

/**
 * The path of a tile or bundle below the log's prefix, for example `tile/0/x001/234.p/12` (C2SP tlog-tiles).
 *
 * @throws LedgerError `bad_tile_path` when level, index or width cannot be
 */
export function tilePath(file: TileFile): string {
  requirePlace(file)
  const group = file.kind === 'entries' ? 'entries' : String(file.level)
  const partial = file.width === tileWidth ? '' : `.p/${file.width}`
  return `tile/${group}/${indexPath(file.index)}${partial}`
}

/**
 * Reads a path that `tilePath` could have written, and no other: it may be the path of an HTTP request.
 *
 * @throws LedgerError `bad_tile_path`
 */
export function parseTilePath(path: string): TileFile {
  const match = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path)
  if (match === null) throw notPath()
  const [, group = '', digits = '', partial] = match
  const index = Number(digits.replaceAll(/[x/]/g, ''))
  const width = partial === undefined ? tileWidth : Number(partial)
  const file: TileFile =
    group === 'entries' ? { kind: 'entries', index, width } : { kind: 'hashes', level: Number(group), index, width }
  // Refuses what has a second spelling: needless leading groups such as x000/001, and .p/256.
  if (tilePath(file) !== path) throw notPath()
  return file
}

function indexPath(index: number): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  }
  return groups.join('/')
}

function requirePlace(file: TileFile): void {
  const level = file.kind === 'entries' ? 0 : file.level
  if (!Number.isInteger(level) || level < 0 || level > 63) throw notPath()
  if (!Number.isSafeInteger(file.index) || file.index < 0) throw notPath()
  if (!Number.isInteger(file.width) || file.width < 1 || file.width > tileWidth) throw notPath()
}

function notPath(): LedgerError {
  return new LedgerError('bad_tile_path', 'not the path of a tile or entry bundle')
}
