import type { Permission } from '@sekisho/contract'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { ComponentType, ReactNode } from 'react'
import { Loading } from '../shared/ui/loading.tsx'
import { Requires } from '../shared/ui/requires.tsx'

/** What stands for `$name` in the address. */
export type AddressParts = Readonly<Record<'tenantId' | 'listId' | 'campaignId', string>>

/**
 * A page of a tenant: its right is asked for first, its code comes after, in a file of its own.
 *
 * @param permission  without it the page says so and whom to ask, and its code is not even fetched
 * @param load        imports the component
 * @param propsOf     what it takes from the address
 */
export function tenantPage<Props extends { readonly tenantId: string }>(
  permission: Permission,
  load: () => Promise<(props: Props) => ReactNode>,
  propsOf: (parts: AddressParts) => Props,
): () => ReactNode {
  const LazyPage = lazy(async () => ({ default: await load() })) as ComponentType<Props>
  return function TenantPage() {
    const given: Partial<AddressParts> = useParams({ strict: false })
    const parts: AddressParts = { tenantId: '', listId: '', campaignId: '', ...given }
    return (
      <Requires permission={permission} tenantId={parts.tenantId}>
        <Suspense fallback={<Loading />}>
          <LazyPage key={parts.tenantId} {...propsOf(parts)} />
        </Suspense>
      </Requires>
    )
  }
}

/** A page of the head office. */
export function housePage(permission: Permission, load: () => Promise<() => ReactNode>): () => ReactNode {
  const LazyPage = lazy(async () => ({ default: await load() }))
  return function HousePage() {
    return (
      <Requires permission={permission} tenantId={null}>
        <Suspense fallback={<Loading />}>
          <LazyPage />
        </Suspense>
      </Requires>
    )
  }
}
