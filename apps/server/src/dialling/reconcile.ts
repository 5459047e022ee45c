import type { AttemptId, CampaignId, PersonId, TenantId } from '@sekisho/contract'
import type { AttemptState } from '@sekisho/dialer'
import type { CarrierCall } from '@sekisho/telephony'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import type { CallEvents } from './call-events.ts'
import { endTalk } from './call-rows.ts'
import { repairDesks } from './desk-rows.ts'
import { openPreviewsOf } from './preview-rows.ts'

/** An attempt that is not ended, as the table has it, and the carrier's call for it, if there is one. */
export interface OpenAttempt {
  readonly attemptId: AttemptId
  readonly state: Exclude<AttemptState, 'ended'>
  readonly operatorId: PersonId | null
  readonly ringingAtMs: number | null
  readonly answeredAtMs: number | null
  readonly call: CarrierCall | null
}

interface Row {
  attempt_id: AttemptId
  state: Exclude<AttemptState, 'ended'>
  operator_id: PersonId | null
  ringing_at: Date | null
  answered_at: Date | null
  connected_at: Date | null
  dialler_before: string | null
}

const dialler = systemActor('dialler')

/**
 * Compares what the table says with what the carrier says, after a start or a disconnect, and takes over the campaign's
 * open attempts for this process. Nothing is dialled again: an attempt without a call is over.
 *
 * Talks that ended unseen go to wrap-up here, because their result is the operator's to give; desks that wait for calls
 * which are over are set free. All other attempts are given back for the caller to follow or to end.
 */
export async function reconcileCampaign(
  { database, events }: { database: Database; events: CallEvents },
  request: {
    readonly tenantId: TenantId
    readonly campaignId: CampaignId
    readonly holder: string
    readonly calls: readonly CarrierCall[]
    /** From before the carrier was asked for them, on the server's clock. */
    readonly listedAtMs: number
    /** Attempts that are just being placed by this process: their own answer decides. */
    readonly isBeingPlaced: (attemptId: AttemptId) => boolean
    readonly nowMs: number
  },
): Promise<{ open: OpenAttempt[]; leftOver: CarrierCall[] }> {
  const { tenantId, campaignId, holder, calls, listedAtMs, isBeingPlaced, nowMs } = request
  const byAttempt = new Map(calls.map((call) => [call.attemptId, call]))
  return database.transaction(dialler, tenantId, async (tx) => {
    const { rows } = await tx.client.query<Row>(
      `update tenant.attempts set dialler = $3
        where tenant_id = $1 and campaign_id = $2 and state <> 'ended'
        returning attempt_id, state, operator_id, ringing_at, answered_at, connected_at, old.dialler as dialler_before`,
      [tenantId, campaignId, holder],
    )
    const open: OpenAttempt[] = []
    for (const row of rows) {
      if (row.state === 'wrap_up' || isBeingPlaced(row.attempt_id)) continue
      // a call-in that this process joined since then is in no list that was made before; it is followed by whoever joined it
      if (row.dialler_before === holder && (row.connected_at?.getTime() ?? Number.NEGATIVE_INFINITY) >= listedAtMs)
        continue
      const call = byAttempt.get(row.attempt_id) ?? null
      if (row.state === 'connected' && call === null) {
        const operatorId = await endTalk(tx, row.attempt_id, 'vanished', nowMs)
        if (operatorId !== null)
          await events.announce(tx, {
            kind: 'talk_ended',
            ...{ tenantId, attemptId: row.attempt_id, operatorId, atMs: nowMs },
          })
        continue
      }
      open.push({
        attemptId: row.attempt_id,
        state: row.state,
        operatorId: row.operator_id,
        ringingAtMs: row.ringing_at?.getTime() ?? null,
        answeredAtMs: row.answered_at?.getTime() ?? null,
        call,
      })
    }
    for (const operatorId of await repairDesks(tx, campaignId, nowMs))
      await events.announce(tx, { kind: 'desk_changed', tenantId, campaignId, operatorId })
    // whoever gave them may have ended before anybody was told
    for (const given of await openPreviewsOf(tx, campaignId))
      await events.announce(tx, { kind: 'previewing', tenantId, campaignId, ...given })
    const { rows: over } = await tx.client.query<{ attempt_id: AttemptId }>(
      `select attempt_id from tenant.attempts
        where tenant_id = $1 and campaign_id = $2 and attempt_id = any ($3) and state in ('ended', 'wrap_up')`,
      [tenantId, campaignId, [...byAttempt.keys()]],
    )
    return { open, leftOver: over.flatMap((row) => byAttempt.get(row.attempt_id) ?? []) }
  })
}
