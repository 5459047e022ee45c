import { useEffect } from 'react'

/**
 * Brings the part of the page that the address names behind `#` into view, and the focus with it, once it is there:
 * pages are drawn after their data came, later than the browser looks for the part itself.
 */
export function usePlaceInView(places: readonly string[]): void {
  useEffect(() => {
    const place = location.hash.slice(1)
    if (!places.includes(place)) return
    const element = document.getElementById(place)
    element?.scrollIntoView()
    element?.focus()
  }, [places])
}
