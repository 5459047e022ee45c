import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EntryView, HEAD_OFFICE, type PersonId } from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres } from '../apps/server/src/platform/embedded-postgres/index.ts'
import { type DeskPage, openDesk, takeSeat } from './support/desk-page.ts'
import {
  type DrillPerson,
  type DrillTenant,
  importList,
  ok,
  openTenant,
  putOnLine,
  seatPerson,
} from './support/house.ts'
import {
  houseEntries,
  keysOf,
  type LogOnDisk,
  readLogs,
  readLogsInUse,
  untilPublished,
} from './support/ledger-on-disk.ts'
import { newTrial, pause, type Trial, until } from './support/trial.ts'

// The database administrator: superuser of PostgreSQL, and through COPY ... TO PROGRAM its uid on the machine.

const isRoot = process.getuid?.() === 0
if (!isRoot)
  process.stdout.write('database-administrator.test.ts: not root, so the test with several uids did not run\n')

const rows = 12
let trial: Trial
let tenant: DrillTenant
let other: DrillTenant
let auditor: DrillPerson
let operator: DrillPerson
let contacts: string[] = []

function file(tag: string): Buffer {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${tag}-${row},${tag}の人${row},ヒト,${fictitiousNumber(tag.length, row)},架空市${row}`,
  )
  return Buffer.from(['顧客番号,氏名,フリガナ,電話番号,住所', ...lines, ''].join('\r\n'))
}

beforeAll(async () => {
  trial = await newTrial()
  await trial.start()
  const manager = await seatPerson(trial, 'account_manager')
  tenant = await openTenant(trial, manager)
  other = await openTenant(trial, manager)
  expect((await importList(tenant, file('甲'))).state).toBe('ready')
  expect((await importList(other, file('乙乙'))).state).toBe('ready')
  auditor = await seatPerson(trial, 'auditor', tenant.tenantId)
  contacts = await contactsOf(tenant)
})
afterAll(() => trial.end())
beforeEach(async () => {
  operator = await seatPerson(trial, 'operator', tenant.tenantId)
})

async function contactsOf({ tenantId }: DrillTenant): Promise<string[]> {
  const found = await trial.sql<{ contact_id: string }>(
    'select contact_id from tenant.contacts where tenant_id = $1 order by row_number',
    [tenantId],
  )
  return found.rows.map((row) => row.contact_id)
}

/** A contact that no test has used yet. */
function nextContact(): string {
  const contact = contacts.shift()
  if (contact === undefined) throw new Error('the list is too short for this drill')
  return contact
}

/** A tab of the operator that has sat down and been told what there is to see. */
async function deskOf(person: DrillPerson): Promise<DeskPage> {
  // the drill before may have killed something
  await until(async () => (await health()).isAvailable, 60_000, 'the ledger')
  const page = await openDesk(trial.origin, person, tenant.tenantId)
  expect(await takeSeat(page, tenant.campaignId)).toBe('ok')
  return page
}

function shownOn(page: DeskPage): string[] {
  return page.last()?.call?.fields.map(({ value }) => value) ?? []
}

async function until503(): Promise<void> {
  await until(async () => !(await health()).isAvailable, 20_000, 'a stop of the ledger')
}

function health(): Promise<{ isAvailable: boolean; keyServiceAgrees: boolean }> {
  return ok(auditor.browser, 'ledger.health', { params: { tenantId: tenant.tenantId } })
}

async function publishedLogs(): Promise<LogOnDisk[]> {
  await untilPublished(trial)
  const keys = keysOf(trial)
  try {
    return await readLogsInUse(trial, keys)
  } finally {
    keys.close()
  }
}

async function ownLog(): Promise<LogOnDisk> {
  const log = (await publishedLogs()).find(({ tenantId }) => tenantId === tenant.tenantId)
  if (log === undefined) throw new Error('the tenant has no log')
  return log
}

/** Waits until the product has entered that the contact of this call was shown without one. */
async function untilFound({ log, entries }: LogOnDisk, attemptId: string): Promise<void> {
  const position = entries.findIndex(({ refs, type }) => refs?.attempt === attemptId && type === 'contact.opened')
  const keys = keysOf(trial)
  const isEntered = async (): Promise<boolean> => {
    // between two checkpoints files are half there
    const logs = await readLogs(trial, keys).catch(() => [])
    return houseEntries(logs, 'finding.opened_without_call').some(
      ({ refs, counts }) => refs?.log === log && counts?.from_position === position,
    )
  }
  await until(isEntered, 60_000, 'the finding')
  keys.close()
}

async function pseudonymOf(personId: PersonId): Promise<string | undefined> {
  const keys = keysOf(trial)
  const [pseudonym] = await keys.pseudonyms({ tenantId: tenant.tenantId, of: [{ kind: 'actor', id: personId }] })
  keys.close()
  return pseudonym
}

describe.runIf(isRoot)('a database administrator on the machine, as PostgreSQL’s uid (K-07, rule 5)', () => {
  it('reads no key, no password, no ledger and no sealed object, and reaches no other process', async () => {
    const pids = await trial.pids()
    const files = ['keys/root.key', 'keys/keystore.json', 'database-passwords.json', 'postgres/superuser-password']
    const folders = [
      'keys',
      'ledger',
      'sealed',
      'run-keyservice',
      'run-witness',
      'run-sequencer',
      'ledger/journal',
      'ledger/logs',
    ]
    const others = [pids.keyservice, pids.sequencer, pids.server]
    const tries = [
      ...files.map((name) => `cat ${trial.dataDir}/${name}`),
      ...folders.map((name) => `ls ${trial.dataDir}/${name}`),
      `stat ${trial.dataDir}/run-keyservice/socket`,
      `stat ${trial.dataDir}/run-witness/socket`,
      `stat ${trial.dataDir}/run-sequencer/socket`,
      ...others.flatMap((pid) => [`cat /proc/${pid}/environ`, `head -c 1 /proc/${pid}/mem`, `ls /proc/${pid}/fd/`]),
      ...others.map((pid) => `kill -9 ${pid}`),
    ]
    const out = join(trial.dataDir, 'tmp', 'administrator')
    for (const attempt of tries) {
      writeFileSync(out, '', { mode: 0o666 })
      rmSync(out)
      await trial.sql(`copy (select 1) to program 'cat > /dev/null; ${attempt} > ${out} 2>&1; echo $? >> ${out}; true'`)
      expect([attempt, readFileSync(out, 'utf8')]).toEqual([
        attempt,
        expect.stringMatching(/(Permission denied|Operation not permitted)\s+[12]\n$/i),
      ])
    }
    rmSync(out)
    expect(await trial.pids()).toEqual(pids)
    await expect(trial.sql(`select pg_read_file('${trial.dataDir}/keys/root.key')`)).rejects.toThrow(/ermission denied/)
    expect(existsSync(join(trial.dataDir, 'keys/root.key'))).toBe(true)
  })
})

describe('a database administrator who invents a live call for a curious operator (K-07, M-01)', () => {
  it('gets the contact opened, by an entry that names the operator and stays whatever he deletes afterwards', async () => {
    const contactId = nextContact()
    const attemptId = await putOnLine(trial, tenant, contactId, operator.personId)
    const page = await deskOf(operator)
    await until(() => shownOn(page).length > 0, 20_000, 'the open contact')
    page.close()
    await untilPublished(trial)
    // every trace in the tables
    const { tenantId } = tenant
    await trial.sql('delete from tenant.entry_subjects where contact_id = $1', [contactId])
    await trial.sql(
      `delete from tenant.entry_index where tenant_id = $1 and convert_from(body, 'utf8')::jsonb #>> '{refs,attempt}' = $2`,
      [tenantId, attemptId],
    )
    await trial.sql('delete from tenant.attempts where attempt_id = $1', [attemptId])
    await trial.sql('delete from tenant.desks where operator_id = $1', [operator.personId])

    const keys = keysOf(trial)
    const log = (await readLogsInUse(trial, keys)).find((each) => each.tenantId === tenantId)
    if (log === undefined) throw new Error('no log')
    const named = log.entries.filter(({ refs, type }) => refs?.attempt === attemptId && type === 'contact.opened')
    expect(named).toMatchObject([
      { outcome: 'done', actor: await pseudonymOf(operator.personId), fields: ['kana', 'name'], route: 'centre' },
    ])
    // no number was ever dialled for such a call: the product finds that by itself
    await untilFound(log, attemptId)
    // whom it was about can still be asked, contact by contact
    const { rows: lists } = await trial.sql<{ list_id: string }>(
      'select list_id from tenant.contacts where contact_id = $1',
      [contactId],
    )
    const about = {
      tenantId,
      entryId: named[0]?.id,
      listId: lists[0]?.list_id,
      commitment: named[0]?.commitments?.subject,
    }
    const check = (contact: string) => keys.checkSubject({ ...about, contactId: contact } as never)
    expect([await check(contactId), await check(nextContact())]).toEqual([true, false])
    keys.close()
    // and the sequencer writes the index anew from the log at its next start
    await trial.kill('sequencer')
    await until(async () => {
      const found = await trial.sql(
        `select from tenant.entry_index where tenant_id = $1 and convert_from(body, 'utf8')::jsonb #>> '{refs,attempt}' = $2`,
        [tenantId, attemptId],
      )
      return found.rowCount === named.length
    })
  })

  it('and puts another person on a real call: the entry commits to whoever was shown', async () => {
    const [dialled, wanted] = [nextContact(), nextContact()]
    const attemptId = await putOnLine(trial, tenant, dialled, operator.personId)
    await trial.sql('update tenant.attempts set contact_id = $2 where attempt_id = $1', [attemptId, wanted])
    const page = await deskOf(operator)
    await until(() => shownOn(page).length > 0, 20_000, 'the open contact')
    page.close()
    const log = await ownLog()
    await untilFound(log, attemptId)
    const entry = log.entries.find(({ refs, type }) => refs?.attempt === attemptId && type === 'contact.opened')
    const { rows: lists } = await trial.sql<{ list_id: string }>(
      'select list_id from tenant.contacts where contact_id = $1',
      [wanted],
    )
    const keys = keysOf(trial)
    const about = {
      tenantId: tenant.tenantId,
      entryId: entry?.id,
      listId: lists[0]?.list_id,
      commitment: entry?.commitments?.subject,
    }
    expect(await keys.checkSubject({ ...about, contactId: wanted } as never)).toBe(true)
    expect(await keys.checkSubject({ ...about, contactId: dialled } as never)).toBe(false)
    keys.close()
  })
})

describe('a database administrator who gives himself a seat (F-08)', () => {
  it('leaves a right that no ledger knows', async () => {
    const manager = await seatPerson(trial, 'account_manager')
    const given = await ok<{ designationId: string }>(manager.browser, 'designations.grant', {
      body: {
        ...{ personId: operator.personId, seat: 'operator', scopeKind: 'tenant', tenantId: other.tenantId },
        ...{ purpose: 'call', basis: '訓練', validFrom: Date.now(), validUntil: Date.now() + 3_600_000 },
      },
    })
    const { rows: written } = await trial.sql<{ designation_id: string }>(
      'select designation_id from house.designations where person_id = $1 and tenant_id = $2',
      [operator.personId, tenant.tenantId],
    )
    const found = async () =>
      houseEntries(await publishedLogs(), 'finding.right_without_entry').map(({ refs }) => String(refs?.designation))
    await until(
      async () => {
        const ids = new Set(await found())
        return written.length > 0 && written.every((row) => ids.has(row.designation_id))
      },
      120_000,
      'the finding',
    )
    expect(await found()).not.toContain(given.designationId)
  })
})

describe('a database administrator who moves sealed data (K-07)', () => {
  it('gets nothing opened from a row into which another contact was copied, and the refusal is entered', async () => {
    const [first, second] = [nextContact(), nextContact()]
    await trial.sql(
      `update tenant.contacts c set sealed = o.sealed from tenant.contacts o
        where (c.contact_id, o.contact_id) in (($1, $2), ($2, $1))`,
      [first, second],
    )
    const before = houseEntries(await publishedLogs(), 'keyservice.refused').length
    await putOnLine(trial, tenant, first, operator.personId)
    const page = await deskOf(operator)
    await until(() => page.received.some((message) => message.includes('key_service_refused')), 20_000, 'a refusal')
    await pause(500)
    expect(shownOn(page)).toEqual([])
    page.close()
    await until(
      async () => houseEntries(await publishedLogs(), 'keyservice.refused').length > before,
      30_000,
      'its entry',
    )
  })

  it('gets nothing opened from another tenant although he switched row-level security off, and it is on again after a start', async () => {
    const tables = await trial.sql<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('house', 'tenant')`,
    )
    for (const { name } of tables.rows)
      await trial.sql(`alter table ${name} disable row level security, no force row level security`)
    const [victim = ''] = await contactsOf(other)
    await putOnLine(trial, other, victim, operator.personId)
    const page = await openDesk(trial.origin, operator, tenant.tenantId)
    await takeSeat(page, tenant.campaignId)
    await pause(2_500)
    expect(page.received.join('\n')).not.toContain('乙乙の人')
    page.close()
    const foreign = await openDesk(trial.origin, operator, other.tenantId).then(
      () => 'let in',
      () => 'refused',
    )
    expect(foreign).toBe('refused')
    await trial.stop()
    await trial.start()
    const open = await trial.sql(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('house', 'tenant') and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`,
    )
    expect(open.rows).toEqual([])
    await trial.sql(`update tenant.attempts set state = 'ended' where tenant_id = $1`, [other.tenantId])
  })
})

describe('a database administrator who takes entries out of the queue (M-02, M-03)', () => {
  it('gets nothing opened, stops the ledger within seconds, and the entries come back when he stops', async () => {
    await trial.sql(`
      create function public.swallow() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger swallow before insert on tenant.entry_queue for each row execute function public.swallow()`)
    const attemptId = await putOnLine(trial, tenant, nextContact(), operator.personId)
    const page = await openDesk(trial.origin, operator, tenant.tenantId)
    await takeSeat(page, tenant.campaignId)
    await until(() => page.received.some((message) => message.includes('ledger_unavailable')), 20_000, 'the problem')
    expect(shownOn(page)).toEqual([])
    await until503()
    await trial.sql('drop trigger swallow on tenant.entry_queue')
    await until(async () => (await health()).isAvailable, 30_000, 'the ledger')
    page.close()
    const logs = await publishedLogs()
    const back = logs.flatMap(({ entries }) => entries).filter(({ refs }) => refs?.attempt === attemptId)
    expect(back.map(({ type }) => type)).toContain('contact.opened')
    await until(async () => {
      const stalled = houseEntries(await publishedLogs(), 'ledger.stalled')
      return stalled.some(({ counts }) => (counts?.rows ?? 0) > 0)
    })
  })
})

describe('a database administrator who rewinds the whole database to an earlier copy (M-03, T-05)', () => {
  /** PostgreSQL alone, with the product stopped. */
  async function alone(work: (client: Client) => Promise<void>): Promise<void> {
    await trial.stop()
    const postgres = await startPostgres({ dataDir: join(trial.dataDir, 'postgres') })
    const client = new Client(postgres.superuser)
    await client.connect()
    await work(client)
    await client.end()
    await postgres.stop()
    await trial.start()
  }

  it('takes no entry back: the ledger goes on and fills its index again, and a spent right stays spent', async () => {
    await alone(async (client) => {
      await client.query('create database earlier template sekisho owner sekisho_owner')
    })
    const attemptId = await putOnLine(trial, tenant, nextContact(), operator.personId)
    const page = await deskOf(operator)
    await until(() => shownOn(page).length > 0, 20_000, 'the open contact')
    page.close()
    // a copy that is younger than what a crash takes cannot be told from one: some seconds later something is entered
    await pause(6_000)
    await ok(auditor.browser, 'ledger.entries', { params: { tenantId: tenant.tenantId }, query: { limit: '1' } })
    const before = await ownLog()
    expect(before.entries.some(({ refs }) => refs?.attempt === attemptId)).toBe(true)
    await alone(async (client) => {
      await client.query('drop database sekisho')
      await client.query('alter database earlier rename to sekisho')
    })
    expect((await trial.sql('select from tenant.attempts where attempt_id = $1', [attemptId])).rowCount).toBe(0)
    const after = await ownLog()
    expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries)
    const position = before.entries.findIndex(
      ({ type, outcome, refs }) => type === 'contact.opened' && outcome === 'done' && refs?.attempt === attemptId,
    )
    const keys = keysOf(trial)
    expect(await keys.spent({ log: after.log, positions: [position] })).toEqual([true])
    keys.close()
    // the entry that says by itself that the database is an earlier copy
    const rewound = houseEntries(await publishedLogs(), 'database.rewound').filter(
      ({ refs }) => refs?.log === after.log,
    )
    expect(rewound).toMatchObject([{ actor_kind: 'sequencer', counts: { rows: expect.any(Number) } }])
    await untilFound(after, attemptId)
    const { entries } = await ok<{ entries: EntryView[] }>(auditor.browser, 'ledger.entries', {
      params: { tenantId: tenant.tenantId },
      query: { type: 'contact.opened', person: operator.personId },
    })
    expect(entries.map((entry) => [entry.position, entry.isProven])).toContainEqual([position, true])
    expect(await health()).toMatchObject({ isAvailable: true, keyServiceAgrees: true })
    expect(
      (await trial.sql('select from tenant.entry_index where tenant_id = $1', [HEAD_OFFICE])).rowCount,
    ).toBeGreaterThan(0)
  })
})
