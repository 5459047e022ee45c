import { useEffect } from 'react'
import { useGo } from './link.tsx'

/**
 * Goes elsewhere once, leaving no way back to here. The router's own component goes again each time it is drawn, which
 * never ends when the way itself redraws it.
 */
export function Redirect({ to }: { readonly to: string }) {
  const go = useGo()
  useEffect(() => go(to, { replace: true }), [go, to])
  return null
}
