import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PostgresError, type RunningPostgres, type SuperuserConnection, launcherOf, startPostgres } from './index.ts'
import { prepareBinaries } from './binaries.ts'
import { childrenOf, commandLineOf, identityOf, isUnreaped } from './process-facts.ts'

const launcherFile = join(import.meta.dirname, '../../../../../tests/support/postgres-launcher.ts')

describe('the embedded PostgreSQL', () => {
  let root: string
  let dataDir: string
  const running: RunningPostgres[] = []
  const launchers: ChildProcess[] = []

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sekisho-postgres-'))
    chmodSync(root, 0o711)
    dataDir = join(root, 'data')
  })
  afterEach(async () => {
    for (const launcher of launchers.splice(0)) launcher.kill('SIGKILL')
    for (const postgres of running.splice(0)) await postgres.stop()
    rmSync(root, { recursive: true, force: true })
  })

  async function start(options: Partial<Parameters<typeof startPostgres>[0]> = {}): Promise<RunningPostgres> {
    const postgres = await startPostgres({ dataDir, isThrowAway: true, ...options })
    running.push(postgres)
    return postgres
  }

  async function codeOf(attempt: Promise<unknown>): Promise<string> {
    const error = await attempt.then(
      () => undefined,
      (error: unknown) => error,
    )
    return error instanceof PostgresError ? error.code : `not a PostgresError: ${String(error)}`
  }

  /** A launcher in another process, and the server it started. */
  async function startElsewhere(): Promise<{ launcher: ChildProcess; launcherPid: number; postgresPid: number }> {
    const launcher = spawn(process.execPath, ['--import', 'tsx', launcherFile, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    launchers.push(launcher)
    const postgresPid = await new Promise<number>((resolve, reject) => {
      launcher.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
      launcher.once('exit', (code) => reject(new Error(`launcher ended with ${code}`)))
    })
    return { launcher, launcherPid: launcher.pid ?? 0, postgresPid }
  }

  async function query(connection: SuperuserConnection, text: string, values: unknown[] = []): Promise<unknown[]> {
    const client = new Client(connection)
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows
    } finally {
      await client.end()
    }
  }

  async function gone(pid: number): Promise<void> {
    while (identityOf(pid) !== undefined) await sleep(20)
  }

  it('keeps its data over a stop and a second start', async () => {
    const first = await start()
    await query(first.superuser, 'create table kept as select 42 as answer')
    await first.stop()
    expect(await first.exited).toEqual({ exitCode: 0, signal: null })
    const second = await start()
    expect(second.superuser).toEqual(first.superuser)
    expect(await query(second.superuser, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('uses UTF-8 with the built-in locale, checksums, scram passwords, and no TCP', async () => {
    const { superuser } = await start()
    const rows = await query(
      superuser,
      `select current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
              current_setting('listen_addresses') as listens, d.datlocprovider as provider, d.datlocale as locale,
              (select left(rolpassword, 13) from pg_authid where rolname = current_user) as password
       from pg_database d where datname = current_database()`,
    )
    expect(rows).toEqual([
      { encoding: 'UTF8', checksums: 'on', listens: '', provider: 'b', locale: 'C.UTF-8', password: 'SCRAM-SHA-256' },
    ])
    await expect(query({ ...superuser, password: 'wrong' }, 'select 1')).rejects.toThrow(
      /password authentication failed/,
    )
  })

  it('runs as an unprivileged user that owns the cluster and a private socket folder', async () => {
    const postgres = await start()
    expect(postgres.uid).not.toBe(0)
    expect(statSync(`/proc/${postgres.pid}`).uid).toBe(postgres.uid)
    for (const dir of [join(dataDir, 'cluster'), postgres.socketDir]) {
      expect(statSync(dir).uid).toBe(postgres.uid)
      expect(statSync(dir).mode & 0o777).toBe(0o700)
    }
    expect(statSync(join(dataDir, 'superuser-password')).mode & 0o777).toBe(0o600)
    expect(readFileSync(`/proc/${postgres.pid}/limits`, 'utf8')).toMatch(/Max core file size +0 +0/)
  })

  it('refuses a second launcher while the first one lives, and says which process it is', async () => {
    await start()
    expect(launcherOf(dataDir)).toBe(process.pid)
    const error: unknown = await startPostgres({ dataDir }).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'already_running', subject: String(process.pid) })
  })

  it('has every committed row after kill -9', async () => {
    const first = await start()
    await query(first.superuser, 'create table kept as select generate_series(1, 1000) as n')
    await first.kill9()
    expect(existsSync(join(dataDir, 'cluster/postmaster.pid'))).toBe(true)
    const second = await start()
    expect(await query(second.superuser, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }])
  })

  it('starts although postmaster.pid names a living process that is not PostgreSQL', async () => {
    const first = await start()
    await first.kill9()
    const file = join(dataDir, 'cluster/postmaster.pid')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)))
    const second = await start()
    expect(await query(second.superuser, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('starts although nobody has reaped the process that postmaster.pid names', async () => {
    const first = await start()
    await first.kill9()
    // becomes a process that never looks after its child; the child ends after that, or the shell would look after it
    const careless = spawn('/bin/sh', ['-c', 'cat <&3 >/dev/null & echo $!; exec sleep 60 3<&-'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    })
    launchers.push(careless)
    const { stdout, stdio } = careless
    if (stdout === null) throw new Error('nothing to read its child from')
    const pid = Number(String((await once(stdout, 'data'))[0]))
    while (readFileSync(`/proc/${careless.pid}/comm`, 'utf8') !== 'sleep\n') await sleep(10)
    stdio[3]?.destroy()
    while (!isUnreaped(pid)) await sleep(10)
    for (const name of ['cluster/postmaster.pid', 'run/.s.PGSQL.5432.lock']) {
      const file = join(dataDir, name)
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(pid)))
    }
    const second = await start()
    expect(await query(second.superuser, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('ends when its launcher is killed with -9', async () => {
    const { launcher, postgresPid } = await startElsewhere()
    expect(identityOf(postgresPid)).toBeDefined()
    launcher.kill('SIGKILL')
    await gone(postgresPid)
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toMatch(/database system is shut down/)
  })

  it('takes over from a launcher that was killed together with its watchdog', async () => {
    const { launcher, launcherPid, postgresPid } = await startElsewhere()
    const watchdogs = childrenOf(launcherPid).filter((pid) => commandLineOf(pid).includes('sekisho-postgres-watchdog'))
    expect(watchdogs).toHaveLength(1)
    for (const pid of watchdogs) process.kill(pid, 'SIGKILL')
    launcher.kill('SIGKILL')
    await gone(launcherPid)
    expect(identityOf(postgresPid)).toBeDefined()
    const second = await start()
    expect(identityOf(postgresPid)).toBeUndefined()
    expect(second.pid).not.toBe(postgresPid)
  })

  it('removes what an interrupted first start left behind', async () => {
    mkdirSync(join(dataDir, 'partial-cluster-0123'), { recursive: true })
    writeFileSync(join(dataDir, 'partial-password-0123'), 'secret')
    await start()
    expect(existsSync(join(dataDir, 'partial-cluster-0123'))).toBe(false)
    expect(existsSync(join(dataDir, 'partial-password-0123'))).toBe(false)
  })

  it('listens on 127.0.0.1 when asked, and says which port is taken', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const port = (blocker.address() as AddressInfo).port
    const error: unknown = await startPostgres({ dataDir, isThrowAway: true, tcpPort: port }).catch(
      (error: unknown) => error,
    )
    expect(error).toMatchObject({ code: 'port_taken', subject: String(port) })
    await new Promise((resolve) => blocker.close(resolve))
    const postgres = await start({ tcpPort: port })
    expect(await query({ ...postgres.superuser, host: '127.0.0.1' }, 'select 1 as one')).toEqual([{ one: 1 }])
    await expect(query({ ...postgres.superuser, host: '127.0.0.1', password: 'wrong' }, 'select 1')).rejects.toThrow(
      /password/,
    )
  })

  it('passes through a 0700 folder only for its owner: root is told to choose another place', async () => {
    chmodSync(root, 0o700)
    if (process.getuid?.() === 0) expect(await codeOf(startPostgres({ dataDir }))).toBe('path_not_traversable')
    else expect(await query((await start()).superuser, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('names a library that is missing', async () => {
    const binaries = prepareBinaries(join(root, 'binaries'))
    rmSync(join(binaries.libraryDir, 'libicuuc.so.60'))
    const error: unknown = await startPostgres({ dataDir, binariesDir: join(root, 'binaries') }).catch(
      (error: unknown) => error,
    )
    expect(error).toMatchObject({ code: 'library_missing', subject: 'libicuuc.so.60' })
    expect(existsSync(join(dataDir, 'cluster'))).toBe(false)
  })

  it('refuses data of another major version', async () => {
    mkdirSync(join(dataDir, 'cluster'), { recursive: true })
    writeFileSync(join(dataDir, 'cluster/PG_VERSION'), '16\n')
    writeFileSync(join(dataDir, 'superuser-password'), 'x')
    expect(await codeOf(startPostgres({ dataDir }))).toBe('version_differs')
    expect(launcherOf(dataDir)).toBeUndefined()
  })

  it('writes no statement, parameter, row or key to its log, not even in errors (rule 9)', async () => {
    const postgres = await start({
      settings: { log_statement: 'all', log_min_messages: 'debug1', log_error_verbosity: 'verbose' },
    })
    const canary = '架空花子09000000000'
    await query(postgres.superuser, 'create table person (name text primary key, age int check (age >= 0))')
    await query(postgres.superuser, 'insert into person values ($1, 30)', [canary])
    const mistakes: readonly [string, unknown[]][] = [
      ['insert into person values ($1, 31)', [canary]],
      ['insert into person values ($1, -1)', [`${canary}2`]],
      ['select $1::int', [canary]],
      [`select '${canary}'::int`, []],
      [`select '${canary}' from nowhere`, []],
      [`selec '${canary}'`, []],
      [`do $$ begin raise warning '${canary}'; raise exception '${canary}'; end $$`, []],
    ]
    for (const [text, values] of mistakes) await expect(query(postgres.superuser, text, values)).rejects.toThrow(/./)
    await expect(query(postgres.superuser, 'select $1::int', [canary])).rejects.toThrow(canary)
    await postgres.stop()
    const log = readFileSync(postgres.logFile, 'utf8')
    expect(log).toMatch(/ready to accept connections/)
    expect(log).not.toContain(canary)
    expect(log).not.toMatch(/person|statement|select/i)
  })

  it('does not write the words of a query whose process crashes (rule 9)', async () => {
    const postgres = await start()
    const client = new Client(postgres.superuser)
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const sleeping = client.query("select pg_sleep(60), '架空太郎' as name").catch(() => undefined)
    const pid = rows[0]?.pid ?? 0
    const isRunning = `select 1 as one from pg_stat_activity where pid = ${pid} and state = 'active' and query ~ 'pg_sleep'`
    while ((await query(postgres.superuser, isRunning)).length === 0) await sleep(20)
    process.kill(pid, 'SIGSEGV')
    await sleeping
    await postgres.stop()
    const log = readFileSync(postgres.logFile, 'utf8')
    expect(log).toMatch(/terminated by signal 11/)
    expect(log).not.toMatch(/架空太郎|pg_sleep/)
  })
})
