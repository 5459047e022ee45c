import type { PersonId, SessionId } from '@sekisho/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../actor.ts'
import { systemClock } from '../clock.ts'
import { type TestDatabase, testDatabase } from '../database/test-database.ts'
import { createLog } from '../log/index.ts'
import { newId } from '../new-id.ts'
import { type AccessEvent, type AccessEvents, accessEvent, createEvents } from './index.ts'

let test: TestDatabase
const lines: string[] = []
const open: AccessEvents[] = []
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(async () => {
  for (const events of open) await events.close()
  await test.drop()
})

/** As one process of the product has it. */
async function process(
  tells: 'with_commit' | 'after_commit' = 'with_commit',
): Promise<{ events: AccessEvents; heard: AccessEvent[]; gaps: () => number }> {
  let gaps = 0
  const heard: AccessEvent[] = []
  const events = await createEvents({
    database: test.database,
    clock: systemClock,
    log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
    channel: 'sekisho_access',
    schema: accessEvent,
    tells,
    onGap: () => (gaps += 1),
  })
  open.push(events)
  events.subscribe((event) => heard.push(event))
  return { events, heard, gaps: () => gaps }
}

const ended = (): AccessEvent => ({ kind: 'session_ended', sessionId: newId<SessionId>() })
const announce = (events: AccessEvents, event: AccessEvent, fails = false) =>
  test.database.transaction(systemActor('identity'), 'house', async (tx) => {
    await events.announce(tx, event)
    if (fails) throw new Error('rolled back')
  })

describe('events', () => {
  it('reach this process at once and the others soon, each once', async () => {
    const [here, there] = [await process(), await process()]
    const event = ended()
    await announce(here.events, event)
    expect(here.heard).toEqual([event])
    await expect.poll(() => there.heard).toEqual([event])
    const second: AccessEvent = { kind: 'rights_changed', personId: newId<PersonId>() }
    await announce(there.events, second)
    await expect.poll(() => here.heard).toEqual([event, second])
    expect(there.heard).toEqual([event, second])
  })

  it('told after the commit reach the others too, all of them and in order, also through a lost connection', async () => {
    const [here, there] = [await process('after_commit'), await process('after_commit')]
    const before = [ended(), ended(), ended()]
    await Promise.all(before.map((event) => announce(here.events, event)))
    await expect.poll(() => there.heard.length).toBe(3)
    expect(there.heard).toEqual(here.heard)
    await expect(announce(here.events, ended(), true)).rejects.toThrow('rolled back')
    // the connections of all processes are lost: what is announced meanwhile waits for the next one
    await test.superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database() and query ilike any (array['listen sekisho_access', '%pg_notify%'])`,
    )
    await expect.poll(() => there.gaps(), { timeout: 20_000 }).toBeGreaterThan(0)
    await announce(here.events, ended())
    await expect.poll(() => there.heard.length, { timeout: 20_000 }).toBe(4)
    expect(there.heard).toEqual(here.heard)
  })

  it('of a transaction that rolled back reach nobody', async () => {
    const [here, there] = [await process(), await process()]
    await expect(announce(here.events, ended(), true)).rejects.toThrow('rolled back')
    const after = ended()
    await announce(here.events, after)
    await expect.poll(() => there.heard).toEqual([after])
    expect(here.heard).toEqual([after])
  })

  it('of unknown shape are dropped, whoever sent them', async () => {
    const here = await process()
    for (const payload of [
      '',
      'x',
      '{}',
      'null',
      '{"from":"x","event":{"kind":"session_ended","sessionId":"canary"}}',
    ]) {
      await test.superuser.query('select pg_notify($1, $2)', ['sekisho_access', payload])
    }
    const known = ended()
    const message = JSON.stringify({ from: 'x', event: known })
    await test.superuser.query('select pg_notify($1, $2)', ['sekisho_access', message])
    await expect.poll(() => here.heard).toEqual([known])
    expect(lines.join('')).not.toContain('canary')
  })

  it('are heard again after the listening connection was lost, and the loss is told', async () => {
    const [here, there] = [await process(), await process()]
    await test.superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen sekisho_access' and datname = current_database()`,
    )
    await expect.poll(() => there.gaps(), { timeout: 20_000 }).toBe(1)
    const event = ended()
    await announce(here.events, event)
    await expect.poll(() => there.heard).toEqual([event])
  })
})
