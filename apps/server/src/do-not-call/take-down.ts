import {
  type AttemptId,
  type EntryId,
  type EntryReason,
  mostSpokenNumbers,
  ProblemError,
  spokenRefusalCode,
  type SpokenReach,
} from '@sekisho/contract'
import { judgePhone } from '@sekisho/intake'
import type { KeyServiceCalls } from '@sekisho/vault'
import { withReceipt } from '../gate/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Asking } from './look-up.ts'
import { insertRefusals } from './record-refusal.ts'
import type { RefusalEvents } from './refusal-events.ts'
import { digestOf } from './refusal-rows.ts'
import { insertSpoken, type OwnCall, ownCall } from './spoken-rows.ts'

export interface TakeDownDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'await'>
  readonly keys: Pick<KeyServiceCalls, 'lookup'>
  readonly events: Pick<RefusalEvents, 'announce'>
  readonly clock: Clock
}

/** What an operator's page sends: a number as it was typed, and how far the person wants it to reach. */
export interface SpokenNumber {
  readonly attemptId: AttemptId
  /** Made by the page: the same command again is done once. */
  readonly commandId: string
  readonly number: string
  readonly reach: SpokenReach
}

/**
 * Puts a number on the client's list that somebody said in a call of the asking operator (聞き取った番号の拒否).
 *
 * Whether anybody has the number, or it stands on the list already, is neither asked nor told: every number costs the same two
 * entries and one more row, so that nobody finds out by this who is on a list. The number itself is kept nowhere: of the first
 * entry its index is made, and what the second puts on the list is that.
 *
 * @throws ProblemError `invalid_input` with why it cannot be dialled, as imports say it; `no_live_call` (entered as denied);
 *         `spoken_numbers_full` (entered as denied); `ledger_unavailable`, `key_service_refused`, `key_service_unavailable`:
 *         nothing is on the list, and the same command may be sent again
 */
export async function takeDown(
  dependencies: TakeDownDependencies,
  asking: Asking,
  spoken: SpokenNumber,
): Promise<void> {
  const { receipts, keys } = dependencies
  const { tenantId } = asking
  const heard = await hear(dependencies, asking, spoken)
  if (heard === 'done') return
  const { opened: index } = await withReceipt(receipts, tenantId, heard.entryId, (receipt) =>
    keys.lookup({ receipt, tenantId, kind: 'phone', value: heard.number }),
  )
  await putOnList(dependencies, asking, spoken, heard.entryId, Buffer.from(index))
}

/** Enters that a number was said, if it may be taken down; `done` where this command was carried out before. */
async function hear(
  { database, writer }: TakeDownDependencies,
  { actor, tenantId, rowScope, policyHash }: Asking,
  { attemptId, commandId, number: typed }: SpokenNumber,
): Promise<'done' | { readonly entryId: EntryId; readonly number: string }> {
  const common = { type: 'do_not_call.heard', purpose: 'call', policyHash } as const
  // the entry of a denial is committed like any other, so it is thrown only after the transaction
  const step = await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const call = await ownCall(tx, actor.personId, attemptId, commandId)
      const refs = { session: actor.sessionId, ...(call === undefined ? {} : refsOf(attemptId, call)) }
      const denied = call === undefined ? 'not_found' : whyNot(call)
      if (denied !== null) {
        const campaignKind = call?.kind ?? 'none'
        await writer.enter(tx, { ...common, outcome: 'denied', reason: denied, campaignKind, refs })
        return denied
      }
      if (call === undefined || call.is_done) return 'done' as const
      const number = readSpoken(typed, call.is_trial)
      const entryId = await writer.enter(tx, {
        ...common,
        campaignKind: call.kind,
        counts: { lookups: 1 },
        refs,
        commit: { query: `phone:${number}` },
      })
      return { entryId, number }
    },
    rowScope,
  )
  if (step === 'too_many') throw new ProblemError('spoken_numbers_full')
  if (step === 'not_found' || step === 'no_live_call') throw new ProblemError('no_live_call')
  return step
}

/** The refusal, under the lock of its call: of two commands at once the second sees what the first did. */
async function putOnList(
  { database, writer, events, clock }: TakeDownDependencies,
  { actor, tenantId, rowScope, policyHash }: Asking,
  { attemptId, commandId, reach }: SpokenNumber,
  heardEntryId: EntryId,
  keyIndex: Buffer,
): Promise<void> {
  await database.transaction(
    actor,
    tenantId,
    async (tx) => {
      const call = await ownCall(tx, actor.personId, attemptId, commandId, true)
      if (call === undefined) throw new ProblemError('no_live_call')
      // a call that ended meanwhile changes nothing: it was said while it went on
      if (call.is_done) return
      if (call.written >= mostSpokenNumbers) throw new ProblemError('spoken_numbers_full')
      const { client_id: clientId, kind: campaignKind } = call
      const jobId = reach === 'job' ? call.job_id : null
      const rows = [{ keyIndex, keyKind: 'number', scope: reach, jobId, onlyFor: null } as const]
      const atMs = clock.now()
      const entryId = await writer.enter(tx, {
        type: 'do_not_call.recorded',
        purpose: 'call',
        at: atMs,
        campaignKind,
        policyHash,
        counts: { rows: rows.length },
        refs: {
          ...refsOf(attemptId, call),
          ...{ session: actor.sessionId, entry: heardEntryId, disposition: spokenRefusalCode },
          ...(jobId === null ? {} : { job: jobId }),
        },
        digest: digestOf(clientId, spokenRefusalCode, rows),
      })
      await insertRefusals(tx, { clientId, entryId, disposition: spokenRefusalCode, atMs }, rows)
      await insertSpoken(tx, { attemptId, commandId, entryId, ordinal: call.written + 1, atMs })
      await events.announce(tx, { clientId, tenantId, entryId, isWithdrawn: false })
    },
    rowScope,
  )
}

function whyNot({
  is_own,
  state,
  written,
  is_done,
}: OwnCall): Extract<EntryReason, 'no_live_call' | 'too_many'> | null {
  if (!is_own) return 'no_live_call'
  // what was done before the call ended is answered again to a page that got no answer
  if (is_done) return null
  if (state !== 'connected' && state !== 'wrap_up') return 'no_live_call'
  return written >= mostSpokenNumbers ? 'too_many' : null
}

const refsOf = (attempt: AttemptId, { campaign_id: campaign }: OwnCall) => ({ campaign, attempt })

/**
 * As imports read a cell, but for what they repair by guessing: whoever is on the telephone can say the number again. Numbers
 * that nobody can own are for trials.
 */
function readSpoken(typed: string, isTrial: boolean): string {
  const number = judgePhone(typed, {
    allowFictitious: isTrial,
    allowTollFree: true,
    withoutRepairs: ['leading_zero', 'country_code', 'extension'],
  })
  if (!number.ok) throw new ProblemError('invalid_input', number.reason)
  return number.e164
}
