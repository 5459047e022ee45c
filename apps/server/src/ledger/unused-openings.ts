import { type EntryTypeName, entryTypeNames, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { typeOf } from './entry-view.ts'
import { usableMs } from './reader.ts'

export interface UnusedOpenings {
  /** Looks at the entries that came since the last look and are older than their right lasts. */
  look(): Promise<void>
  of(tenantId: TenantId): number
}

/** At its start a process looks back so far; what is older is found line by line in the entries themselves. */
const lookBackPositions = 10_000
const mostAtOnce = 5_000

const openingTypes = entryTypeNames.filter((name: EntryTypeName) => typeOf(name)?.opens !== undefined)

/** Counts entries that would have opened something and opened nothing: a right that was taken and not needed (M-01). */
export function createUnusedOpenings(dependencies: {
  readonly database: Database
  readonly keys: Pick<KeyServiceCalls, 'spent'>
  readonly clock: Clock
}): UnusedOpenings {
  const { database, keys, clock } = dependencies
  const scheduler = systemActor('scheduler')
  const seen = new Map<TenantId, { nextPosition: number; count: number }>()

  async function lookAt(tenantId: TenantId, log: string): Promise<void> {
    const before = seen.get(tenantId)
    const oldEnough = new Date(clock.now() - usableMs)
    const { end, positions } = await database.transaction(scheduler, tenantId, async (tx) => {
      const { rows } = await tx.client.query<{ size: string }>(
        'select coalesce(max(position) + 1, 0) as size from tenant.entry_index',
      )
      const size = Number(rows[0]?.size ?? 0)
      const from = before?.nextPosition ?? Math.max(0, size - lookBackPositions)
      const found = await tx.client.query<{ position: string; opens: boolean }>(
        `select position, type = any ($3) and outcome = 'done' as opens from tenant.entry_index
          where position >= $1 and sequenced_at < $2
          order by position
          limit $4`,
        [from, oldEnough, openingTypes, mostAtOnce],
      )
      const last = found.rows.at(-1)
      return {
        end: last === undefined ? from : Number(last.position) + 1,
        positions: found.rows.filter((row) => row.opens).map((row) => Number(row.position)),
      }
    })
    const spent = positions.length === 0 ? [] : await keys.spent({ log, positions })
    const unused = spent.filter((isSpent) => isSpent === false).length
    seen.set(tenantId, { nextPosition: end, count: (before?.count ?? 0) + unused })
  }

  return {
    async look() {
      const logs = await database.transaction(scheduler, 'house', (tx) =>
        tx.db.selectFrom('house.logs').select(['tenant_id', 'log_id']).execute(),
      )
      for (const { tenant_id, log_id } of logs) if (tenant_id !== HEAD_OFFICE) await lookAt(tenant_id, log_id)
    },
    of: (tenantId) => seen.get(tenantId)?.count ?? 0,
  }
}
