import type { EntryId, TenantId } from '@sekisho/contract'
import type { MonotonicClock } from '../platform/clock.ts'
import type { PlacedEntry, SequencerDatabase } from './sequencer-database.ts'

/** Who waits for which entry to get its place. */
export interface Waiters {
  /** Tells `tell` once, at once if the entry got its place a moment ago; forgets it after ten seconds. */
  add(tenantId: TenantId, entryId: EntryId, tell: (placed: PlacedEntry) => void): void
  /** Entries have their places, and the key service has cosigned them. */
  placed(entries: readonly PlacedEntry[]): void
  /** Looks into the index for those that had their places long ago: after a reconnect, or for a newer head. */
  lookUpOld(database: Pick<SequencerDatabase, 'placed'>): Promise<void>
  count(): number
}

interface Waiter {
  readonly tenantId: TenantId
  readonly sinceMs: number
  readonly tell: (placed: PlacedEntry) => void
}

/** Asked for again within seconds, or not at all. */
const rememberedEntries = 4_096
/** An entry that is not placed after this is an old one, or not committed yet. */
const lookUpAfterMs = 20
const forgetAfterMs = 10_000

export function createWaiters(clock: MonotonicClock): Waiters {
  const waiting = new Map<EntryId, Waiter[]>()
  const notLookedUp = new Set<EntryId>()
  const recent = new Map<EntryId, PlacedEntry>()

  function tellAll(placed: PlacedEntry): void {
    const found = waiting.get(placed.entryId)
    if (found === undefined) return
    waiting.delete(placed.entryId)
    notLookedUp.delete(placed.entryId)
    // an id of another tenant is nobody's business
    for (const { tenantId, tell } of found) if (tenantId === placed.tenantId) tell(placed)
  }

  function forgetOld(): void {
    const now = clock.monotonicMs()
    for (const [entryId, found] of waiting) {
      if (found.some(({ sinceMs }) => now - sinceMs < forgetAfterMs)) continue
      waiting.delete(entryId)
      notLookedUp.delete(entryId)
    }
  }

  return {
    add(tenantId, entryId, tell) {
      const known = recent.get(entryId)
      if (known !== undefined) {
        if (known.tenantId === tenantId) tell(known)
        return
      }
      const waiter = { tenantId, sinceMs: clock.monotonicMs(), tell }
      const others = waiting.get(entryId)
      if (others === undefined) waiting.set(entryId, [waiter])
      else others.push(waiter)
      notLookedUp.add(entryId)
    },
    placed(entries) {
      for (const entry of entries) {
        recent.set(entry.entryId, entry)
        tellAll(entry)
      }
      // a Map gives its keys in the order of insertion
      for (const entryId of recent.keys()) {
        if (recent.size <= rememberedEntries) break
        recent.delete(entryId)
      }
    },
    async lookUpOld(database) {
      const now = clock.monotonicMs()
      for (const entryId of [...notLookedUp]) {
        const [waiter] = waiting.get(entryId) ?? []
        if (waiter === undefined || now - waiter.sinceMs < lookUpAfterMs) continue
        notLookedUp.delete(entryId)
        const found = await database.placed(waiter.tenantId, entryId)
        if (found !== undefined) tellAll(found)
      }
      forgetOld()
    },
    count: () => notLookedUp.size,
  }
}
