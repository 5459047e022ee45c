import type { PersonId, TenantId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type Tx, tenantOf } from '../platform/database/index.ts'
import type { HandDependencies } from './dependencies.ts'
import { lowerHand } from './hands.ts'
import { handColumns, type HandRow, lockHand, readRaisedHands } from './queries.ts'
import { deleteTexts } from './texts.ts'

export interface HandTidying {
  stop(): Promise<void>
}

export interface TidyDependencies extends Omit<HandDependencies, 'gate' | 'keys'> {
  readonly onError: (error: unknown) => void
}

/** Old enough that a tab which lost its server has come back, if it is coming. */
const graceMs = 20_000
const everyMs = 10_000
const scheduler = systemActor('scheduler')

/**
 * Lowers hands whose operators are not at that desk any more: when a desk says that it changed, and every few seconds for
 * what nobody said, as after a kill. Deletes texts that a legal hold had kept.
 */
export function tidyHands(dependencies: TidyDependencies): HandTidying {
  const { database, clock, events, onError } = dependencies
  const running = new Set<Promise<void>>()
  /** Whose hand may be up, as told here: a desk changes with every call, and only theirs are looked after at once. */
  const maybeUp = new Set<string>()
  let isStopped = false
  let cancel = (): void => undefined

  function background(work: () => Promise<void>): Promise<void> {
    const kept: Promise<void> = work()
      .catch(onError)
      .finally(() => running.delete(kept))
    running.add(kept)
    return kept
  }

  const inTenant = <T>(tenantId: TenantId, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(scheduler, tenantId, work)

  /** @param sinceMs  only hands whose desk was left by then */
  async function lowerLeft(tenantId: TenantId, operatorId: PersonId | null, sinceMs: number): Promise<void> {
    for (const operator of await inTenant(tenantId, (tx) => operatorsWhoLeft(tx, operatorId, sinceMs))) {
      await inTenant(tenantId, async (tx) => {
        // once more under the lock: the operator may have come back meanwhile
        await tx.client.query('select from tenant.desks where tenant_id = $1 and operator_id = $2 for update', [
          tenantId,
          operator,
        ])
        const [left] = await operatorsWhoLeft(tx, operator, sinceMs)
        const hand = left === undefined ? undefined : await lockHand(tx, { operatorId: operator })
        if (hand !== undefined) await lowerHand(dependencies, tx, hand, 'left')
      })
    }
  }

  async function lookAfter(key: string, tenantId: TenantId, operatorId: PersonId): Promise<void> {
    await lowerLeft(tenantId, operatorId, clock.now())
    if ((await inTenant(tenantId, (tx) => readRaisedHands(tx, operatorId))).length > 0) maybeUp.add(key)
  }

  async function beat(): Promise<void> {
    const tenants = await database.transaction(scheduler, 'house', (tx) =>
      tx.db.selectFrom('house.tenants').select('tenant_id').execute(),
    )
    for (const { tenant_id: tenantId } of tenants) {
      if (isStopped) return
      await lowerLeft(tenantId, null, clock.now() - graceMs)
      await inTenant(tenantId, async (tx) => {
        for (const hand of await loweredWithTexts(tx)) await deleteTexts(dependencies, tx, hand)
      })
    }
  }

  function later(): void {
    cancel = clock.setTimer(everyMs, () => {
      void background(beat).then(() => {
        if (!isStopped) later()
      })
    })
  }
  later()
  const unsubscribe = events.subscribe((event) => {
    if (isStopped || (event.kind !== 'hand_changed' && event.kind !== 'desk_changed')) return
    const { tenantId, operatorId } = event
    const key = `${tenantId} ${operatorId}`
    if (event.kind === 'hand_changed') maybeUp.add(key)
    else if (maybeUp.delete(key)) void background(() => lookAfter(key, tenantId, operatorId))
  })

  return {
    async stop() {
      isStopped = true
      cancel()
      unsubscribe()
      await Promise.all(running)
    },
  }
}

/** Operators with a hand up who left the desk, or sit at another campaign's. */
async function operatorsWhoLeft(tx: Tx, operatorId: PersonId | null, sinceMs: number): Promise<PersonId[]> {
  const { rows } = await tx.client.query<{ operator_id: PersonId }>({
    name: 'hands without a desk',
    // by the index hands_up
    text: `select h.operator_id from tenant.hands h
        left join tenant.desks d on d.tenant_id = h.tenant_id and d.operator_id = h.operator_id
      where h.tenant_id = $1 and h.lowered_at is null and ($2::uuid is null or h.operator_id = $2)
        and (d.operator_id is null or d.campaign_id <> h.campaign_id and not coalesce(h.campaign_id = any (d.chosen), false) or d.state = 'gone' and d.since <= $3)`,
    values: [tenantOf(tx), operatorId, new Date(sinceMs)],
  })
  return rows.map((row) => row.operator_id)
}

/** By the index hand_messages_sealed: a handful at most, but for what a legal hold keeps. */
async function loweredWithTexts(tx: Tx): Promise<HandRow[]> {
  const { rows } = await tx.client.query<HandRow>({
    name: 'texts of lowered hands',
    text: `select ${handColumns}
      where h.tenant_id = $1 and h.lowered_at is not null and h.hand_id in (
        select m.hand_id from tenant.hand_messages m where m.tenant_id = $1 and m.sealed is not null)
      order by h.hand_id limit 100 for update of h skip locked`,
    values: [tenantOf(tx)],
  })
  return rows
}
