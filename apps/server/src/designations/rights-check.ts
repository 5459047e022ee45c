import { type DesignationId, type Entry, HEAD_OFFICE, type ScopeKind, type Seat } from '@sekisho/contract'
import type { AuditCheck } from '../ledger/index.ts'
import { rightText, type WrittenRight } from './written-right.ts'

const defaultEveryMs = 20_000
/** What is judged or read in one step: receipts wait meanwhile. */
const rightsAStep = 16
const entriesAStep = 64
/** Everything is read again after so many looks, in case somebody hid an entry in the index while it was read. */
const looksUntilAnew = 30

interface StandingRight extends WrittenRight {
  readonly log: string | undefined
}

/**
 * Holds the table of rights against the ledger (F-08, K-07): a right that stands, and that no entry explains in all its
 * parts, was written past the product. It is entered in the head office's log, and opens anew if it still stands when it
 * was closed. It runs in the ledger's own process, where neither a database administrator nor a server reaches it.
 *
 * A right counts as found when it was unexplained twice: its entry may still be on its way the first time.
 *
 * @param everyMs  from the end of one look at all rights to the next
 */
export function rightsCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return ({ database, held, findings, keys, clock }) => {
    /** What is known of the ledger so far, by designation. */
    const granted = new Map<string, Entry>()
    const withdrawn = new Set<string>()
    /** Rights that were explained, whole: another text under the same id is another right. */
    const explained = new Set<string>()
    let nextPosition = 0
    let looks = 0
    let restUntilMs = 0
    let suspects = new Set<DesignationId>()
    let unexplained: StandingRight[] = []
    let look: { rights: StandingRight[]; isLedgerRead: boolean } | undefined

    /** The rights first: an entry that is older than they are is in the ledger by the time that it is read. */
    async function begin(): Promise<void> {
      const isAnew = suspects.size > 0 || looks % looksUntilAnew === 0
      if (isAnew) nextPosition = 0
      look = { rights: await standingRights(), isLedgerRead: false }
      unexplained = []
      looks += 1
    }

    async function readLedger(): Promise<boolean> {
      const page = await held.page(['designation.granted', 'designation.withdrawn'], nextPosition, entriesAStep)
      for (const entry of page.entries) {
        const id = entry.refs?.designation
        if (id === undefined || entry.outcome !== 'done') continue
        if (entry.type === 'designation.granted') granted.set(id, entry)
        else withdrawn.add(id)
      }
      nextPosition = page.nextPosition
      return page.isLast
    }

    async function isExplained(right: StandingRight): Promise<boolean> {
      if (withdrawn.has(right.designationId)) return false
      const text = rightText(right)
      if (explained.has(text)) return true
      const entry = granted.get(right.designationId)
      const commitment = entry?.commitments?.right
      if (entry === undefined || commitment === undefined) return false
      const isSo = await keys.checkRight({ tenantId: HEAD_OFFICE, entryId: entry.id, right: text, commitment })
      if (isSo) explained.add(text)
      return isSo
    }

    async function end(): Promise<void> {
      for (const { designationId: designation, log } of unexplained)
        if (suspects.has(designation))
          await findings.enter({ type: 'finding.right_without_entry', log, refs: { designation } })
      suspects = new Set(unexplained.map(({ designationId }) => designationId))
      look = undefined
      restUntilMs = clock.monotonicMs() + everyMs
    }

    /** What decisions stand on now or later; a right that is over does nothing any more. */
    async function standingRights(): Promise<StandingRight[]> {
      const rows = await database.select<Row>(standingText, [new Date(clock.now()), HEAD_OFFICE])
      return rows.map((row) => ({
        ...{ designationId: row.designation_id, personId: row.person_id, tenantId: row.tenant_id },
        ...{ seat: row.seat, scopeKind: row.scope_kind, jobId: row.job_id, siteId: row.site_id },
        ...{ validFrom: row.valid_from.getTime(), validUntil: row.valid_until.getTime() },
        log: row.log_id ?? undefined,
      }))
    }

    return {
      async step() {
        if (look === undefined) {
          if (clock.monotonicMs() >= restUntilMs) await begin()
        } else if (!look.isLedgerRead) {
          look.isLedgerRead = await readLedger()
        } else if (look.rights.length > 0) {
          const some = look.rights.splice(0, rightsAStep)
          for (const right of some) if (!(await isExplained(right))) unexplained.push(right)
        } else await end()
        return look !== undefined
      },
    }
  }
}

interface Row {
  readonly designation_id: DesignationId
  readonly person_id: WrittenRight['personId']
  readonly seat: Seat
  readonly scope_kind: ScopeKind
  readonly tenant_id: WrittenRight['tenantId']
  readonly job_id: WrittenRight['jobId']
  readonly site_id: WrittenRight['siteId']
  readonly valid_from: Date
  readonly valid_until: Date
  readonly log_id: string | null
}

const standingText = `
  select d.designation_id, d.person_id, d.seat, d.scope_kind, d.tenant_id, d.job_id, d.site_id, d.valid_from,
    d.valid_until, l.log_id
  from house.designations d left join house.logs l on l.tenant_id = coalesce(d.tenant_id, $2)
  where d.withdrawn_at is null and d.valid_until > $1`
