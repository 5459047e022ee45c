import { type DesignationId, type Entry, HEAD_OFFICE } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import { type EntryWriter, provenEntries, type Receipts } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { rightText, type WrittenRight } from './written-right.ts'

export interface RightsCheckDependencies {
  readonly database: Database
  readonly entries: EntryWriter
  readonly receipts: Pick<Receipts, 'facts' | 'state'>
  readonly keys: Pick<KeyServiceCalls, 'checkRight'>
  readonly clock: Clock
  /** Told of what failed; it is tried again. */
  readonly onError: (error: unknown) => void
  /** Default: 20 s. */
  readonly everyMs?: number
}

const scheduler = systemActor('scheduler')

/**
 * Holds the table of rights against the ledger (F-08, K-07): a right that stands, and that no entry explains in all its
 * parts, was written past the product. It is entered once in the head office's log, and shown on the page of the
 * ledger's health.
 *
 * A right counts as found when it was unexplained twice: its entry may still be on its way the first time.
 */
export function startRightsCheck(dependencies: RightsCheckDependencies): { stop(): Promise<void> } {
  const { database, entries, receipts, keys, clock, onError, everyMs = 20_000 } = dependencies
  /** What is known of the ledger so far, by designation. */
  const granted = new Map<string, Entry>()
  const withdrawn = new Set<string>()
  const found = new Set<string>()
  const next = { 'designation.granted': 0, 'designation.withdrawn': 0, 'finding.right_without_entry': 0 }
  /** Rights that were explained, whole: another text under the same id is another right. */
  const explained = new Set<string>()
  let suspects = new Set<DesignationId>()
  let cancel = (): void => undefined
  let running = Promise.resolve()
  const stopping = { isAsked: false }

  async function readLedger(): Promise<void> {
    for (const type of ['designation.granted', 'designation.withdrawn', 'finding.right_without_entry'] as const) {
      const { entries: fresh, nextPosition } = await provenEntries({ database, receipts }, type, next[type])
      next[type] = nextPosition
      for (const entry of fresh) {
        const id = entry.refs?.designation
        if (id === undefined || entry.outcome !== 'done') continue
        if (type === 'designation.granted') granted.set(id, entry)
        else (type === 'designation.withdrawn' ? withdrawn : found).add(id)
      }
    }
  }

  /** An entry that somebody hid in the index at the first look is there again when the index was repaired. */
  function forgetLedger(): void {
    for (const type of ['designation.granted', 'designation.withdrawn'] as const) next[type] = 0
  }

  async function isExplained(right: WrittenRight): Promise<boolean> {
    const { designationId } = right
    if (withdrawn.has(designationId)) return false
    const text = rightText(right)
    if (explained.has(text)) return true
    const entry = granted.get(designationId)
    const commitment = entry?.commitments?.right
    if (entry === undefined || commitment === undefined) return false
    const isSo = await keys.checkRight({ tenantId: HEAD_OFFICE, entryId: entry.id, right: text, commitment })
    if (isSo) explained.add(text)
    return isSo
  }

  async function look(): Promise<void> {
    if (!receipts.state().isAvailable) return
    if (suspects.size > 0) forgetLedger()
    const rights = await standingRights(database, clock.now())
    await readLedger()
    const unexplained: WrittenRight[] = []
    for (const right of rights)
      if (!found.has(right.designationId) && !(await isExplained(right))) unexplained.push(right)
    for (const right of unexplained) if (suspects.has(right.designationId)) await enter(right)
    suspects = new Set(unexplained.map(({ designationId }) => designationId))
  }

  async function enter({ designationId, tenantId }: WrittenRight): Promise<void> {
    await database.transaction(scheduler, 'house', async (tx) => {
      const row = await tx.db
        .selectFrom('house.logs')
        .select('log_id')
        .where('tenant_id', '=', tenantId ?? HEAD_OFFICE)
        .executeTakeFirst()
      await entries.enter(tx, {
        type: 'finding.right_without_entry',
        purpose: 'oversight',
        refs: { designation: designationId, ...(row === undefined ? {} : { log: row.log_id }) },
      })
    })
    found.add(designationId)
  }

  function schedule(): void {
    if (stopping.isAsked) return
    cancel = clock.setTimer(everyMs, () => {
      running = look()
        .catch((error: unknown) => {
          // while the ledger is away nothing can be proven: the next look says more
          if (receipts.state().isAvailable) onError(error)
        })
        .then(schedule)
    })
  }
  schedule()

  return {
    async stop() {
      stopping.isAsked = true
      cancel()
      await running
    },
  }
}

/** What decisions stand on now or later; a right that is over does nothing any more. */
async function standingRights(database: Database, now: number): Promise<WrittenRight[]> {
  const rows = await database.transaction(scheduler, 'house', (tx) =>
    tx.db
      .selectFrom('house.designations')
      .select(['designation_id', 'person_id', 'seat', 'scope_kind', 'tenant_id', 'job_id', 'site_id'])
      .select(['valid_from', 'valid_until'])
      .where('withdrawn_at', 'is', null)
      .where('valid_until', '>', new Date(now))
      .execute(),
  )
  return rows.map((row) => ({
    ...{ designationId: row.designation_id, personId: row.person_id, tenantId: row.tenant_id },
    ...{ seat: row.seat as WrittenRight['seat'], scopeKind: row.scope_kind as WrittenRight['scopeKind'] },
    ...{ jobId: row.job_id, siteId: row.site_id },
    ...{ validFrom: row.valid_from.getTime(), validUntil: row.valid_until.getTime() },
  }))
}
