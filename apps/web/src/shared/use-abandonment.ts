import type { AbandonmentView } from '@sekisho/contract'
import { useRead } from './api/queries.ts'
import { may, useMe } from './session.ts'

export interface Abandonment {
  /** How the share is counted, in words. */
  readonly definition: { readonly ja: string; readonly en: string }
  readonly campaigns: readonly AbandonmentView[]
}

/** Accounts of abandoned calls of a tenant's campaigns that dial ahead; undefined while nothing is known of them. */
export function useAbandonment(tenantId: string | null): Abandonment | undefined {
  const me = useMe().data
  const isReader = tenantId !== null && me !== null && me !== undefined && may(me, 'campaigns.read', tenantId)
  const input = { params: { tenantId: tenantId ?? '' } }
  const { data } = useRead('abandonment.accounts', input, { enabled: isReader, refetchInterval: 10_000 })
  return isReader ? data : undefined
}
