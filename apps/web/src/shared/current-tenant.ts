import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { tenantOfPath } from './paths.ts'
import type { Me, MyTenant } from './session.ts'

const storageKey = 'sekisho.tenant'

/** The tenant of the address; on pages of the head office the one last worked in. Null when the person has none. */
export function useCurrentTenant(me: Me | null | undefined): MyTenant | null {
  const inAddress = tenantOfPath(useLocation({ select: (location) => location.pathname }))
  useEffect(() => {
    if (inAddress !== null) localStorage.setItem(storageKey, inAddress)
  }, [inAddress])
  if (me === null || me === undefined) return null
  const wanted = inAddress ?? localStorage.getItem(storageKey)
  const found = me.tenants.find((tenant) => tenant.tenantId === wanted)
  return found ?? (inAddress === null ? (me.tenants[0] ?? null) : null)
}
