import { type Entry, type EntryTypeName, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import { leavesFrom } from '../leaves-from.ts'
import { readPlaced } from '../read-queued.ts'
import type { OpenLog } from '../recovery.ts'
import type { AuditDatabase } from './audit-database.ts'

export interface HeldPage {
  /** As the ledger's own copy has them, in the order of their places. */
  readonly entries: readonly Entry[]
  /** Where to go on. */
  readonly nextPosition: number
  /** Nothing of these types came after them, yet. */
  readonly isLast: boolean
}

/**
 * Entries of a log by their types: found by the index, read from the ledger's own copy. What somebody wrote
 * into the index is not there, and what he took out of it is missed until the index is put right.
 */
export interface HeldEntries {
  /** At most `limit` entries from a position on, of the head office's log or of a tenant's. */
  page(types: readonly EntryTypeName[], fromPosition: number, limit: number, tenantId?: TenantId): Promise<HeldPage>
  /** The entries at these positions of a log; where it is shorter, none. */
  at(positions: readonly number[], tenantId: TenantId): readonly Entry[]
  /** The logs that there are, the head office's included. */
  logs(): { readonly tenantId: TenantId; readonly log: string }[]
}

export function createHeldEntries(
  database: Pick<AuditDatabase, 'positions'>,
  openLogs: () => Iterable<OpenLog>,
): HeldEntries {
  return {
    async page(types, fromPosition, limit, tenantId = HEAD_OFFICE) {
      const open = [...openLogs()].find((log) => log.tenantId === tenantId)
      if (open === undefined) return { entries: [], nextPosition: fromPosition, isLast: true }
      const positions = await database.positions(types, fromPosition, limit, tenantId)
      const size = open.state.tree.size()
      const entries = positions
        .filter((position) => position < size)
        .map((position) => readHeld(open, position))
        .filter((entry) => types.some((type) => type === entry.type))
      const nextPosition = Math.min(size, Math.max(fromPosition, ...positions.map((position) => position + 1)))
      return { entries, nextPosition, isLast: positions.length < limit }
    },
    at(positions, tenantId) {
      const open = [...openLogs()].find((log) => log.tenantId === tenantId)
      if (open === undefined) return []
      const size = open.state.tree.size()
      return positions.filter((position) => position < size).map((position) => readHeld(open, position))
    },
    logs: () => [...openLogs()].map(({ tenantId, state }) => ({ tenantId, log: state.log })),
  }
}

function readHeld(open: OpenLog, position: number): Entry {
  const [leaf] = leavesFrom(open, position)
  if (leaf === undefined) throw new Error('a place below the size of the log without a leaf')
  return readPlaced({ tenantId: open.tenantId, position, leaf }).entry
}
