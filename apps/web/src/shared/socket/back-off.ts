/**
 * How long to wait before the next try: doubled from half a second up to ten, each spread over its upper half, so that a
 * floor of people who lost the server at once does not come back at once.
 *
 * @param failures  tries that failed in a row, from 0
 * @param random    0 to 1
 */
export function nextDelayMs(failures: number, random: number): number {
  const whole = Math.min(500 * 2 ** Math.min(failures, 10), 10_000)
  return Math.round(whole / 2 + (whole / 2) * random)
}
