/** The rows of a binary COPY stream, each as its columns; null columns are undefined. Throws on anything irregular. */
export function readCopy(stream: Uint8Array): (Buffer | undefined)[][] {
  const bytes = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength)
  if (bytes.toString('latin1', 0, 11) !== 'PGCOPY\n\xff\r\n\0') throw new Error('no COPY signature')
  let at = 19
  const rows: (Buffer | undefined)[][] = []
  for (;;) {
    const columns = bytes.readInt16BE(at)
    at += 2
    if (columns === -1) break
    const row: (Buffer | undefined)[] = []
    for (let i = 0; i < columns; i++) {
      const length = bytes.readInt32BE(at)
      at += 4
      row.push(length < 0 ? undefined : bytes.subarray(at, at + length))
      at += Math.max(0, length)
    }
    rows.push(row)
  }
  if (at !== bytes.length) throw new Error('bytes behind the trailer')
  return rows
}
