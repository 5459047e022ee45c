/** The first and the last day there is: how an open side of a period is entered. */
export const openDays = { from: '0001-01-01', until: '9999-12-31' } as const

/** A period as an entry says it. */
export function daysOf(validFrom: string | null, validUntil: string | null): { from: string; until: string } {
  return { from: validFrom ?? openDays.from, until: validUntil ?? openDays.until }
}
