import { HEAD_OFFICE } from '@sekisho/contract'
import { LedgerError } from '@sekisho/ledger'
import type { KeyServiceCalls, SequencerOperation } from '@sekisho/vault'
import { type MonotonicClock, sleep } from '../platform/clock.ts'
import type { DatabaseAddress } from '../platform/database/index.ts'
import type { AuditCheck } from './audit/audit-check.ts'
import { auditDatabase } from './audit/audit-database.ts'
import { startLedgerAudit } from './audit/ledger-audit.ts'
import { lockFolder } from './folder-lock.ts'
import { JournalDamagedError } from './journal.ts'
import { leadDatabase } from './sequencer-database.ts'
import { serveSequencer } from './sequencer-socket.ts'
import { LedgerForkedError, LedgerRewoundError } from './recovery.ts'
import { startSequencer } from './sequencer.ts'
import type { SequencerStep } from './sequencer-port.ts'

export interface LeadLedgerOptions {
  readonly address: DatabaseAddress & { user: string; password: string }
  /** Over the key service's socket for sequencers. */
  readonly keys: Pick<KeyServiceCalls, SequencerOperation>
  readonly clock: MonotonicClock
  /** Where the journal and the published logs live. */
  readonly folder: string
  readonly socketPath: string
  /** Told of each change by a code: `leading`, `waiting <why>`, `audit <why>`. Never a value. */
  readonly onChange: (code: string) => void
  /** Checks of other slices that the audit of the ledger runs. */
  readonly checks?: readonly AuditCheck[]
  readonly rotateAtBytes?: number
  readonly atStep?: (step: SequencerStep) => void
}

export interface LedgerLeader {
  /** Resolves after `stop`; rejects when a person has to look: a damaged journal, a rewound or forked log. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

const retryMs = 250

/**
 * Leads the ledger for as long as this process lives: waits for the key service, the database and the leader's lock,
 * sequences, and begins again when one of them was lost. Servers find nobody on the socket meanwhile, and stop.
 */
export function leadLedger(options: LeadLedgerOptions): LedgerLeader {
  const { clock, folder, onChange } = options
  const stopping = { isAsked: false }
  let interrupt = (): void => undefined
  let said = ''

  async function leadOnce(): Promise<void> {
    let end = (_why: Error | null): void => undefined
    const over = new Promise<Error | null>((resolve) => {
      end = resolve
    })
    interrupt = () => end(null)
    const database = await leadDatabase(options.address, () => end(new Error('database_unavailable')))
    try {
      const of = [{ kind: 'system', id: 'sequencer' }] as const
      const [pseudonym = ''] = await options.keys.pseudonyms({ tenantId: HEAD_OFFICE, of: [...of] })
      const sequencer = await startSequencer({
        database,
        witness: options.keys,
        clock,
        folder,
        pseudonym,
        onFatal: end,
        rotateAtBytes: options.rotateAtBytes,
        ...(options.atStep === undefined ? {} : { atStep: options.atStep }),
      })
      const audit = startLedgerAudit({
        ledger: sequencer.audited,
        database: auditDatabase(options.address),
        ...{ keys: options.keys, clock, folder, checks: options.checks },
        onError: (error) => tell(`audit ${codeOf(error)}`),
      })
      try {
        const server = await serveSequencer(sequencer, options.socketPath, clock)
        onChange('leading')
        const why = stopping.isAsked ? null : await over
        await server.close()
        if (why !== null) throw why
      } finally {
        await audit.stop()
        await sequencer.stop()
      }
    } finally {
      await database.close().catch(() => undefined)
    }
  }

  /** The same code again and again is said once. */
  function tell(code: string): void {
    if (code !== said) onChange(code)
    said = code
  }

  async function lead(): Promise<void> {
    const release = await lockFolder(folder)
    try {
      while (!stopping.isAsked) {
        try {
          await leadOnce()
        } catch (error) {
          if (needsPerson(error)) throw error
          tell(`waiting ${codeOf(error)}`)
          if (!stopping.isAsked) await sleep(clock, retryMs)
          continue
        }
        said = ''
      }
    } finally {
      await release()
    }
  }

  const ended = lead()
  ended.catch(() => undefined)
  return {
    ended,
    async stop() {
      stopping.isAsked = true
      interrupt()
      await ended.catch(() => undefined)
    },
  }
}

/** Going on would break a promise; waiting does not help. */
function needsPerson(error: unknown): boolean {
  return (
    error instanceof JournalDamagedError ||
    error instanceof LedgerRewoundError ||
    error instanceof LedgerForkedError ||
    (error instanceof LedgerError && error.code !== 'out_of_range')
  )
}

/** A closed code where there is one, the error's name otherwise; messages of the database may quote values. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string }
  return typeof code === 'string' ? code : (name ?? 'unknown')
}
