import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../database/index.ts'
import type { Log } from '../log/index.ts'

/** Small facts that other processes must hear within a second. Ids only: payloads pass through PostgreSQL in clear. */
export interface Events<Event> {
  /** Announces to every process, and here at once, when the transaction is durable; never when it rolls back. */
  announce(tx: Tx, event: Event): Promise<void>
  /** @returns a function that ends the subscription */
  subscribe(listener: (event: Event) => void): () => void
  close(): Promise<void>
}

const firstRetryMs = 200
const longestRetryMs = 5_000
/** Kept for other processes while PostgreSQL is away; what is older is told by their own gap. */
const mostUntold = 10_000

/**
 * Events over PostgreSQL's NOTIFY (one channel a schema of events). A process whose listening connection broke misses
 * what was announced meanwhile: listeners are told by `onGap` once it is back, and whoever must not miss an end of a
 * right looks again by itself every few seconds.
 *
 * `with_commit` is for what may not be lost even if this process is killed right after its commit. PostgreSQL takes one
 * lock for the whole cluster from the NOTIFY to the end of such a commit, its fsync included, so that these commits
 * follow each other one by one. `after_commit` is for news of calls, hundreds a second: told in batches once they are
 * durable; a kill in between can lose some, and whoever hears them reads the database anyway.
 *
 * @param onGap  announcements may have been missed since the last event
 */
export async function createEvents<Event>(dependencies: {
  database: Database
  clock: Clock
  log: Log
  channel: 'sekisho_access' | `sekisho_${string}`
  schema: z.ZodType<Event>
  tells: 'with_commit' | 'after_commit'
  onGap?: () => void
}): Promise<Events<Event>> {
  const { database, clock, log, channel, schema, tells, onGap } = dependencies
  if (!/^sekisho_[a-z_]{1,40}$/.test(channel)) throw new Error('not a channel name')
  const here = randomUUID()
  const listeners = new Set<(event: Event) => void>()
  let isClosed = false
  let hangUp: () => Promise<void> = () => Promise.resolve()
  let listening: Client | null = null
  let untold: string[] = []
  let isTelling = false
  let telling: Promise<void> = Promise.resolve()

  function deliver(event: Event): void {
    for (const listener of listeners) listener(event)
  }

  /** Payloads come from other processes of the product, or from whoever may reach the database: checked like input. */
  function hear(payload: string | undefined): void {
    const message = parsed(payload ?? '')
    if (message === null || message.from === here) return
    const event = schema.safeParse(message.event)
    if (event.success) deliver(event.data)
    else log.warn({ channel }, 'an event of unknown shape')
  }

  async function listen(): Promise<void> {
    const client = await database.listenClient()
    let isLost = false
    const lost = () => {
      if (isLost) return
      isLost = true
      listening = null
      client.end().catch(() => undefined)
      if (!isClosed) retry(firstRetryMs)
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', (notification) => hear(notification.payload))
    await client.query(`listen ${channel}`)
    hangUp = () => client.end()
    listening = client
    tell()
  }

  /** One NOTIFY for all that gathered while the last one was on its way. */
  function tell(): void {
    if (isTelling) return
    isTelling = true
    telling = tellAll().finally(() => (isTelling = false))
  }

  async function tellAll(): Promise<void> {
    // what is announced in the same moment goes along
    await new Promise((resolve) => setImmediate(resolve))
    for (;;) {
      const client = listening
      if (client === null || untold.length === 0) return
      const batch = untold
      untold = []
      try {
        await client.query('select pg_notify($1, p) from unnest($2::text[]) as p', [channel, batch])
      } catch {
        untold = [...batch, ...untold].slice(-mostUntold)
        return
      }
    }
  }

  function tellLater(payload: string): void {
    untold.push(payload)
    if (untold.length > mostUntold) untold.shift()
    tell()
  }

  function retry(waitMs: number): void {
    clock.setTimer(waitMs, () => {
      if (isClosed) return
      listen().then(
        () => onGap?.(),
        () => retry(Math.min(waitMs * 2, longestRetryMs)),
      )
    })
  }

  await listen()
  return {
    async announce(tx, event) {
      const payload = JSON.stringify({ from: here, event })
      if (tells === 'with_commit') await tx.client.query('select pg_notify($1, $2)', [channel, payload])
      tx.afterCommit(() => {
        deliver(event)
        if (tells === 'after_commit') tellLater(payload)
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      await telling
      isClosed = true
      listeners.clear()
      await hangUp()
    },
  }
}

function parsed(payload: string): { from: unknown; event: unknown } | null {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null ? (value as { from: unknown; event: unknown }) : null
  } catch {
    return null
  }
}
