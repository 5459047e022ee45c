/** Counts rows by why they were not taken. */
export interface ReasonCounter {
  add(rows: readonly { readonly reasons: readonly string[] }[]): void
  /** Rows by reason code; a row with two reasons counts under both. */
  counts(): Record<string, number>
}

export function reasonCounter(): ReasonCounter {
  const counted = new Map<string, number>()
  return {
    add(rows) {
      for (const { reasons } of rows) {
        for (const reason of reasons) counted.set(reason, (counted.get(reason) ?? 0) + 1)
      }
    },
    counts: () => Object.fromEntries(counted),
  }
}
