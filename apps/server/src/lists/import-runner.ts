import { type ImportProgress, type ListId, ProblemError, type TenantId } from '@sekisho/contract'
import type { ListsDependencies } from './dependencies.ts'
import { failImport } from './fail-import.ts'
import { bringsPeople } from './import-modes.ts'
import { ImportProblem } from './import-under-way.ts'
import { runDifference } from './run-difference.ts'
import { runDoNotCall } from './run-do-not-call.ts'
import { runExclusion } from './run-exclusion.ts'
import { runImport } from './run-import.ts'
import type { PlannedImport } from './start-import.ts'
import { progressTeller } from './tell-progress.ts'

/**
 * Runs imports one after the other in this process, exclusions and refusals beside them: who is not to be called does not wait
 * until a large list is read.
 *
 * No queue in the database: an import cannot be taken up again after a kill, because its entry opens the file once; it
 * is failed at the next start and begun anew by a person, with an entry of its own.
 */
export interface ImportRunner {
  run(planned: PlannedImport): void
  progress(listId: ListId): ImportProgress | null
  /** Says no more of an import that somebody took back. */
  forget(listId: ListId): void
  /** Resolves when nothing is waiting or running. */
  idle(): Promise<void>
  /** Stops the import in hand; nothing of it stays. */
  stop(): Promise<void>
}

const retryMs = 2_000

const laneOf = ({ mode }: PlannedImport) => (bringsPeople(mode) ? 'import' : 'exclusion')
const workOf = {
  ...{ new: runImport, add: runImport, difference: runDifference },
  ...{ exclude: runExclusion, do_not_call: runDoNotCall },
} as const

export function importRunner(dependencies: ListsDependencies): ImportRunner {
  const { clock, log } = dependencies
  /** In the order in which they run: the first is under way, the others wait. */
  const states = new Map<ListId, { readonly planned: PlannedImport; rowsDone: number; startedAtMs: number | null }>()
  const teller = progressTeller(dependencies, () =>
    [...states.values()].flatMap(({ planned: { tenantId, jobId, listId } }) => {
      const progress = progressOf(listId)
      return progress === null ? [] : [{ tenantId, jobId, listId, progress }]
    }),
  )
  const stopping = new AbortController()
  const last = { import: Promise.resolve(), exclusion: Promise.resolve() }

  async function runOne(planned: PlannedImport): Promise<void> {
    const { tenantId, listId } = planned
    // taken back while it waited
    if (!states.has(listId)) return
    const state = { planned, rowsDone: 0, startedAtMs: clock.now() }
    states.set(listId, state)
    try {
      if (stopping.signal.aborted) throw new ProblemError('internal', 'interrupted')
      await workOf[planned.mode](dependencies, planned, {
        signal: stopping.signal,
        onProgress(rowsDone) {
          state.rowsDone = rowsDone
        },
      })
    } catch (error) {
      if (!(error instanceof ProblemError) && !(error instanceof ImportProblem)) {
        log.error({ err: error }, 'an import failed for an unforeseen reason')
      }
      await failUntilEntered(tenantId, listId, error)
    } finally {
      states.delete(listId)
      teller.changed(planned)
    }
  }

  function progressOf(listId: ListId): ImportProgress | null {
    const state = states.get(listId)
    if (state === undefined) return null
    const { rowsDone, startedAtMs, planned } = state
    const rowsExpected = planned.rows
    const seconds = startedAtMs === null ? 0 : Math.max(0, clock.now() - startedAtMs) / 1_000
    const rowsPerSecond = seconds === 0 ? 0 : rowsDone / seconds
    const rowsLeft = Math.max(0, rowsExpected - rowsDone)
    return {
      isWaiting: startedAtMs === null,
      importsAhead: [...states.values()].filter((other) => laneOf(other.planned) === laneOf(planned)).indexOf(state),
      ...{ rowsDone, rowsExpected, rowsPerSecond },
      secondsLeft: rowsPerSecond === 0 ? 0 : rowsLeft / rowsPerSecond,
    }
  }

  /** Without a ledger or a disk the failure cannot be written yet: tried again until it can, or until the next start. */
  async function failUntilEntered(tenantId: TenantId, listId: ListId, error: unknown): Promise<void> {
    for (;;) {
      try {
        await failImport(dependencies, tenantId, listId, error)
        return
      } catch (failure) {
        log.warn({ err: failure }, 'a failed import could not be entered yet')
        if (stopping.signal.aborted) return
        await pause()
      }
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.setTimer(retryMs, resolve)
      stopping.signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })
  }

  return {
    run(planned) {
      states.set(planned.listId, { planned, rowsDone: 0, startedAtMs: null })
      teller.changed(planned)
      teller.start()
      const lane = laneOf(planned)
      last[lane] = last[lane].then(() => runOne(planned))
    },
    progress: progressOf,
    forget: (listId) => void states.delete(listId),
    async idle() {
      for (let seen: Partial<typeof last> = {}; seen.import !== last.import || seen.exclusion !== last.exclusion; ) {
        seen = { ...last }
        await Promise.all([seen.import, seen.exclusion])
      }
    },
    async stop() {
      stopping.abort()
      await Promise.all([last.import, last.exclusion])
      await teller.stop()
    },
  }
}
