import { HEAD_OFFICE, type EntryId, type TenantId } from '@sekisho/contract'
import type { Hash } from '@sekisho/ledger'
import { clockWatch } from './clock-watch.ts'
import { cosignHeads } from './cosign-heads.ts'
import { createIndexWriter } from './index-writer.ts'
import { type Journal, type JournalEntry, openJournal } from './journal.ts'
import { openLogFiles } from './log-files.ts'
import { loadLog } from './log-state.ts'
import { placeBatch } from './place-batch.ts'
import { createPublisher, type PublishedHead } from './publisher.ts'
import { readQueued } from './read-queued.ts'
import { fillIndex, lostRows, type OpenLog, recover } from './recovery.ts'
import type { IndexedEntry, PlacedEntry } from './sequencer-database.ts'
import type { Sequencer, SequencerDependencies } from './sequencer-port.ts'
import { type StallCode, stallCodeOf } from './stall-code.ts'
import { type SystemEntryDraft, systemEntry } from './system-entry.ts'
import { unpublishedSince } from './unpublished-since.ts'
import { createWaiters } from './waiters.ts'

const batchSize = 500
const idlePollMs = 500
const retryMs = 250
const wholeLookEveryMs = 500
/** One turn of the loop takes milliseconds; one that does not end is held up somewhere. */
const turnLimitMs = 2_000

/**
 * The one leader that gives entries their places (architecture, Ledger).
 *
 * For each batch of all tenants: one journal record, durable; then the new heads to the key service, which cosigns only
 * what extends its last ones; then receipts; then the index. Each step can be repeated after a kill: the journal is
 * replayed, a head that was cosigned already is cosigned again, an indexed entry is not indexed twice.
 *
 * @throws JournalDamagedError, LedgerRewoundError, LedgerForkedError, LedgerError  a person has to look
 * @throws KeyServiceError, database errors  not there yet: try again
 */
export async function startSequencer(dependencies: SequencerDependencies): Promise<Sequencer> {
  const { database, witness, clock, folder, onFatal } = dependencies
  const atStep = dependencies.atStep ?? (() => undefined)
  const logs = new Map<TenantId, OpenLog>()
  const waiters = createWaiters(clock)
  const unpublished = unpublishedSince(clock)
  const jumps = clockWatch(clock)
  /** Our own entries, made while nothing may be placed; they go first in the next batch. */
  const own: IndexedEntry[] = []
  const index = createIndexWriter(database, () => atStep('indexed'))
  let stalled: StallCode | null = 'starting'
  let waitingSince: { unplaced: number; ms: number } | null = null
  let turnBegan = clock.monotonicMs()
  let lookedAtAllMs = Number.NEGATIVE_INFINITY
  let isWoken = false
  let wakeUp: () => void = () => undefined
  const stopping = { isAsked: false }

  async function openNewLogs(): Promise<void> {
    for (const { log, tenantId } of await database.logs()) {
      if (logs.has(tenantId)) continue
      const files = openLogFiles(`${folder}/logs`, log)
      logs.set(tenantId, { tenantId, files, state: await loadLog(log, files) })
    }
  }

  async function turn(): Promise<{ placed: number; malformed: number }> {
    await index.keepUp()
    const unindexed = index.unindexed()
    const found = await database.nextBatch(batchSize, howFar())
    const queued = found.filter(({ entryId, placed }) => placed !== 'no' || !unindexed.has(entryId))
    // nothing but what is being moved to the index: what comes behind it is seen once it has left the queue
    if (queued.length === 0 && found.length === batchSize) await index.flush()
    if (queued.some(({ tenantId }) => !logs.has(tenantId))) await openNewLogs()
    const ownCount = own.length
    const batch = [...own]
    let malformed = 0
    for (const { tenantId, entryId, body, placed } of queued) {
      const open = logs.get(tenantId)
      const entry = open === undefined ? undefined : readQueued({ entryId, body }, open.state.log)
      if (entry === undefined || placed === 'other') malformed += 1
      else if (placed === 'no') batch.push({ tenantId, entryId, entry, body, position: 0, sequencedAtMs: 0 })
    }
    const again = queued.filter(({ placed }) => placed === 'same')
    if (again.length > 0) await database.dropQueued(again)
    noteWaiting(batch.length + malformed)
    if (batch.length > 0) {
      atStep('read')
      await place(batch, ownCount)
    }
    noteWaiting(malformed)
    return { placed: batch.length, malformed }
  }

  function howFar(): 'whole' | 'recent' {
    // a row that stops the ledger is kept in sight until it is gone
    if (stalled === null && clock.monotonicMs() - lookedAtAllMs < wholeLookEveryMs) return 'recent'
    lookedAtAllMs = clock.monotonicMs()
    return 'whole'
  }

  /** The oldest has waited since the number was last nought; that is never too short. */
  function noteWaiting(unplaced: number): void {
    waitingSince = unplaced === 0 ? null : { unplaced, ms: waitingSince?.ms ?? clock.monotonicMs() }
  }

  async function place(batch: readonly IndexedEntry[], ownCount: number): Promise<void> {
    const placed = promise(batch, ownCount)
    atStep('journaled')
    await cosignUntilDone()
    atStep('cosigned')
    index.cosigned()
    waiters.placed(placed)
    atStep('answered')
  }

  /** Gives each entry its place, durably: from then on every place is promised, and nothing may lose one. */
  function promise(batch: readonly IndexedEntry[], ownCount: number): readonly PlacedEntry[] {
    const { records, grown, indexed, placed } = placeBatch(batch, openOf, clock.now())
    journal.append(records)
    own.splice(0, ownCount)
    for (const [tenantId, leaves] of grown) {
      openOf(tenantId).state.append(leaves)
      unpublished.grown(tenantId)
    }
    index.promised(indexed)
    return placed
  }

  function openOf(tenantId: TenantId): OpenLog {
    const open = logs.get(tenantId)
    if (open === undefined) throw new Error('an entry of a log that is not open')
    return open
  }

  async function cosignUntilDone(): Promise<void> {
    for (;;) {
      try {
        return await cosign()
      } catch (error) {
        const code = stallCodeOf(error)
        if (code === undefined || stopping.isAsked) throw error
        stalled = code
        await pause(retryMs)
      }
    }
  }

  const cosign = (): Promise<void> => cosignHeads(logs.values(), witness)

  async function prove({ state: { tree } }: OpenLog, position: number, size: number): Promise<readonly Hash[]> {
    return tree.inclusionProofInMemory(position, size) ?? (await tree.inclusionProof(position, size))
  }

  function enterOwn(draft: SystemEntryDraft): EntryId | undefined {
    const office = logs.get(HEAD_OFFICE)
    if (office === undefined) return undefined
    const actor = { pseudonym: dependencies.pseudonym, kind: 'sequencer' as const }
    const made = systemEntry(office.state.log, actor, clock.now(), draft)
    own.push({ tenantId: HEAD_OFFICE, ...made, position: 0, sequencedAtMs: 0 })
    return made.entryId
  }

  /** Checkpoints of tenant logs are leaves of the head-office log, so that a client's log cannot be forked for it alone. */
  function enterHeads(published: readonly PublishedHead[]): void {
    atStep('published')
    for (const { tenantId, log, size, root } of published) {
      unpublished.published(tenantId, openOf(tenantId).state.tree.size() === size)
      if (tenantId === HEAD_OFFICE) continue
      enterOwn({ type: 'ledger.checkpoint', head: { log, size, root: root.toString('base64') } })
    }
  }

  /** What had to be put right at the start is entered before the traces of it are gone. */
  async function recoverAll(journaled: readonly JournalEntry[]): Promise<void> {
    await openNewLogs()
    const all = [...logs.values()]
    for (const { log, from, size } of await recover({ logs: all, journal, journaled, database, witness }))
      enterOwn({ type: 'ledger.rewound', refs: { log }, counts: { from_position: from, size } })
    await cosign()
    for (const { log, rows, size } of await lostRows(database, all))
      enterOwn({ type: 'database.rewound', refs: { log }, counts: { rows, size } })
    if (own.length > 0) {
      promise([...own], own.length)
      await cosign()
      index.cosigned()
    }
    for (const open of all) await fillIndex(database, open)
    for (const { tenantId, state } of all)
      if (state.tree.size() > state.tree.publishedSize()) unpublished.grown(tenantId)
  }

  function enterJump(): void {
    const jumpMs = jumps.jumpMs()
    if (jumpMs !== null) enterOwn({ type: 'clock.jumped', counts: { duration_ms: Math.abs(Math.round(jumpMs)) } })
  }

  function pause(ms: number): Promise<void> {
    if (isWoken || stopping.isAsked) {
      isWoken = false
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      const cancel = clock.setTimer(ms, resolve)
      wakeUp = () => {
        cancel()
        resolve()
      }
    })
  }

  async function lead(): Promise<void> {
    for (;;) {
      if (stopping.isAsked) return
      isWoken = false
      turnBegan = clock.monotonicMs()
      try {
        enterJump()
        const { placed, malformed } = await turn()
        await waiters.lookUpOld(database)
        await publisher.begin()
        const failure = publisher.failure()
        if (failure !== undefined) throw failure
        stalled = malformed > 0 ? 'malformed_entry' : null
        if (placed === 0) await pause(waiters.count() > 0 ? 20 : idlePollMs)
      } catch (error) {
        const code = stallCodeOf(error)
        if (code === undefined) {
          stalled = 'database_unavailable'
          return onFatal(error as Error)
        }
        stalled = code
        await pause(retryMs)
      }
    }
  }

  const journaled: JournalEntry[] = []
  const journal: Journal = openJournal(`${folder}/journal`, (entries) => journaled.push(...entries), dependencies.disk)
  const publisher = createPublisher({
    logs: () => logs.values(),
    witness,
    journal,
    clock,
    rotateAtBytes: dependencies.rotateAtBytes,
    onPublished: enterHeads,
  })
  try {
    await recoverAll(journaled)
    journaled.length = 0
  } catch (error) {
    journal.close()
    throw error
  }
  const leading = lead()

  function wake(): void {
    isWoken = true
    wakeUp()
  }

  return {
    wake,
    receipt(tenantId, entryId, tell) {
      waiters.add(tenantId, entryId, ({ position, leaf }) => {
        const open = openOf(tenantId)
        const { log, cosigned } = open.state
        const { size } = cosigned
        // a tile that cannot be read: whoever asks hears nothing and counts the ledger as unavailable
        prove(open, position, size).then(
          (proof) => tell({ log, position, leaf, size, proof }),
          () => undefined,
        )
      })
      wake()
    },
    placed: (tenantId, entryId, tell) => waiters.add(tenantId, entryId, () => tell()),
    async facts(tenantId, positions) {
      const open = logs.get(tenantId)
      if (open === undefined) return undefined
      const { tree, cosigned, publishedAt, checkedAt } = open.state
      const proofs = []
      for (const position of positions)
        proofs.push(position < cosigned.size ? await prove(open, position, cosigned.size) : null)
      const [size, publishedSize, unpublishedMs] = [tree.size(), tree.publishedSize(), unpublished.ms(tenantId)]
      return { size, cosigned, publishedSize, publishedAt, unpublishedMs, checkedAt, proofs }
    },
    state() {
      const isHeldUp = clock.monotonicMs() - turnBegan > (dependencies.turnLimitMs ?? turnLimitMs)
      return {
        stalled: stalled ?? (isHeldUp ? 'held_up' : null),
        unplaced: waitingSince?.unplaced ?? 0,
        oldestUnplacedMs: waitingSince === null ? 0 : Math.round(clock.monotonicMs() - waitingSince.ms),
      }
    },
    audited: {
      logs: () => logs.values(),
      isIndexed: index.isIndexed,
      async enter(draft) {
        const entryId = enterOwn(draft)
        if (entryId === undefined) throw new Error('there is no head-office log yet')
        const placed = new Promise<void>((resolve) => waiters.add(HEAD_OFFICE, entryId, () => resolve()))
        wake()
        await Promise.race([placed, leading.then(() => Promise.reject(new Error('the sequencer has ended')))])
        return entryId
      },
    },
    async stop() {
      stopping.isAsked = true
      wakeUp()
      await leading
      await publisher.finish()
      await publisher.begin(true).catch(() => undefined)
      await publisher.finish()
      // what is not, the next start fills in
      await index.flush().catch(() => undefined)
      journal.close()
      await database.close()
    },
  }
}
