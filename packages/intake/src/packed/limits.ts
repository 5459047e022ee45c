/** What a packed file may be at most. The sizes that a file claims of itself are believed nowhere: what comes out is measured. */
export const packedLimits = {
  /** Of the file as it was received, in bytes. */
  maxPackedBytes: 50_000_000,
  /** Of everything that is unpacked of it, in bytes. */
  maxExpandedBytes: 400_000_000,
  maxEntries: 2_000,
  /** Rows of a sheet that hold something, the heading included. */
  maxSheetRows: 100_001,
  maxColumns: 500,
  /** UTF-16 units of one cell. */
  maxCellChars: 64 * 1024,
  /** Of the texts that a workbook's cells share, in bytes. */
  maxStringBytes: 128_000_000,
  maxXmlDepth: 64,
  /** Bytes of XML without a tag. */
  maxXmlRun: 1_000_000,
  /** Rounds of hashing that the file asks for; Excel asks for 100,000. */
  maxSpinCount: 1_000_000,
} as const
export type PackedLimits = { readonly [name in keyof typeof packedLimits]: number }
