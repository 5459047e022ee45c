import type { Entry, EntryId, EntryTypeName, TenantId } from '@sekisho/contract'
import type { AuditCheck } from './audit-check.ts'

/** A row that one entry explains. */
export interface EnteredRow {
  readonly entry_id: EntryId
  readonly tenant_id: TenantId
  /** Of the tenant; null while it has none. */
  readonly log_id: string | null
}

export interface EnteredRowsOptions<Row extends EnteredRow> {
  /** Each of these that was done has one row. */
  readonly types: readonly EntryTypeName[]
  /** A `select` that a `where` on `entry_id` can follow; it gives the columns of `EnteredRow` and those that `fits` asks. */
  readonly rowsText: string
  /** Whether a row says what its entry says. */
  readonly fits: (entry: Entry, row: Row) => boolean
  /** What is entered, with `refs.entry`, where they differ. */
  readonly finding: EntryTypeName
  /** From the end of one walk to the next. */
  readonly everyMs: number
}

/** Entries and rows judged in one step: receipts wait meanwhile. */
const atOnce = 64
const nobody = '00000000-0000-0000-0000-000000000000'

/** A walk over all logs, and then over the rows. */
interface Walk {
  readonly logs: { readonly tenantId: TenantId; readonly log: string }[]
  position: number
  /** What the ledger holds. */
  readonly held: Set<EntryId>
  afterEntry: string
  readonly unexplained: Set<EntryId>
}

/**
 * Holds rows that are only ever added against the entries that explain them: what was deleted, changed or added past the
 * product is entered in the head office's log. It runs in the ledger's own process, where neither a database
 * administrator nor a server reaches it.
 */
export function enteredRowsCheck<Row extends EnteredRow>(options: EnteredRowsOptions<Row>): AuditCheck {
  const { types, rowsText, fits, finding, everyMs } = options
  return ({ database, held, findings, clock }) => {
    let walk: Walk | undefined
    let restUntilMs = 0
    let suspects: ReadonlySet<EntryId> = new Set()

    async function find(entry: EntryId, log: string | null): Promise<void> {
      await findings.enter({ type: finding, log: log ?? undefined, refs: { entry } })
    }

    /** Of one log: what was entered stands in its table as the entry says. */
    async function judgeEntries(current: Walk, { tenantId, log }: Walk['logs'][number]): Promise<void> {
      const page = await held.page(types, current.position, atOnce, tenantId)
      const entries = page.entries.filter(({ outcome }) => outcome === 'done')
      const rows = await database.select<Row>(`${rowsText} where entry_id = any ($1)`, [entries.map(({ id }) => id)])
      for (const entry of entries) {
        current.held.add(entry.id)
        const row = rows.find((each) => each.entry_id === entry.id && each.tenant_id === tenantId)
        if (row === undefined || !fits(entry, row)) await find(entry.id, log)
      }
      current.position = page.nextPosition
      if (!page.isLast) return
      current.logs.shift()
      current.position = 0
    }

    /** Rows that no entry explains were added past the product. Their entry may still be on its way the first time. */
    async function judgeRows(current: Walk): Promise<boolean> {
      const rows = await database.select<Row>(`${rowsText} where entry_id > $1 order by entry_id limit $2`, [
        current.afterEntry,
        atOnce,
      ])
      for (const { entry_id: entry, log_id: log } of rows) {
        current.afterEntry = entry
        if (current.held.has(entry)) continue
        current.unexplained.add(entry)
        if (suspects.has(entry)) await find(entry, log)
      }
      return rows.length < atOnce
    }

    return {
      async step() {
        if (walk === undefined) {
          if (clock.monotonicMs() < restUntilMs) return false
          walk = { logs: held.logs(), position: 0, held: new Set(), afterEntry: nobody, unexplained: new Set() }
          return true
        }
        const [log] = walk.logs
        if (log !== undefined) await judgeEntries(walk, log)
        else if (await judgeRows(walk)) {
          suspects = walk.unexplained
          walk = undefined
          restUntilMs = clock.monotonicMs() + everyMs
        }
        return walk !== undefined
      },
    }
  }
}
