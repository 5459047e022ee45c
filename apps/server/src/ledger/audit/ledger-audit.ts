import { type EntryId, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import type { MonotonicClock } from '../../platform/clock.ts'
import { leavesFrom } from '../leaves-from.ts'
import type { OpenLog } from '../recovery.ts'
import type { SystemEntryDraft } from '../system-entry.ts'
import type { AuditCheck } from './audit-check.ts'
import type { AuditDatabase } from './audit-database.ts'
import { createClosingsCheck } from './closings-check.ts'
import { createFindings } from './findings.ts'
import { createHeldEntries } from './held-entries.ts'
import { createIndexScan } from './index-scan.ts'
import { openJudgedSoFar } from './judged-so-far.ts'
import { createOpeningsCheck } from './openings-check.ts'
import { unknownLogs } from './unknown-logs.ts'

/** The ledger as its leader holds it. */
export interface AuditedLedger {
  logs(): Iterable<OpenLog>
  /** Whether the entry at a position has been written to the index. */
  isIndexed(tenantId: TenantId, position: number): boolean
  /** Enters something in the head-office log; resolves with its id when it has its place. */
  enter(draft: SystemEntryDraft): Promise<EntryId>
}

export interface LedgerAuditDependencies {
  readonly ledger: AuditedLedger
  readonly database: AuditDatabase
  readonly keys: Pick<KeyServiceCalls, 'heads' | 'spent' | 'checkSubject' | 'checkRight'>
  /** Of slices that the ledger does not know. Default: none. */
  readonly checks?: readonly AuditCheck[] | undefined
  readonly clock: MonotonicClock
  /** The ledger's folder. */
  readonly folder: string
  /** Told of what failed; it is tried again. */
  readonly onError: (error: unknown) => void
  /** Default: one round a second, a comparison of a whole log every ten minutes. */
  readonly pace?: { readonly roundMs: number; readonly rescanEveryMs: number }
}

/** A round is done in slices: receipts wait for this process, and for the key service, while either is at one. */
const slicesARound = 8
/** Entries of one log that are judged in a slice. */
const entriesASlice = 128
/** So far back calls that are still going on began. */
const warmUpEntries = 20_000
/** What asks about the whole house is asked less often. */
const houseEveryRounds = 10

/**
 * Holds the ledger, the key service and the tables against each other for as long as this process leads, and enters what
 * does not fit together (M-02, M-03, K-07). It runs with the sequencer, because neither a database administrator nor a
 * compromised server reaches this process: what it judges is the ledger's own copy, not the index.
 */
export function startLedgerAudit(dependencies: LedgerAuditDependencies): { stop(): Promise<void> } {
  const { ledger, database, keys, clock, onError } = dependencies
  const { roundMs, rescanEveryMs } = dependencies.pace ?? { roundMs: 1_000, rescanEveryMs: 600_000 }
  const findings = createFindings(database, ledger.enter)
  const openings = createOpeningsCheck({ keys, database })
  const scan = createIndexScan({
    ...{ database, keys, findings, clock, rescanEveryMs },
    logs: ledger.logs,
    isIndexed: ledger.isIndexed,
  })
  const judged = openJudgedSoFar(dependencies.folder)
  const held = createHeldEntries(database, ledger.logs)
  const closings = createClosingsCheck(database, held, findings)
  const lent = (dependencies.checks ?? []).map((check) => check({ database, held, findings, keys, clock }))
  const warm = new Set<string>()
  let slices = -1
  let cancel = (): void => undefined
  let running = Promise.resolve()
  const stopping = { isAsked: false }

  /** Reads what was judged before a restart again, without judging it. */
  function warmUp(open: OpenLog): void {
    const { log } = open.state
    if (warm.has(log)) return
    const until = judged.of(log)
    for (let at = Math.max(0, until - warmUpEntries); at < until; ) {
      const leaves = leavesFrom(open, at).slice(0, until - at)
      if (leaves.length === 0) break
      openings.remember(log, at, leaves)
      at += leaves.length
    }
    warm.add(log)
  }

  /** Judges what came since the last round, as far as the key service has cosigned it; says whether anything had. */
  async function judge(open: OpenLog): Promise<boolean> {
    const { state } = open
    warmUp(open)
    const from = judged.of(state.log)
    const cosigned = Math.max(0, state.cosigned.size - from)
    const leaves = leavesFrom(open, from).slice(0, Math.min(cosigned, entriesASlice))
    if (leaves.length === 0) return false
    for (const position of await openings.unexplained(open, from, leaves))
      await findings.enter({
        type: 'finding.opened_without_call',
        log: state.log,
        counts: { from_position: position },
      })
    judged.set(state.log, from + leaves.length)
    return true
  }

  async function judgeAll(): Promise<boolean> {
    let hasJudged = false
    for (const open of ledger.logs()) if (open.tenantId !== HEAD_OFFICE && (await judge(open))) hasJudged = true
    return hasJudged
  }

  async function lookForUnknownLogs(): Promise<void> {
    for (const { log, size } of await unknownLogs(keys, database))
      await findings.enter({ type: 'finding.unknown_log', log, counts: { size } })
  }

  /** What fails in one part must not keep the others from looking. Says whether any of them has more to do. */
  async function slice(): Promise<boolean> {
    const parts: (() => Promise<boolean | void>)[] = [judgeAll, scan.step, ...lent.map(({ step }) => step)]
    if (slices % slicesARound === 0) parts.push(async () => judged.save())
    const turn = slices % (slicesARound * houseEveryRounds)
    if (turn === 0) parts.push(lookForUnknownLogs)
    if (turn === slicesARound) parts.push(findings.refresh)
    if (turn === 2 * slicesARound) parts.push(closings.step)
    let goesOn = false
    for (const part of parts) if (!stopping.isAsked && (await part().catch(onError)) === true) goesOn = true
    return goesOn
  }

  /** A round in which there is nothing to do is one slice. */
  function schedule(goesOn: boolean): void {
    if (stopping.isAsked) return
    const passed = goesOn ? 1 : slicesARound - (slices % slicesARound)
    cancel = clock.setTimer((passed * roundMs) / slicesARound, () => {
      slices += passed
      running = slice().then(schedule)
    })
  }
  schedule(true)

  return {
    async stop() {
      stopping.isAsked = true
      cancel()
      await running
      judged.save()
      await database.close()
    },
  }
}
