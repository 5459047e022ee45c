import { setTimeout as delay } from 'node:timers/promises'
import type { AnyCorrectionReason, AttemptId } from '@sekisho/contract'
import { DEFAULT_DISPOSITIONS } from '@sekisho/dialer'
import { lockDueLeads } from '../dialling/due-leads.ts'
import { createCampaignBook } from '../dialling/index.ts'
import type { DiallingTest } from '../dialling/test-dialling.ts'
import type { Desks } from '../desk/index.ts'
import { openPage, type TestPage } from '../desk/test-desk.ts'
import { countRefusals } from '../do-not-call/look-up.ts'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import { type RowScope, wholeTenant } from '../platform/database/index.ts'
import { enteredRows } from '../test-entered.ts'
import type { TestContact } from '../test-spine.ts'
import { type CorrectionDependencies, correctResult } from './correct-result.ts'

const offered = ['11', '14', '21', '24', '31', '32', '41', '52'] as const
const successes: readonly string[] = ['11']

/** Results of a campaign by which everything happens that a correction may undo. */
export const correctableDispositions = offered.map((code) => {
  const preset = DEFAULT_DISPOSITIONS.find((disposition) => disposition.code === code)
  const next = { 14: 'callback', 21: 'retry', 24: 'retry', 41: 'final', 52: 'hold' } as const
  return {
    code,
    label: preset?.label.ja ?? code,
    next: next[code as unknown as keyof typeof next] ?? 'final',
    isSuccess: successes.includes(code),
    isFast: false,
  }
})

export interface Call {
  readonly lead: TestContact
  readonly attemptId: AttemptId
}

/** What a supervisor's form does, and what it did to the tables and the ledger. */
export function correcting(test: DiallingTest) {
  const { spine, clock, events, doNotCall, tenant } = test
  const dependencies: CorrectionDependencies = {
    ...{ writer: spine.writer, clock, events, doNotCall },
    campaigns: createCampaignBook(),
  }

  async function rows<Row>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await spine.test.superuser.query(text, values)).rows as Row[]
  }

  async function leadOf({ leadId }: TestContact) {
    const [lead] = await rows<{ state: string; finished_reason: string | null; due_at: Date; attempts: number }>(
      'select state, finished_reason, due_at, attempts from tenant.leads where lead_id = $1',
      leadId,
    )
    return lead
  }

  return {
    dependencies,
    rows,
    /** Corrects as the route does. */
    correct(
      actor: PersonActor,
      attemptId: AttemptId,
      disposition: string,
      more: {
        version?: number
        callbackAt?: number
        reason?: AnyCorrectionReason
        rowScope?: RowScope
        changes?: Partial<CorrectionDependencies>
        /** In the same transaction, before it commits. */
        meanwhile?: (query: (text: string) => Promise<unknown>) => Promise<unknown>
      } = {},
    ) {
      const { version = 0, callbackAt = null, reason = 'operator_told', rowScope = wholeTenant, changes = {} } = more
      return test.database.transaction(
        actor,
        tenant.tenantId,
        async (tx) => {
          const effect = await correctResult(
            { ...dependencies, ...changes },
            tx,
            { actor, policyHash: 'a'.repeat(64) },
            { attemptId, disposition, callbackAt, reason, version },
          )
          await more.meanwhile?.((text) => tx.client.query(text))
          return effect
        },
        rowScope,
      )
    },
    leadOf,
    /**
     * Whether the dialler would pass over a lead that is due: null when it is not there to be called. A row that
     * something else holds at this moment is skipped by the dialler until its next look, and so it is here.
     */
    async isRefused(contact: TestContact): Promise<boolean | null> {
      for (let tries = 0; tries < 100; tries += 1) {
        const due = await test.database.transaction(systemActor('dialler'), tenant.tenantId, (tx) =>
          lockDueLeads(tx, tenant.campaignId, clock.now() + 1_000, 1_000),
        )
        const found = due.find(({ lead_id: leadId }) => leadId === contact.leadId)
        if (found !== undefined) return found.is_refused
        const lead = await leadOf(contact)
        // the dialler of this test was there first
        if (lead?.state === 'finished') return lead.finished_reason === 'do_not_call' ? true : null
        await delay(20)
      }
      return null
    },
    async resultOf(attemptId: AttemptId) {
      const [attempt] = await rows<{ disposition: string; memo_sealed: Buffer | null }>(
        'select disposition, memo_sealed from tenant.attempts where attempt_id = $1',
        attemptId,
      )
      return attempt
    },
    history: (attemptId: AttemptId) =>
      rows<{ version: number; disposition_before: string; disposition: string; reason: string; moved_lead: boolean }>(
        `select version, disposition_before, disposition, reason, moved_lead from tenant.attempt_corrections
          where attempt_id = $1 order by version`,
        attemptId,
      ),
    /** Entries about an attempt, as they were made. */
    async entries(attemptId: AttemptId) {
      const found = await rows<{ entry: { id: string; type: string; refs: Record<string, string> } }>(
        `select convert_from(body, 'utf8')::jsonb as entry from ${enteredRows} e
          where tenant_id = $1 and convert_from(body, 'utf8')::jsonb -> 'refs' ->> 'attempt' = $2 order by entry_id`,
        ...[tenant.tenantId, attemptId],
      )
      return found.map(({ entry }) => entry)
    },
    /** What the do-not-call page says was withdrawn. */
    async withdrawnSeen(actor: PersonActor) {
      const asking = { actor, tenantId: tenant.tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
      return (await countRefusals({ database: test.database }, asking)).withdrawn
    },
    /** Refusals that stand, of this attempt's contact or anybody's: how many rows. */
    async standing() {
      const [count] = await rows<{ count: number }>(
        `select count(*)::int as count from house.do_not_call s where s.client_id = $1 and not exists (select
          from house.do_not_call_withdrawals w where w.refusal_entry_id = s.entry_id)`,
        tenant.clientId,
      )
      return count?.count ?? 0
    },
  }
}

/** An operator's page that takes calls of fresh people and records what it is told to. */
export async function seatedOperator(test: DiallingTest, desks: Desks) {
  const actor = await test.spine.person(test.tenant, 'operator')
  const page: TestPage = await openPage(test, desks, actor)
  await page.ask({ type: 'take_seat', campaignId: test.tenant.campaignId, takeOver: false })

  async function connected(): Promise<Call> {
    // the page may not have heard yet that the call before is over
    await test.until(() => page.desk().call === null)
    const lead = await test.lead()
    await page.ask({ type: 'available' })
    await test.until(() => page.desk().state === 'connected')
    const attemptId = page.attemptId()
    const called = (await test.attempts()).find((attempt) => attempt.attempt_id === attemptId)
    if (called?.lead_id !== lead.leadId) throw new Error('somebody else was called')
    return { lead, attemptId }
  }
  return {
    ...{ actor, page, connected },
    /** A call that is over, with its result. */
    async recorded(disposition: string, callbackAt?: number): Promise<Call> {
      const call = await connected()
      const answer = await page.ask({
        ...{ type: 'record', attemptId: call.attemptId, disposition, memo: '折返し希望', then: 'paperwork' },
        ...(callbackAt === undefined ? {} : { callbackAt }),
      })
      if (answer !== 'ok') throw new Error(answer)
      await test.pass(200)
      return call
    },
  }
}
