import type { TenantId } from '@sekisho/contract'
import type { MonotonicClock } from '../platform/clock.ts'

/** For how long logs have held entries that no checkpoint covers: a quiet log has an old checkpoint and waits for none. */
export interface UnpublishedSince {
  grown(tenantId: TenantId): void
  /** @param isWhole  whether the checkpoint covers all that the log holds now */
  published(tenantId: TenantId, isWhole: boolean): void
  /** Milliseconds; 0 where everything is published. */
  ms(tenantId: TenantId): number
}

export function unpublishedSince(clock: MonotonicClock): UnpublishedSince {
  const since = new Map<TenantId, number>()
  return {
    grown(tenantId) {
      if (!since.has(tenantId)) since.set(tenantId, clock.monotonicMs())
    },
    published(tenantId, isWhole) {
      if (isWhole) since.delete(tenantId)
      else since.set(tenantId, clock.monotonicMs())
    },
    ms(tenantId) {
      const from = since.get(tenantId)
      return from === undefined ? 0 : Math.round(clock.monotonicMs() - from)
    },
  }
}
