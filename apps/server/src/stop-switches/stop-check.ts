import type { CampaignId, Entry, EntryId, JobId, TenantId } from '@sekisho/contract'
import type { AuditCheck } from '../ledger/index.ts'

const defaultEveryMs = 30_000
/** Entries and rows judged in one step: receipts wait meanwhile. */
const atOnce = 64
const nobody = '00000000-0000-0000-0000-000000000000'

/** A stop or a lifting as it stands in its table; `stop_id` is null for a stop. */
interface Row {
  readonly entry_id: EntryId
  readonly tenant_id: TenantId
  readonly stop_id: EntryId | null
  readonly job_id: JobId | null
  readonly campaign_id: CampaignId | null
  readonly ground: string
  readonly lift_by: string | null
  readonly log_id: string | null
}

/** A walk over all logs, and then over both tables. */
interface Walk {
  readonly logs: { readonly tenantId: TenantId; readonly log: string }[]
  position: number
  /** Stops and liftings that the ledger holds. */
  readonly held: Set<EntryId>
  afterEntry: string
  readonly unexplained: Set<EntryId>
}

/**
 * Holds stops and their liftings against the ledger: a row that was deleted, changed or added past the product lets people
 * be called who should not be, or stops calls that nobody stopped. What was found is entered in the head office's log. It
 * runs in the ledger's own process, where neither a database administrator nor a server reaches it.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function stopSwitchCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return ({ database, held, findings, clock }) => {
    let walk: Walk | undefined
    let restUntilMs = 0
    let suspects: ReadonlySet<EntryId> = new Set()

    async function find(entry: EntryId, log: string | null): Promise<void> {
      await findings.enter({ type: 'finding.stop_changed', log: log ?? undefined, refs: { entry } })
    }

    /** Of one log: what was entered stands in its table as the entry says. */
    async function judgeEntries(current: Walk, { tenantId, log }: Walk['logs'][number]): Promise<void> {
      const page = await held.page(['stop.set', 'stop.lifted'], current.position, atOnce, tenantId)
      const entries = page.entries.filter(({ outcome }) => outcome === 'done')
      const rows = await database.select<Row>(`${rowsText} where entry_id = any ($1)`, [entries.map(({ id }) => id)])
      for (const entry of entries) {
        current.held.add(entry.id)
        if (!rows.some((row) => row.tenant_id === tenantId && fits(entry, row))) await find(entry.id, log)
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

function fits({ type, refs }: Entry, row: Row): boolean {
  const isPlace = (refs?.job ?? null) === row.job_id && (refs?.campaign ?? null) === row.campaign_id
  if (type === 'stop.set')
    return isPlace && row.stop_id === null && refs?.stop_ground === row.ground && refs.lift_by === row.lift_by
  return isPlace && refs?.entry === row.stop_id && refs?.lift_ground === row.ground
}

const logOf = '(select l.log_id from house.logs l where l.tenant_id = r.tenant_id) as log_id'
/** A lifting has the place of its stop, so that one that was moved to another stop does not fit. */
const rowsText = `
  select * from (
    select r.entry_id, r.tenant_id, null::uuid as stop_id, r.job_id, r.campaign_id, r.ground, r.lift_by, ${logOf}
      from house.stops r
    union all
    select r.entry_id, r.tenant_id, r.stop_id, s.job_id, s.campaign_id, r.ground, null, ${logOf}
      from house.stop_lifts r left join house.stops s on s.entry_id = r.stop_id
  ) as both_tables`
