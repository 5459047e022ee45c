import { useEffect, useLayoutEffect, useRef } from 'react'
import { deskKey } from './desk-keys.ts'
import type { DeskKey } from './desk-keys.ts'

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type))
  )
}

/** Hands every key of the desk to one place; a key it takes is not seen by the browser any more. */
export function useDeskKeys(onKey: (key: DeskKey, at: number) => boolean) {
  const latest = useRef(onKey)
  // with the screen itself: a key struck as soon as a button can be pressed must not meet the page of before
  useLayoutEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // an open menu or window has its own keys
      if (event.defaultPrevented || document.querySelector('[role="menu"], [role="dialog"]') !== null) return
      const key = deskKey(event, isTextField(event.target))
      if (key !== null && latest.current(key, event.timeStamp)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
