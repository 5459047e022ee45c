import { useEffect, useState } from 'react'
import { useNow } from './use-now.ts'

/** Long enough to read five hundred characters; an unattended screen shows nothing. */
const shownMs = 120_000

/**
 * For text that was opened by an entry: it stands for two minutes and goes away by itself.
 *
 * @param onHide  takes the text away; called once the time is over
 * @returns how long it still stands, in milliseconds
 */
export function useShownFor(onHide: () => void): number {
  const now = useNow(1_000)
  const [until] = useState(() => Date.now() + shownMs)
  const isOver = now >= until
  useEffect(() => {
    if (isOver) onHide()
  }, [isOver, onHide])
  return Math.max(0, until - now)
}
