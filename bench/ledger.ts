import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CompanyId, type EntryId, HEAD_OFFICE, type TenantId } from '@sekisho/contract'
import { type KeyServiceClient, keyServiceClient } from '@sekisho/vault'
import pg from 'pg'
import { connectReceipts, entryWriter, type Receipts } from '../apps/server/src/ledger/index.ts'
import { systemActor } from '../apps/server/src/platform/actor.ts'
import { systemClock } from '../apps/server/src/platform/clock.ts'
import { openDatabase, provision } from '../apps/server/src/platform/database/index.ts'
import { startPostgres } from '../apps/server/src/platform/embedded-postgres/index.ts'
import { cpuMs } from './support/process-tree.ts'

const projectDir = dirname(fileURLToPath(new URL('.', import.meta.url)))
const fromSource = ['--conditions=source', '--import', import.meta.resolve('tsx')]
const database = 'sekisho'
const passwords = { owner: randomUUID(), app: randomUUID(), sequencer: randomUUID() }
const tenantCount = 4
const measureMs = 10_000
const warmMs = 2_000

/**
 * How fast entries get their receipts: from the commit of a transaction with one entry to its receipt in the server, at
 * a given rate of independent transactions, over four tenants. Everything is durable: PostgreSQL syncs each commit, the
 * journal each batch, the key service each head. Saturation is twelve connections that begin again at once.
 */
export async function run(): Promise<{ figures: Record<string, number> }> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-bench-ledger-'))
  // PostgreSQL's own user passes through
  chmodSync(folder, 0o711)
  const children: ChildProcess[] = []
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') })
  try {
    await provision(postgres.superuser, database, passwords)
    const address = { host: postgres.socketDir, port: postgres.port, database }
    const sockets = {
      keys: join(folder, 'keys.sock'),
      witness: join(folder, 'witness.sock'),
      sequencer: join(folder, 'sequencer.sock'),
    }
    children.push(
      start('apps/keyservice/src/main.ts', {
        SEKISHO_KEYSERVICE_DATA: join(folder, 'keys'),
        SEKISHO_KEYSERVICE_SOCKET: sockets.keys,
        SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: sockets.witness,
      }),
    )
    const keys = keyServiceClient({ connect: sockets.keys })
    await until(() =>
      keys.status({}).then(
        () => true,
        () => false,
      ),
    )
    const superuser = new pg.Client({ ...postgres.superuser, database })
    await superuser.connect()
    const tenants: TenantId[] = []
    await addLog(superuser, keys, HEAD_OFFICE)
    for (let count = 0; count < tenantCount; count += 1) {
      const tenantId = randomUUID() as TenantId
      await addLog(superuser, keys, tenantId)
      tenants.push(tenantId)
    }
    const sequencer = start('apps/server/src/sequencer-main.ts', {
      SEKISHO_DB: JSON.stringify({ ...address, user: 'sekisho_sequencer', password: passwords.sequencer }),
      SEKISHO_KEYSERVICE_SEQUENCER_SOCKET: sockets.witness,
      SEKISHO_SEQUENCER_SOCKET: sockets.sequencer,
      SEKISHO_LEDGER_FOLDER: join(folder, 'ledger'),
    })
    children.push(sequencer)
    const receipts = connectReceipts(sockets.sequencer, systemClock)
    await until(() => Promise.resolve(receipts.state().isAvailable))
    const app = await openDatabase({ ...address, user: 'sekisho_app', password: passwords.app })
    const writer = entryWriter({ keys, receipts, clock: systemClock })
    const actor = systemActor('scheduler')
    let turn = 0
    const enter = async (): Promise<number> => {
      turn += 1
      const tenantId = tenants[turn % tenants.length] as TenantId
      const entryId: EntryId = await app.transaction(actor, tenantId, (tx) =>
        writer.enter(tx, { type: 'floor.watched', purpose: 'supervision' }),
      )
      const committedAt = performance.now()
      await receipts.await(tenantId, entryId)
      return performance.now() - committedAt
    }
    const figures: Record<string, number> = {}
    for (const rate of [100, 1_000]) {
      const { latencies, perSecond, cpuPercent, refused } = await atRate(rate, enter, sequencer.pid ?? 0)
      figures[`at${rate}PerSecond`] = perSecond
      figures[`at${rate}P50Ms`] = percentile(latencies, 0.5)
      figures[`at${rate}P99Ms`] = percentile(latencies, 0.99)
      figures[`at${rate}Refused`] = refused
      figures[`at${rate}SequencerCpuPercent`] = cpuPercent
    }
    const { latencies, perSecond, cpuPercent, refused } = await saturated(enter, sequencer.pid ?? 0)
    figures.saturatedPerSecond = perSecond
    figures.saturatedP50Ms = percentile(latencies, 0.5)
    figures.saturatedP99Ms = percentile(latencies, 0.99)
    figures.saturatedRefused = refused
    figures.saturatedSequencerCpuPercent = cpuPercent
    figures.bulkPerSecond = await bulk(app, writer, receipts, tenants)
    receipts.close()
    keys.close()
    await app.close()
    await superuser.end()
    return { figures }
  } finally {
    for (const child of children.reverse()) {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
    }
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function start(program: string, env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [...fromSource, join(projectDir, program)], {
    // the pipe ends them with this process, however that ends
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env.PATH, SEKISHO_PARENT_PIPE: '1', ...env },
  })
}

async function addLog(superuser: pg.Client, keys: KeyServiceClient, tenantId: TenantId): Promise<void> {
  const clientId = randomUUID() as CompanyId
  const logId = randomBytes(16).toString('hex')
  const origin = `localhost/${logId}`
  await keys.ensureClient({ clientId })
  await keys.ensureTenant({ tenantId, clientId })
  const { verifierKey } = await keys.ensureLog({ logId, tenantId, origin })
  await superuser.query('insert into house.logs (log_id, tenant_id, origin, verifier_key) values ($1, $2, $3, $4)', [
    logId,
    tenantId,
    origin,
    verifierKey,
  ])
}

interface Measured {
  readonly latencies: number[]
  readonly perSecond: number
  readonly cpuPercent: number
  readonly refused: number
}

/** Begins an entry at its time whether or not the ones before are through, so that waiting is not left out. */
async function atRate(rate: number, enter: () => Promise<number>, pid: number): Promise<Measured> {
  const latencies: number[] = []
  let refused = 0
  const pending = new Set<Promise<void>>()
  const began = performance.now()
  let cpuAt = 0
  let countedFrom = 0
  for (let begun = 0; ; ) {
    const elapsed = performance.now() - began
    if (countedFrom === 0 && elapsed > warmMs) {
      countedFrom = performance.now()
      cpuAt = cpuMs([pid])
    }
    if (elapsed > warmMs + measureMs) break
    for (; begun < (elapsed * rate) / 1_000; begun += 1) {
      const isCounted = countedFrom !== 0
      const one: Promise<void> = enter()
        .then(
          (ms) => {
            if (isCounted) latencies.push(ms)
          },
          () => {
            // the ledger was too late and the writer refused: that is a figure, too
            refused += 1
          },
        )
        .finally(() => pending.delete(one))
      pending.add(one)
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(pending)
  const seconds = (performance.now() - countedFrom) / 1_000
  return {
    latencies,
    perSecond: latencies.length / seconds,
    cpuPercent: (cpuMs([pid]) - cpuAt) / seconds / 10,
    refused,
  }
}

async function saturated(enter: () => Promise<number>, pid: number): Promise<Measured> {
  const latencies: number[] = []
  let refused = 0
  const until = performance.now() + measureMs
  const began = performance.now()
  const cpuAt = cpuMs([pid])
  // a receipt does not hold a connection: more callers than connections keep all of them busy
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (performance.now() < until)
        await enter().then(
          (ms) => latencies.push(ms),
          () => {
            refused += 1
          },
        )
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  return {
    latencies,
    perSecond: latencies.length / seconds,
    cpuPercent: (cpuMs([pid]) - cpuAt) / seconds / 10,
    refused,
  }
}

/** Transactions of a hundred entries: what the sequencer itself takes when commits are not what limits it. */
async function bulk(
  app: Awaited<ReturnType<typeof openDatabase>>,
  writer: ReturnType<typeof entryWriter>,
  receipts: Receipts,
  tenants: readonly TenantId[],
): Promise<number> {
  const until = performance.now() + measureMs
  const began = performance.now()
  let count = 0
  await Promise.all(
    tenants.map(async (tenantId) => {
      while (performance.now() < until) {
        const last = await app.transaction(systemActor('scheduler'), tenantId, async (tx) => {
          let made: EntryId | undefined
          for (let each = 0; each < 100; each += 1)
            made = await writer.enter(tx, { type: 'floor.watched', purpose: 'supervision' })
          return made
        })
        if (last !== undefined) await receipts.await(tenantId, last)
        count += 100
      }
    }),
  )
  return count / ((performance.now() - began) / 1_000)
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
}
