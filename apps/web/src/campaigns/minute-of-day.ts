/** 540 as 09:00, the value of an `<input type="time">`; the end of the day, 1440, is its last minute there. */
export function clockOfMinute(minute: number): string {
  const shown = Math.min(minute, 1439)
  return `${String(Math.floor(shown / 60)).padStart(2, '0')}:${String(shown % 60).padStart(2, '0')}`
}

/** 09:00 as 540, 23:59 as the end of the day; null while the field is incomplete. */
export function minuteOfClock(clock: string): number | null {
  const found = /^(\d{2}):(\d{2})/.exec(clock)
  if (found === null) return null
  const minute = Number(found[1]) * 60 + Number(found[2])
  return minute === 1439 ? 1440 : minute
}
