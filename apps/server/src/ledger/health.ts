import { HEAD_OFFICE, ProblemError, type TenantId } from '@sekisho/contract'
import type { KeyServiceCalls } from '@sekisho/vault'
import { systemActor } from '../platform/actor.ts'
import type { MonotonicClock } from '../platform/clock.ts'
import { type Database, wholeTenant } from '../platform/database/index.ts'
import { typeOf } from './entry-view.ts'
import type { KnownFinding, KnownFindings } from './findings/known-findings.ts'
import { countRefusals, indexedSize, logOf } from './queries.ts'
import type { Reader } from './reader.ts'
import type { Receipts } from './receipts.ts'
import type { LogFacts } from './sequencer-port.ts'

export interface HealthDependencies {
  readonly database: Database
  readonly keys: Pick<KeyServiceCalls, 'heads'>
  readonly receipts: Pick<Receipts, 'state' | 'facts'>
  readonly findings: Pick<KnownFindings, 'all'>
  /** Unused openings of a tenant that were seen so far. */
  readonly unusedOpenings: (tenantId: TenantId) => number
  readonly clock: MonotonicClock
}

/** Every page asks every ten seconds; the head-office log is not read for each of them. */
const freshMs = 10_000
const scheduler = systemActor('scheduler')

/** How a tenant's log stands, sign by sign. */
export function createHealth({ database, keys, receipts, findings, unusedOpenings, clock }: HealthDependencies) {
  const refused = new Map<string, { refusals: number; atMs: number }>()

  async function refusalsOf(log: string): Promise<number> {
    const known = refused.get(log)
    if (known !== undefined && clock.monotonicMs() - known.atMs < freshMs) return known.refusals
    const refusals = await database.transaction(scheduler, 'house', (tx) => countRefusals(tx, log), wholeTenant)
    refused.set(log, { refusals, atMs: clock.monotonicMs() })
    return refusals
  }

  /** Open ones about the log or the house: what is wrong with the head office's log concerns everybody's. */
  async function openOf(tenantId: TenantId, log: string): Promise<readonly KnownFinding[]> {
    const open = (await findings.all()).filter(({ closing }) => closing === null)
    if (open.length === 0) return []
    const others = await database.transaction(scheduler, 'house', (tx) =>
      tx.db.selectFrom('house.logs').select('log_id').where('tenant_id', 'not in', [tenantId, HEAD_OFFICE]).execute(),
    )
    const foreign = new Set(others.map((row) => row.log_id))
    return open.filter((finding) => finding.log === log || !foreign.has(finding.log ?? ''))
  }

  /** The key service's last head is the sequencer's, or one that came after it was asked. */
  async function keyServiceAgrees(tenantId: TenantId, log: string): Promise<boolean> {
    for (let tries = 0; tries < 3; tries += 1) {
      const facts = await factsOf(receipts, tenantId, [])
      if (facts === null) return false
      const head = await keys.heads({ logs: [log] }).then(
        (heads) => heads[0] ?? null,
        () => undefined,
      )
      if (head === undefined) return false
      if (head === null) return facts.cosigned.size === 0
      if (head.size === facts.cosigned.size) return Buffer.from(head.root).equals(facts.cosigned.root)
      if (head.size < facts.cosigned.size) return false
    }
    // it grows faster than two questions can be asked; each head was checked when it was cosigned
    return true
  }

  return async (tenantId: TenantId, { actor }: Pick<Reader, 'actor'>) => {
    const { size, log } = await database.transaction(actor, tenantId, async (tx) => ({
      size: await indexedSize(tx),
      log: await logOf(tx, tenantId),
    }))
    const facts = await factsOf(receipts, tenantId, [])
    const { isAvailable, unplaced, oldestUnplacedMs } = receipts.state()
    return {
      isAvailable,
      size: Math.max(size, facts?.size ?? 0),
      checkpointAt: facts?.publishedAt ?? null,
      checkpointSize: facts?.publishedSize ?? 0,
      unpublishedMs: facts?.unpublishedMs ?? 0,
      unplaced,
      oldestUnplacedMs,
      keyServiceAgrees: log !== undefined && (await keyServiceAgrees(tenantId, log)),
      unusedOpenings: unusedOpenings(tenantId),
      indexCheckedAt: facts?.checkedAt ?? null,
      refusals: log === undefined ? 0 : await refusalsOf(log),
      findings: log === undefined ? [] : summed(await openOf(tenantId, log)),
    }
  }
}

/** Facts of a log, or null while the sequencer does not answer. */
export async function factsOf(
  receipts: Pick<Receipts, 'facts'>,
  tenantId: TenantId,
  positions: readonly number[],
): Promise<LogFacts | null> {
  try {
    return await receipts.facts(tenantId, positions)
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

export interface KindOfFinding {
  type: string
  typeJa: string
  typeEn: string
  count: number
  lastAt: number
}

function summed(findings: readonly KnownFinding[]): KindOfFinding[] {
  const byType = new Map<string, KindOfFinding>()
  for (const { type, atMs } of findings) {
    const known = byType.get(type)
    const { ja = type, en = type } = typeOf(type) ?? {}
    byType.set(type, {
      ...{ type, typeJa: ja, typeEn: en, count: (known?.count ?? 0) + 1 },
      lastAt: Math.max(known?.lastAt ?? 0, atMs),
    })
  }
  return [...byType.values()].sort((a, b) => b.lastAt - a.lastAt)
}
