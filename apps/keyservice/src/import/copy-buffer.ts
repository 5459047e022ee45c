// PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"): header, rows, trailer.

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
/** Timestamps count microseconds from 2000-01-01. */
const postgresEpochMs = 946_684_800_000

/** A COPY stream under construction, in a buffer that grows and is used again. */
export interface CopyBuffer {
  /** Makes room, then begins a row of so many columns. */
  row(columns: number, mostBytes: number): void
  /** 16 bytes of a UUID. */
  uuid(bytes: Uint8Array): void
  /** The 16 bytes at `from`; null when that is negative. */
  index(bytes: Buffer, from: number): void
  int4(value: number): void
  int2(value: number): void
  int2OrNull(value: number | null): void
  text(latin1: string): void
  timestamp(ms: number): void
  /** Leaves a column of bytes to `write`, which gives the position where it ended. */
  inPlace(write: (out: Buffer, at: number) => number): void
  /** The whole stream with its trailer; the buffer begins anew. */
  take(): Buffer<ArrayBuffer>
}

export function copyBuffer(): CopyBuffer {
  let out = Buffer.from(new ArrayBuffer(64 * 1024))
  let at = signature.copy(out)

  return {
    row(columns, mostBytes) {
      const needed = at + 2 + mostBytes + 2
      if (needed > out.length) {
        const larger = Buffer.from(new ArrayBuffer(2 * needed))
        out.copy(larger, 0, 0, at)
        out = larger
      }
      at = out.writeInt16BE(columns, at)
    },
    uuid(bytes) {
      at = out.writeInt32BE(16, at)
      out.set(bytes, at)
      at += 16
    },
    index(bytes, from) {
      at = out.writeInt32BE(from < 0 ? -1 : 16, at)
      if (from >= 0) at += bytes.copy(out, at, from, from + 16)
    },
    int4(value) {
      at = out.writeInt32BE(4, at)
      at = out.writeInt32BE(value, at)
    },
    int2(value) {
      at = out.writeInt32BE(2, at)
      at = out.writeInt16BE(value, at)
    },
    int2OrNull(value) {
      at = out.writeInt32BE(value === null ? -1 : 2, at)
      if (value !== null) at = out.writeInt16BE(value, at)
    },
    text(latin1) {
      at = out.writeInt32BE(latin1.length, at)
      at += out.write(latin1, at, 'latin1')
    },
    timestamp(ms) {
      at = out.writeInt32BE(8, at)
      at = out.writeBigInt64BE(BigInt(ms - postgresEpochMs) * 1_000n, at)
    },
    inPlace(write) {
      const end = write(out, at + 4)
      out.writeInt32BE(end - at - 4, at)
      at = end
    },
    take() {
      at = out.writeInt16BE(-1, at)
      const whole = Buffer.from(out.buffer.slice(0, at))
      at = signature.copy(out)
      return whole
    },
  }
}
