/** The day in Japan, where lists come from and centres stand: an ISO date. */
export function todayInJapan(nowMs: number): string {
  return new Date(nowMs + 9 * 3_600_000).toISOString().slice(0, 10)
}
