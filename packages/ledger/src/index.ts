export { canonicalBytes, canonicalJson, parseCanonicalJson } from './canonical-json.ts'
export type { JsonValue } from './canonical-json.ts'
export { formatCheckpointText, parseCheckpointText } from './checkpoint.ts'
export type { Checkpoint } from './checkpoint.ts'
export { commit, openCommitment } from './commitment.ts'
export { cosignedMessage, splitCosignature } from './cosignature.ts'
export { decodeEntryBundle, encodeEntryBundle, maxEntryLength } from './entry-bundle.ts'
export { LedgerError } from './errors.ts'
export type { LedgerErrorCode } from './errors.ts'
export { createFrontier, parseFrontier } from './frontier.ts'
export type { Frontier } from './frontier.ts'
export { emptyRoot, hashLength, leafHash, nodeHash, requireHash } from './hashing.ts'
export type { Hash } from './hashing.ts'
export { leafBytes, parseLeaf } from './leaf.ts'
export type { JsonObject, Leaf } from './leaf.ts'
export { decodeTile, encodeTile } from './live-tile.ts'
export { createLiveTree, restoreLiveTree } from './live-tree.ts'
export type { DirtyTile, LiveTree, LiveTreeOptions } from './live-tree.ts'
export { cosign, ed25519Signer, formatVerifierKey, keyIdOf, noteKey, parseVerifierKey, signNote } from './note-keys.ts'
export type { KeyUse, NoteKey, NoteSigner } from './note-keys.ts'
export { openCheckpoint, openNote } from './open-note.ts'
export type { OpenedCheckpoint, OpenedNote } from './open-note.ts'
export {
  consistencyProof,
  inclusionProof,
  planConsistencyProof,
  planInclusionProof,
  planRoot,
  readConsistencyProof,
  readInclusionProof,
  readRoot,
  rootAt,
} from './proofs.ts'
export type { AsyncHashReader, HashReader, ProofPlan } from './proofs.ts'
export { formatNote, formatSignatureLine, parseNote, parseSignatureLine } from './signed-note.ts'
export type { NoteSignature, ParsedNote } from './signed-note.ts'
export { createStoredTileReader } from './stored-tiles.ts'
export type { TileStore } from './stored-tiles.ts'
export type { NodeAddress } from './subtrees.ts'
export { tilesBetween, tileWidthAt } from './tile-math.ts'
export { parseTilePath, tilePath, tileWidth } from './tile-path.ts'
export type { EntryBundle, HashTile, TileFile } from './tile-path.ts'
export { rootFromInclusion, verifyConsistency, verifyGrowth, verifyInclusion } from './verify-proofs.ts'
export type { TreeHead } from './verify-proofs.ts'
