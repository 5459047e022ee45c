/** 540 as 09:00; the end of the day, 1440, as 24:00, as Japanese timetables write it. */
export function clockOfMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/**
 * Reads a time as people type it: `9`, `9:00`, `0900`, `9時`, `9時半`, `24:00`, in full-width digits, too.
 *
 * @returns  minutes since midnight, 0 to 1440; null for what is no time of a day
 */
export function minuteOfClock(clock: string): number | null {
  const typed = clock
    .normalize('NFKC')
    .trim()
    .replace(/時半$/, ':30')
    .replace(/時$/, '')
    .replace('時', ':')
    .replace(/分$/, '')
  const found = /^(\d{1,2})(?::(\d{2}))?$/.exec(typed) ?? /^(\d{1,2})(\d{2})$/.exec(typed)
  if (found === null) return null
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)]
  const minute = hours * 60 + minutes
  return minutes > 59 || minute > 1440 ? null : minute
}
