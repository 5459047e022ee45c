import type { AttemptId, PersonId, TenantId } from '@sekisho/contract'
import type { CallEvent } from '../dialling/index.ts'
import { systemActor } from '../platform/actor.ts'
import { createCountedLog } from '../platform/http/index.ts'
import type { SocketHandler } from '../platform/sockets/index.ts'
import type { DeskDependencies, Sitter } from './dependencies.ts'
import { createDeskSession } from './desk-session.ts'
import { enterSeat } from './seat.ts'
import type { DeskSession, SessionDependencies } from './session-dependencies.ts'

export interface Desks {
  /** The operator's socket, /ws/desk. */
  readonly socket: SocketHandler<'desk'>
  /**
   * Treats every seat as lost whose tab this process does not know. For a start of the only server process: the tabs of
   * the process before come back within seconds, or are gone.
   */
  forgetOldSeats(tenantIds: readonly TenantId[]): Promise<void>
  stop(): Promise<void>
}

/** A broken network has so long to come back before the seat counts as left. */
export const seatGraceMs = 15_000
const dialler = systemActor('dialler')

interface Denied {
  readonly sitter: Sitter
  readonly attemptId: AttemptId | null
}

/** All desks of this process. */
export function createDesks(dependencies: DeskDependencies): Desks {
  const { database, clock, events, receipts, writer, onError } = dependencies
  const byOperator = new Map<string, Set<DeskSession>>()
  const seatKey = (tenantId: TenantId, operatorId: PersonId): string => `${tenantId} ${operatorId}`
  const running = new Set<Promise<unknown>>()

  function background(work: Promise<unknown>): void {
    const kept: Promise<unknown> = work.catch(onError).finally(() => running.delete(kept))
    running.add(kept)
  }

  const denials = createCountedLog<Denied>({
    clock,
    keyOf: ({ sitter, attemptId }) => `${sitter.actor.sessionId} ${attemptId}`,
    async enter({ sitter, attemptId }, attempts) {
      const { actor, tenantId, policyHash } = sitter
      await database.transaction(actor, tenantId, (tx) =>
        writer.enter(tx, {
          type: 'access.denied',
          outcome: 'denied',
          reason: attemptId === null ? 'not_found' : 'no_live_call',
          purpose: 'call',
          policyHash,
          counts: { attempts },
          refs: {
            permission: 'desk.work',
            session: actor.sessionId,
            // an id that names nothing here is the sender's own text and stays out of the ledger
            ...(attemptId === null ? {} : { attempt: attemptId }),
          },
        }),
      )
    },
    onError,
  })

  function hear(event: CallEvent): void {
    if (!('operatorId' in event)) return
    for (const session of byOperator.get(seatKey(event.tenantId, event.operatorId)) ?? []) session.hear(event)
  }

  /** The tab is gone: the seat waits for it, then counts as left. A call in hand stays with its operator. */
  async function lose(session: DeskSession): Promise<void> {
    const { actor, tenantId, connection } = session.sitter
    const isLost = await database.transaction(actor, tenantId, async (tx) => {
      const { rows } = await tx.client.query<{ campaign_id: CampaignIdOfRow }>(
        `update tenant.desks set connection = null where tenant_id = $1 and operator_id = $2 and connection = $3
          returning campaign_id`,
        [tenantId, actor.personId, connection],
      )
      const seat = rows[0]
      if (seat === undefined) return false
      // a line may ring for this seat: it needs another one at once
      const { campaign_id: campaignId } = seat
      await events.announce(tx, { kind: 'desk_changed', tenantId, campaignId, operatorId: actor.personId })
      return true
    })
    if (isLost) clock.setTimer(seatGraceMs, () => background(leave(session.sitter)))
  }

  async function leave(sitter: Sitter): Promise<void> {
    const { actor, tenantId } = sitter
    await database.transaction(actor, tenantId, async (tx) => {
      const { rows } = await tx.client.query<{ campaign_id: CampaignIdOfRow; kind: 'production' | 'test' }>(
        `update tenant.desks d set state = 'gone', away_reason = null, since = $3
          from tenant.campaigns c
          where d.tenant_id = $1 and d.operator_id = $2 and d.connection is null and d.state <> 'gone'
            and c.tenant_id = d.tenant_id and c.campaign_id = d.campaign_id
          returning d.campaign_id, c.kind`,
        [tenantId, actor.personId, new Date(clock.now())],
      )
      const seat = rows[0]
      if (seat === undefined) return
      await enterSeat(dependencies, tx, sitter, seat.campaign_id, seat.kind)
      await events.announce(tx, {
        kind: 'desk_changed',
        tenantId,
        campaignId: seat.campaign_id,
        operatorId: actor.personId,
      })
    })
  }

  const unsubscribe = events.subscribe(hear)
  const unsubscribeLedger = receipts.onChange(({ isAvailable }) => {
    for (const sessions of byOperator.values()) for (const session of sessions) session.ledgerChanged(isAvailable)
  })

  return {
    socket(connection) {
      const { actor, tenantId, decision, rowScope } = connection
      const sitter: Sitter = {
        ...{ actor, tenantId, rowScope },
        connection: connection.id,
        policyHash: decision.policyHash,
      }
      const sessionDependencies: SessionDependencies = {
        ...dependencies,
        send: (message) => connection.send(message),
        noteActivity: () => connection.noteActivity(),
        denied: (who, attemptId) => denials.add({ sitter: who, attemptId }),
      }
      const session = createDeskSession(sessionDependencies, sitter)
      const key = seatKey(tenantId, actor.personId)
      const sessions = byOperator.get(key) ?? new Set()
      sessions.add(session)
      byOperator.set(key, sessions)
      return {
        message: (message) => session.take(message),
        closed() {
          const heldSeat = session.holdsSeat()
          session.end()
          sessions.delete(session)
          if (sessions.size === 0) byOperator.delete(key)
          if (heldSeat) background(lose(session))
        },
      }
    },
    async forgetOldSeats(tenantIds) {
      for (const tenantId of tenantIds) {
        await database.transaction(dialler, tenantId, (tx) =>
          tx.client.query(
            `update tenant.desks set connection = null, since = $2,
              -- whoever was shown somebody comes back to nobody: the dialler gives the lead back
              state = case when state in ('available', 'away') or preview_id is not null then 'gone' else state end
              where tenant_id = $1 and connection is not null`,
            [tenantId, new Date(clock.now())],
          ),
        )
      }
    },
    async stop() {
      unsubscribe()
      unsubscribeLedger()
      await Promise.all(running)
      await denials.flush()
    },
  }
}

type CampaignIdOfRow = Parameters<typeof enterSeat>[3]
