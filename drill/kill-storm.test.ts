import { type EntryType, entryTypes, findingTypeNames, HEAD_OFFICE, type ListId } from '@sekisho/contract'
import { createRandom, fictitiousNumber } from '@sekisho/fictitious'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canary, found, foundBelow } from './support/canaries.ts'
import { beginImport, type DrillTenant, importList, ok, openTenant, readList, seatPerson } from './support/house.ts'
import { houseEntries, keysOf, type LogOnDisk, readLogsInUse, untilPublished } from './support/ledger-on-disk.ts'
import { type OperatorAtWork, operatorAtWork } from './support/operator-at-work.ts'
import { newTrial, pause, type Trial, type TrialProcess, until } from './support/trial.ts'

// The whole product under load, and kill -9 at any moment of it. The seed decides who is killed and how long we wait;
// where in its work a process is hit is up to the machine.

const kills = 20
const operators = 6
const contacts = 400
const random = createRandom(20261121)
const name = '嵐山シロチドリ'
const canaries = [
  canary('name', name),
  canary('phone', fictitiousNumber(7, 3)),
  canary('phone', fictitiousNumber(7, 9)),
]

let trial: Trial
let tenant: DrillTenant
let seats: OperatorAtWork[] = []
const begun: ListId[] = []
let logs: LogOnDisk[] = []

function file(rows: number, seed: number): Buffer {
  const lines = Array.from(
    { length: rows },
    (_, row) => `S${seed}-${row},${name},アラシヤマ,${fictitiousNumber(seed, row)},架空市${row}`,
  )
  return Buffer.from(['顧客番号,氏名,フリガナ,電話番号,住所', ...lines, ''].join('\r\n'))
}

/** Notes every entry that is committed, in the transaction that commits it. */
async function noteCommitted(): Promise<void> {
  await trial.sql(`
    create table public.drill_committed (tenant_id uuid, entry_id uuid, primary key (tenant_id, entry_id));
    create function public.drill_note() returns trigger language plpgsql security definer as $$
    begin
      insert into public.drill_committed values (new.tenant_id, new.entry_id) on conflict do nothing;
      return null;
    end $$;
    create trigger drill_note after insert on tenant.entry_queue for each row execute function public.drill_note()`)
}

async function committedEntries(): Promise<{ tenant_id: string; entry_id: string }[]> {
  const { rows } = await trial.sql<{ tenant_id: string; entry_id: string }>(
    'select tenant_id, entry_id from public.drill_committed',
  )
  return rows
}

async function importAgainAndAgain(isOver: () => boolean): Promise<void> {
  for (let seed = 100; !isOver(); seed += 1) {
    await beginImport(tenant, file(3_000, seed))
      .then((listId) => begun.push(listId))
      .catch(() => undefined)
    await pause(500)
  }
}

async function killOne(): Promise<void> {
  const victims: readonly (TrialProcess | 'all')[] = [
    ...(['server', 'server', 'sequencer', 'sequencer', 'keyservice', 'keyservice', 'postgres'] as const),
    'all',
  ]
  const victim = victims[random.below(victims.length)] ?? 'server'
  if (victim === 'all') {
    await untilAllRun()
    await trial.killAll()
    await trial.start({ isDemo: true })
  } else {
    // one that is down already is not killed again
    await trial.kill(victim).catch(() => undefined)
  }
}

/** A kill while nothing works yet would try nothing. */
async function untilItAnswers(): Promise<void> {
  const isUp = () =>
    fetch(`${trial.origin}/api/health`).then(
      ({ ok: isOk }) => isOk,
      () => false,
    )
  await until(isUp, 60_000, 'an answer of the server')
}

async function untilAllRun(): Promise<void> {
  await until(() => trial.pids().then(Boolean, () => false), 60_000, 'all processes')
}

async function count(text: string): Promise<number> {
  const { rows } = await trial.sql<{ count: number }>(text)
  return rows[0]?.count ?? Number.NaN
}

beforeAll(async () => {
  trial = await newTrial()
  await trial.start()
  await noteCommitted()
  tenant = await openTenant(trial, await seatPerson(trial, 'account_manager'))
  expect((await importList(tenant, file(contacts, 7))).rows.accepted).toBe(contacts)
  const { tenantId, campaignId } = tenant
  await ok(tenant.supervisor.browser, 'campaigns.start', { params: { tenantId, campaignId }, body: {} })
  const people = []
  for (let each = 0; each < operators; each += 1) people.push(await seatPerson(trial, 'operator', tenantId))
  await trial.stop()
  await trial.start({ isDemo: true })
  seats = people.map((person, index) => operatorAtWork(trial, tenant, person, createRandom(index)))
  await until(() => seats.some((seat) => seat.shown() > 0), 120_000, 'the first call')
})
afterAll(() => trial.end())

describe(`after ${kills} kills of any process under load`, () => {
  it('the product comes back by itself each time and goes on with its work', async () => {
    let isOver = false
    const importing = importAgainAndAgain(() => isOver)
    for (let kill = 0; kill < kills; kill += 1) {
      await untilItAnswers()
      await pause(random.below(4_000))
      await killOne()
    }
    isOver = true
    await importing
    await untilAllRun()
    const before = seats.reduce((sum, seat) => sum + seat.recorded(), 0)
    await until(() => seats.reduce((sum, seat) => sum + seat.recorded(), 0) > before, 120_000, 'another result')
  }, 600_000)

  it('no operator is stuck: each finishes the call in hand and leaves the desk', async () => {
    const { tenantId, campaignId, supervisor } = tenant
    await ok(supervisor.browser, 'campaigns.stop', { params: { tenantId, campaignId }, body: {} })
    expect(await Promise.all(seats.map((seat) => seat.leave()))).toEqual(seats.map(() => 'away'))
    await until(async () => (await count(`select count(*)::int from tenant.attempts where state <> 'ended'`)) === 0)
    expect(await count(`select count(*)::int from tenant.desks where state not in ('away', 'gone')`)).toBe(0)
    expect(
      await count(
        `select count(*)::int from tenant.leads where state in ('leased', 'dialling', 'connected', 'wrap_up')`,
      ),
    ).toBe(0)
  })

  it('no import is half: each list is there with all its contacts, or failed and left nothing', async () => {
    for (const listId of begun)
      await until(async () => (await readList(tenant, listId)).state !== 'importing', 60_000, 'the end of an import')
    const { rows } = await trial.sql<{ state: string; accepted: number; contacts: number; leads: number }>(
      `select l.state, l.rows_accepted as accepted,
        (select count(*)::int from tenant.contacts c where c.tenant_id = l.tenant_id and c.list_id = l.list_id) as contacts,
        (select count(*)::int from tenant.leads d where d.tenant_id = l.tenant_id and d.list_id = l.list_id) as leads
       from tenant.lists l`,
    )
    expect(rows.length).toBeGreaterThan(begun.length)
    for (const { state, accepted, contacts, leads } of rows) {
      expect(['ready', 'failed']).toContain(state)
      expect([contacts, leads]).toEqual(state === 'ready' ? [accepted, accepted] : [0, 0])
    }
  })

  it('every committed entry has exactly one place, and the published logs verify from their files alone (M-02, M-05)', async () => {
    // what runs enters things by itself: what is committed meanwhile may have its place already, or not yet
    const before = await committedEntries()
    await untilPublished(trial)
    const keys = keysOf(trial)
    logs = await readLogsInUse(trial, keys)
    keys.close()
    const after = await committedEntries()
    expect(logs).toHaveLength(2)
    for (const { tenantId, entries, cosigners } of logs) {
      expect(cosigners).toBe(1)
      const ids = entries.map(({ id }) => id)
      const placed = new Set<string>(ids)
      expect(placed.size).toBe(ids.length)
      const ofTenant = (all: typeof before) =>
        all.filter((each) => each.tenant_id === tenantId).map((each) => each.entry_id)
      expect(ofTenant(before).filter((id) => !placed.has(id))).toEqual([])
      // in the head office's log the sequencer enters by itself, past the queue
      const committed = new Set(ofTenant(after))
      if (tenantId !== HEAD_OFFICE) expect(ids.filter((id) => !committed.has(id))).toEqual([])
      const index = await trial.sql<{ entry_id: string }>(
        // the head office's log goes on growing: each published head is an entry of it
        'select entry_id from tenant.entry_index where tenant_id = $1 and position < $2 order by position',
        [tenantId, ids.length],
      )
      expect(index.rows.map((row) => row.entry_id)).toEqual(ids)
    }
  })

  it('every attempt has one outcome and one opening of its number, and no lead was called twice for one due time', async () => {
    const { rows } = await trial.sql<{ attempt_id: string; disposition: string | null; cause: string | null }>(
      'select attempt_id, disposition, cause from tenant.attempts',
    )
    expect(rows.length).toBeGreaterThan(operators)
    process.stdout.write(
      `kill storm: ${kills} kills, ${rows.length} attempts, ${begun.length} imports, ${logs.map((log) => log.entries.length).join(' + ')} entries\n`,
    )
    const entries = logs.flatMap((log) => log.entries)
    const byAttempt = (type: string) => {
      const counted = new Map<string, number>()
      for (const entry of entries) {
        const attempt = entry.refs?.attempt
        if (entry.type === type && entry.outcome === 'done' && attempt !== undefined)
          counted.set(attempt, (counted.get(attempt) ?? 0) + 1)
      }
      return counted
    }
    const ended = new Map<string, number>()
    for (const { type, refs } of entries)
      if (type === 'attempt.ended' && refs?.attempt !== undefined)
        ended.set(refs.attempt, (ended.get(refs.attempt) ?? 0) + 1)
    const opened = byAttempt('number.unsealed')
    for (const { attempt_id, disposition, cause } of rows) {
      expect([attempt_id, ended.get(attempt_id), opened.get(attempt_id)]).toEqual([attempt_id, 1, 1])
      expect(disposition ?? cause).not.toBeNull()
    }
    expect([...opened.keys()].sort()).toEqual(rows.map((row) => row.attempt_id).sort())
    expect(
      await count(
        `select count(*)::int from (select from tenant.attempts group by tenant_id, lead_id, due_at having count(*) > 1) as twice`,
      ),
    ).toBe(0)
  })

  it('nothing was opened without an entry: the key service spent no position that is not an opening in a log', async () => {
    const keys = keysOf(trial)
    const types: Readonly<Record<string, EntryType>> = entryTypes
    let used = 0
    let openings = 0
    for (const { log, entries } of logs) {
      const positions = entries.flatMap(({ type, outcome }, position) =>
        types[type]?.opens !== undefined && outcome === 'done' ? [position] : [],
      )
      openings += positions.length
      for (let at = 0; at < positions.length; at += 1_000)
        used += (await keys.spent({ log, positions: positions.slice(at, at + 1_000) })).filter(Boolean).length
    }
    const { opened } = await keys.status({})
    // the product's own search for what does not fit together finds nothing among real calls and kills: only the seats,
    // which the drill's administrator wrote past the product
    const findings = findingTypeNames.filter((type) => houseEntries(logs, type).length > 0)
    expect(findings.filter((type) => type !== 'finding.right_without_entry')).toEqual([])
    keys.close()
    expect(opened).toBe(used)
    expect(used).toBeLessThanOrEqual(openings)
    expect(used).toBeGreaterThan(operators)
  })

  it('nothing of the people on the lists was left anywhere by a process that was killed', async () => {
    expect(foundBelow(canaries, trial.dataDir)).toEqual([])
    expect(found(canaries, 'the output of all processes', Buffer.from(trial.output()))).toEqual([])
  })
})
