import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { EntryView } from '@sekisho/contract'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../apps/server/src/platform/new-id.ts'
import { testBrowser } from '../apps/server/src/test-product.ts'
import { canary, found, foundBelow } from './support/canaries.ts'
import { type DeskPage, openDesk, takeSeat } from './support/desk-page.ts'
import { type DrillPerson, type DrillTenant, importList, openTenant, putOnLine, seatPerson } from './support/house.ts'
import { newTrial, type Trial, until } from './support/trial.ts'

// Architecture rule 9: personal data of one file, one call, one search and one refused sign-in, looked for everywhere.
// 0900... is a range of the numbering plan that is assigned to nobody.

const person = {
  name: '雲雀丘カナリヤ実',
  kana: 'ヒバリガオカカナリヤミ',
  customer: 'KNR-60417-Z',
  address: '金糸雀県鳥籠市囀町八十八番地',
  phone: '09007391846',
}
/** What a supervisor types into a refused row. */
const typed = { name: '訂正ヶ丘カナリヤ子', phone: '090-07-KNR-7741' }
const login = 'kanariya.no.login-58'
const password = 'kanariya-no-aikotoba-93517'

const screen = [canary('name', person.name), canary('kana', person.kana)]
const elsewhere = [
  canary('customer number', person.customer),
  canary('address', person.address),
  canary('phone', person.phone),
  canary('phone in E.164', '+819007391846'),
  canary('phone as written', '090-0739-1846'),
  canary('typed name', typed.name),
  canary('typed phone', typed.phone),
  canary('login', login),
  canary('password', password),
]
const everything = [...screen, ...elsewhere]

const file = iconv.encode(
  [
    '顧客番号,氏名,フリガナ,電話番号,住所',
    `${person.customer},${person.name},${person.kana},090-0739-1846,${person.address}`,
    // refused: its reason must not quote it
    `B2,${person.name},ダレカ,090-07${person.customer},${person.address}`,
    '',
  ].join('\r\n'),
  'cp932',
)

let trial: Trial
let tenant: DrillTenant
let operator: DrillPerson
let auditor: DrillPerson
let page: DeskPage
const answers: string[] = []

/** Keeps every answer, status, headers and body, for the search. */
function overheard(somebody: DrillPerson): DrillPerson {
  const { browser } = somebody
  return {
    ...somebody,
    browser: {
      ...browser,
      async call(name, parts) {
        const answer = await browser.call(name, parts)
        answers.push(JSON.stringify([name, answer.status, [...answer.headers], answer.body]))
        return answer
      },
    },
  }
}

/** Everything that stays on the machine, and all that was said, but for the one screen. */
async function places(): Promise<string[]> {
  await trial.sql('checkpoint')
  return [
    ...found(everything, 'the tables', await tables()),
    ...foundBelow(everything, trial.dataDir),
    ...found(everything, 'the output of all processes', Buffer.from(trial.output())),
    ...found(everything, 'the answers over HTTP', Buffer.from(answers.join('\n'))),
  ]
}

/** Long values rest compressed in the files, so the rows are searched as a database administrator reads them, too. */
async function tables(): Promise<Buffer> {
  const { rows } = await trial.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('house', 'tenant', 'public')`,
  )
  const texts: string[] = []
  for (const { name } of rows) {
    const content = await trial.sql<{ text: string | null }>(
      `select string_agg(t::text, E'\\n') as text from ${name} t`,
    )
    texts.push(content.rows[0]?.text ?? '')
  }
  return Buffer.from(texts.join('\n'))
}

beforeAll(async () => {
  trial = await newTrial()
  await trial.start()
  await trial.sql('alter system set wal_compression to off')
  await trial.sql('select pg_reload_conf()')
  const manager = overheard(await seatPerson(trial, 'account_manager'))
  tenant = await openTenant(trial, manager)
  tenant = { ...tenant, supervisor: overheard(tenant.supervisor) }
  operator = overheard(await seatPerson(trial, 'operator', tenant.tenantId))
  auditor = overheard(await seatPerson(trial, 'auditor', tenant.tenantId))
})
afterAll(() => trial.end())

describe('clear personal data on its way through the product (architecture rule 9)', () => {
  it('is found by this search when it is there', () => {
    expect(found(everything, 'the file', file)).toEqual([
      'name in the file',
      'kana in the file',
      'customer number in the file',
      'address in the file',
      'phone as written in the file',
    ])
    expect(found(screen, 'UTF-16', Buffer.from(`x${person.name}`, 'utf16le'))).toEqual(['name in UTF-16'])
  })

  it('reaches what PostgreSQL keeps: its data files, its write-ahead log and its tables', async () => {
    const control = canary('control', '対照ヶ丘の値 31-7')
    await trial.sql('insert into house.sites (site_id, name) values ($1, $2)', [newId(), '対照ヶ丘の値 31-7'])
    await trial.sql('checkpoint')
    const where = foundBelow([control], trial.dataDir)
    expect(where).toContainEqual(expect.stringContaining('/pg_wal/'))
    expect(where).toContainEqual(expect.stringContaining('/base/'))
    expect(found([control], 'the tables', await tables())).toEqual(['control in the tables'])
  })

  it('stays nowhere after the upload, preview and import of a file', async () => {
    const list = await importList(tenant, file)
    expect(list.rows).toEqual({ total: 2, accepted: 1, refused: 1, duplicate: 0, doNotCall: 0 })
    const params = { tenantId: tenant.tenantId, listId: list.listId }
    expect((await tenant.supervisor.browser.call('lists.refusedRows', { params })).status).toBe(200)
    expect((await tenant.supervisor.browser.call('campaigns.list', { params })).status).toBe(200)
    expect(await places()).toEqual([])
  })

  it('stays nowhere after a refused row was opened, typed anew, refused again and set aside', async () => {
    const { browser } = tenant.supervisor
    const { body } = await browser.call('lists.list', { params: { tenantId: tenant.tenantId } })
    const [list] = (body as { lists: { listId: string }[] }).lists
    const row = { params: { tenantId: tenant.tenantId, listId: list?.listId ?? '', rowNumber: '3' } }
    const opened = await browser.call('refusedRows.open', { ...row, body: {} })
    expect(opened.body).toMatchObject({ outcome: 'opened', values: { name: person.name, address: person.address } })
    // that answer is the one screen
    answers.pop()
    const changes = { name: typed.name, phone_1: typed.phone }
    const again = await browser.call('refusedRows.correct', { ...row, body: { changes } })
    expect(again.body).toMatchObject({ outcome: 'refused' })
    expect(await places()).toEqual([])
    const aside = await browser.call('refusedRows.setAside', { ...row, body: { ground: 'cannot_be_known' } })
    expect(aside.body).toEqual({ outcome: 'set_aside' })
    expect(await places()).toEqual([])
  })

  it('stands on the one screen of the operator whose call it is, and stays nowhere', async () => {
    const { rows } = await trial.sql<{ contact_id: string }>('select contact_id from tenant.contacts')
    page = await openDesk(trial.origin, operator, tenant.tenantId)
    await putOnLine(trial, tenant, rows[0]?.contact_id ?? '', operator.personId)
    expect(await takeSeat(page, tenant.campaignId)).toBe('ok')
    await until(() => (page.last()?.call?.fields.length ?? 0) > 0, 20_000, 'the open contact')
    expect(page.last()?.call?.fields).toEqual([
      { field: 'name', label: '氏名', value: person.name },
      { field: 'kana', label: 'カナ', value: person.kana },
    ])
    expect(found(elsewhere, 'the screen', Buffer.from(page.received.join('\n')))).toEqual([])
    expect(await places()).toEqual([])
  })

  it('stays nowhere after the result of the call, with a memo that names the person', async () => {
    const attemptId = page.last()?.call?.attemptId
    if (attemptId === undefined) throw new Error('no call in hand')
    const memo = `${person.name}様 ${person.address}`
    const then = 'break'
    expect(await page.ask({ type: 'record', attemptId, disposition: '11', memo, then })).toBe('ok')
    page.close()
    expect(await places()).toEqual([])
  })

  it('stays nowhere after a search for a customer by telephone number', async () => {
    const { status, body } = await auditor.browser.call('ledger.entriesOfContact', {
      params: { tenantId: tenant.tenantId },
      body: { kind: 'phone', value: '090-0739-1846' },
    })
    expect(status).toBe(200)
    const { contacts, entries } = body as { contacts: number; entries: EntryView[] }
    expect(contacts).toBe(1)
    expect(entries.map(({ type }) => type)).toContain('contact.opened')
    expect(await places()).toEqual([])
  })

  it('stays nowhere after a sign-in that was refused, and after requests that are wrong', async () => {
    const stranger = overheard({ ...operator, browser: testBrowser(trial.origin) })
    const refused = await stranger.browser.call('signIn.password', { body: { login, password } })
    expect(refused.status).toBe(401)
    const { browser } = tenant.supervisor
    const params = { tenantId: tenant.tenantId }
    const wrong = { body: { [person.name]: person.phone, name: person.address }, params }
    expect((await browser.call('campaigns.create', wrong)).status).toBe(400)
    const cutOff = { params, query: { bytes: '99999' }, body: file }
    expect((await browser.call('uploads.create', cutOff)).status).toBe(400)
    const unreadable = iconv.encode(`氏名,電話番号\r\n"${person.name},${person.phone}\r\n`, 'cp932')
    const query = { bytes: String(unreadable.length) }
    const upload = await browser.call('uploads.create', { params, query, body: unreadable })
    const { uploadId } = upload.body as { uploadId: string }
    await browser.call('uploads.inspect', { params: { ...params, uploadId }, body: {} })
    expect(await places()).toEqual([])
  })

  it('stays nowhere in what is left when everything is killed in the middle of an import', async () => {
    const many = Array.from({ length: 20_000 }, (_, row) =>
      [`${person.customer}${row}`, person.name, person.kana, '', person.address].join(','),
    )
    const bytes = iconv.encode(['顧客番号,氏名,フリガナ,電話番号,住所', ...many, ''].join('\r\n'), 'cp932')
    const importing = importList(tenant, bytes).catch(() => undefined)
    await until(async () => (await trial.sql(`select from tenant.lists where state = 'importing'`)).rowCount === 1)
    await trial.killAll()
    await importing
    expect(foundBelow(everything, trial.dataDir)).toEqual([])
    await trial.start()
    expect(await places()).toEqual([])
  })
})

describe('the processes of a trial', () => {
  it('leave no core dump behind, which would hold clear data or keys', async () => {
    const pids = Object.values(await trial.pids())
    const children = pids.flatMap((pid) =>
      readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    for (const pid of [...pids, ...children])
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size\s+0\s+0\s/)
  })

  it('listen to one port of this machine alone, and show no password in their arguments', async () => {
    const pids = await trial.pids()
    expect(Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, listening(pid)]))).toEqual({
      postgres: [],
      keyservice: [],
      sequencer: [],
      server: [`127.0.0.1:${new URL(trial.origin).port}`],
    })
    const secrets = JSON.parse(readFileSync(join(trial.dataDir, 'database-passwords.json'), 'utf8')) as object
    const wanted = Object.entries(secrets).map(([role, secret]) => canary(role, String(secret)))
    for (const [name, pid] of Object.entries(pids))
      expect(found(wanted, name, readFileSync(`/proc/${pid}/cmdline`))).toEqual([])
  })
})

/** TCP addresses on which a process listens, from the kernel's tables (proc(5)). */
function listening(pid: number): string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    }),
  )
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
        if (state !== '0A' || !own.has(inode)) return []
        const [address = '', port = ''] = local.split(':')
        return [`${address === '0100007F' ? '127.0.0.1' : address}:${Number.parseInt(port, 16)}`]
      }),
  )
}
