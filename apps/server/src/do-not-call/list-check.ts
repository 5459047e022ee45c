import {
  type AttemptId,
  type CompanyId,
  type DoNotCallScope,
  type Entry,
  type EntryId,
  type JobId,
  spokenRefusalCode,
  type TenantId,
} from '@sekisho/contract'
import type { AuditCheck } from '../ledger/index.ts'
import { digestOf, type RefusalRow } from './refusal-rows.ts'

const defaultEveryMs = 60_000
/** Refusals judged in one step: receipts wait meanwhile. */
const refusalsAStep = 64

interface Row {
  readonly client_id: CompanyId
  readonly entry_id: EntryId
  readonly key_index: Buffer
  readonly key_kind: RefusalRow['keyKind']
  readonly scope: DoNotCallScope
  readonly job_id: JobId | null
  readonly only_for: Buffer | null
  readonly disposition: string
}

interface WithdrawalRow {
  readonly entry_id: EntryId
  readonly refusal_entry_id: EntryId
}

interface SpokenRow {
  readonly entry_id: EntryId
  readonly attempt_id: AttemptId
  readonly recorded_at: Date
}

/** A row and its entry are written at one time of one clock; whoever moves a row to another day moves it further. */
const sameTimeMs = 60_000

/** A walk over all logs, and then over the list and what was withdrawn from it. */
interface Walk {
  readonly logs: { readonly tenantId: TenantId; readonly log: string }[]
  position: number
  /** Refusals and withdrawals that the ledger holds, with the attempts that they name. */
  readonly held: Map<EntryId, AttemptId | undefined>
  /** Which rows are left to be walked over. */
  readonly rows: string[]
  afterEntry: string
  readonly unexplained: Set<EntryId>
}

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Holds the do-not-call lists against the ledger (K-07): each refusal's entry carries the digest of what it put there, so
 * rows that were deleted, changed or added past the product do not fit. A withdrawal's entry names the one refusal that it
 * ends, and the attempt that both are about. Of a spoken number the call in which it was taken down stands beside the list, so
 * that nobody is spared or blamed for it past the product. What was found is entered in the head office's
 * log. It runs in the ledger's own process, where neither a database administrator nor a server reaches it.
 *
 * @param everyMs  from the end of one walk to the next
 */
export function doNotCallCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return ({ database, held, findings, clock }) => {
    let walk: Walk | undefined
    let restUntilMs = 0
    let suspects: ReadonlySet<EntryId> = new Set()

    /** Of one log: a refusal stands on the list as its entry says, or is found. */
    async function judgeEntries(current: Walk, { tenantId, log }: Walk['logs'][number]): Promise<void> {
      const types = ['do_not_call.recorded', 'do_not_call.withdrawn'] as const
      const page = await held.page(types, current.position, refusalsAStep, tenantId)
      const entries = page.entries.filter(({ outcome }) => outcome === 'done')
      const entryIds = entries.map(({ id }) => id)
      const refusals = await rowsOfEntries(tenantId, entryIds)
      const withdrawals = await withdrawalsOf(tenantId, entryIds)
      const spoken = await spokenOf(tenantId, entryIds)
      for (const entry of entries) {
        current.held.set(entry.id, entry.refs?.attempt)
        const isKept =
          entry.type === 'do_not_call.withdrawn'
            ? withdraws(entry, withdrawals.get(entry.id), current.held)
            : fits(entry, refusals.get(entry.id) ?? []) && fitsCall(entry, spoken.get(entry.id))
        if (!isKept) await findings.enter({ type: 'finding.do_not_call_changed', log, refs: { entry: entry.id } })
      }
      current.position = page.nextPosition
      if (!page.isLast) return
      current.logs.shift()
      current.position = 0
    }

    async function rowsOfEntries(tenantId: TenantId, entryIds: readonly EntryId[]): Promise<Map<EntryId, Row[]>> {
      const found = new Map<EntryId, Row[]>()
      if (entryIds.length === 0) return found
      for (const row of await database.select<Row>(rowsText, [tenantId, entryIds]))
        found.set(row.entry_id, [...(found.get(row.entry_id) ?? []), row])
      return found
    }

    async function withdrawalsOf(tenantId: TenantId, entryIds: readonly EntryId[]): Promise<Map<EntryId, EntryId>> {
      if (entryIds.length === 0) return new Map()
      const rows = await database.select<WithdrawalRow>(withdrawalsText, [tenantId, entryIds])
      return new Map(rows.map((row) => [row.entry_id, row.refusal_entry_id]))
    }

    async function spokenOf(tenantId: TenantId, entryIds: readonly EntryId[]): Promise<Map<EntryId, SpokenRow>> {
      if (entryIds.length === 0) return new Map()
      const rows = await database.select<SpokenRow>(spokenText, [tenantId, entryIds])
      return new Map(rows.map((row) => [row.entry_id, row]))
    }

    /** Rows that no entry explains were added past the product. Their entry may still be on its way the first time. */
    async function judgeRows(current: Walk, text: string): Promise<void> {
      const rows = await database.select<{ entry_id: EntryId; log_id: string | null }>(text, [
        current.afterEntry,
        refusalsAStep,
      ])
      for (const { entry_id: entry, log_id: log } of rows) {
        current.afterEntry = entry
        if (current.held.has(entry)) continue
        current.unexplained.add(entry)
        if (suspects.has(entry))
          await findings.enter({ type: 'finding.do_not_call_changed', log: log ?? undefined, refs: { entry } })
      }
      if (rows.length === refusalsAStep) return
      current.rows.shift()
      current.afterEntry = nobody
    }

    return {
      async step() {
        if (walk === undefined) {
          if (clock.monotonicMs() < restUntilMs) return false
          walk = {
            ...{ logs: held.logs(), position: 0, held: new Map(), unexplained: new Set() },
            ...{ rows: [listedText, withdrawnText, takenDownText], afterEntry: nobody },
          }
          return true
        }
        const [log] = walk.logs
        const [text] = walk.rows
        if (log !== undefined) await judgeEntries(walk, log)
        else if (text !== undefined) await judgeRows(walk, text)
        else {
          suspects = walk.unexplained
          walk = undefined
          restUntilMs = clock.monotonicMs() + everyMs
        }
        return walk !== undefined
      },
    }
  }
}

function fits(entry: Entry, rows: readonly Row[]): boolean {
  const [first] = rows
  if (first === undefined) return false
  const isOne = rows.every((row) => row.client_id === first.client_id && row.disposition === first.disposition)
  const kept = rows.map((row) => ({
    ...{ keyIndex: row.key_index, keyKind: row.key_kind, scope: row.scope },
    ...{ jobId: row.job_id, onlyFor: row.only_for },
  }))
  return isOne && digestOf(first.client_id, first.disposition, kept) === entry.digest
}

/**
 * A withdrawal ends the refusal that its entry names, and no other; it is about the same attempt as that refusal, which
 * stands earlier in the same log.
 */
function withdraws(
  { refs }: Entry,
  refusal: EntryId | undefined,
  held: ReadonlyMap<EntryId, AttemptId | undefined>,
): boolean {
  if (refusal === undefined || refusal !== refs?.entry) return false
  return refs.attempt !== undefined && held.get(refusal) === refs.attempt
}

/** A spoken number was taken down in the call that its entry names, then; any other refusal came from nothing spoken. */
function fitsCall({ refs, at }: Entry, row: SpokenRow | undefined): boolean {
  if (refs?.disposition !== spokenRefusalCode) return row === undefined
  if (row === undefined) return false
  return row.attempt_id === refs.attempt && Math.abs(row.recorded_at.getTime() - at) <= sameTimeMs
}

const rowsText = `
  select client_id, entry_id, key_index, key_kind, scope, job_id, only_for, disposition
  from house.do_not_call where tenant_id = $1 and entry_id = any ($2)`

const listedText = `
  select r.entry_id, (select l.log_id from house.logs l where l.tenant_id = min(r.tenant_id::text)::uuid) as log_id
  from house.do_not_call r where r.entry_id > $1 group by r.entry_id order by r.entry_id limit $2`

const withdrawalsText = `
  select entry_id, refusal_entry_id from house.do_not_call_withdrawals where tenant_id = $1 and entry_id = any ($2)`

const withdrawnText = `
  select w.entry_id, (select l.log_id from house.logs l where l.tenant_id = min(w.tenant_id::text)::uuid) as log_id
  from house.do_not_call_withdrawals w where w.entry_id > $1 group by w.entry_id order by w.entry_id limit $2`

const spokenText = `
  select entry_id, attempt_id, recorded_at from tenant.spoken_numbers where tenant_id = $1 and entry_id = any ($2)`

const takenDownText = `
  select n.entry_id, (select l.log_id from house.logs l where l.tenant_id = min(n.tenant_id::text)::uuid) as log_id
  from tenant.spoken_numbers n where n.entry_id > $1 group by n.entry_id order by n.entry_id limit $2`
