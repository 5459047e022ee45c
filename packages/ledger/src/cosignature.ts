import { parseCheckpointText } from './checkpoint.ts'
import { LedgerError, requireCount } from './errors.ts'

/** 8 bytes of time and 64 of Ed25519 (C2SP tlog-cosignature, `timestamped_signature`). */
export const cosignatureLength = 72

/**
 * What an Ed25519 cosigner signs: header line, time line, the checkpoint's text (C2SP tlog-cosignature).
 *
 * @throws LedgerError `bad_checkpoint` when the text is none, because only checkpoints are cosigned; `out_of_range`
 */
export function cosignedMessage(checkpointText: string, unixSeconds: number): Buffer {
  parseCheckpointText(checkpointText)
  requireCount(unixSeconds, 'time of the cosignature')
  return Buffer.from(`cosignature/v1\ntime ${unixSeconds}\n${checkpointText}`, 'utf8')
}

/**
 * Takes a cosignature (without key id) apart: its time, in seconds since 1970 UTC, and the Ed25519 signature.
 *
 * @throws LedgerError `bad_note` when the length is another or the time is beyond 2^53, which no clock shows
 */
export function splitCosignature(signature: Uint8Array): { unixSeconds: number; ed25519: Buffer } {
  const bytes = Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength)
  if (bytes.length !== cosignatureLength) throw new LedgerError('bad_note', 'a cosignature has 72 bytes')
  const time = bytes.readBigUInt64BE(0)
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) throw new LedgerError('bad_note', 'a time that no clock shows')
  return { unixSeconds: Number(time), ed25519: bytes.subarray(8) }
}
