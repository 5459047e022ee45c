/** What a client file may be at most. Every input byte is controlled by whoever made the file. */
export interface IntakeLimits {
  readonly maxFileBytes: number
  /** Records including heading and blank rows. */
  readonly maxRows: number
  readonly maxColumns: number
  /** UTF-16 units, as everywhere below. */
  readonly maxFieldChars: number
  readonly maxRowChars: number
}

export const defaultLimits: IntakeLimits = {
  maxFileBytes: 2 * 1024 ** 3,
  maxRows: 5_000_000,
  maxColumns: 500,
  maxFieldChars: 64 * 1024,
  maxRowChars: 1024 * 1024,
}
