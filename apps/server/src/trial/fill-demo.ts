import { ProblemError, problems } from '@sekisho/contract'
import type { ComposedServer } from '../compose.ts'
import { systemActor } from '../platform/actor.ts'
import { sleep } from '../platform/clock.ts'
import { accountManager, people, simulatedPeople, tenantKeys, tenants } from './demo-content.ts'
import { DemoImportError, fillDemoTenant } from './demo-lists.ts'
import { type DemoParties, ensureDemoParties } from './demo-parties.ts'
import { demoHabits, type DemoOperators, type SimulatedSeat, startDemoOperators } from './demo-operators.ts'
import type { OperatorHabits } from './simulated-operators.ts'

export interface ProgressLine {
  readonly japanese: string
  readonly english: string
}

export interface DemoLink {
  readonly label: string
  readonly url: string
}

export interface RunningDemo {
  /** One-click sign-in of each demo person, new with every start. Empty where people have a database of their own. */
  readonly links: readonly DemoLink[]
  /** Resolves when everything is there. */
  readonly filled: Promise<void>
  stop(): Promise<void>
}

const patienceMs = 60_000
const againMs = 500

/**
 * Fills a labelled demo: several clients with tenants, people in their seats, campaigns with imported lists. The links
 * come as soon as the people exist; lists are imported behind them. Everything goes through the services that the pages
 * use, so each step has its entry, and a step that a kill prevented is done at the next start. Then simulated operators
 * go to work where the demo has any.
 *
 * @param habits  how fast they work
 */
export async function fillDemo(
  server: ComposedServer,
  report: (line: ProgressLine) => void,
  habits: OperatorHabits = demoHabits,
): Promise<RunningDemo> {
  if (await hasOwnTenants(server)) return { links: [], filled: Promise.resolve(), stop: () => Promise.resolve() }
  report({ japanese: 'デモの会社と人を確かめています', english: 'Checking the companies and people of the demo' })
  let isStopping = false
  const stopping = (): boolean => isStopping
  const parties = await patiently(server, stopping, () => ensureDemoParties(server))
  const links = await linksOf(server, parties)
  const simulated: DemoOperators[] = []
  const startOperators = (seats: readonly SimulatedSeat[]): void =>
    void simulated.push(startDemoOperators(server, seats, habits))
  const filled = fillTenants(server, parties, stopping, report, startOperators).catch((error: unknown) => {
    if (isStopping) return
    report(incomplete(error))
    if (!(error instanceof DemoImportError)) server.foundation.onError(error)
  })
  return {
    links,
    filled,
    async stop() {
      isStopping = true
      await filled
      await Promise.all(simulated.map((operators) => operators.stop()))
    },
  }
}

/** A trial that was begun empty and is somebody's own by now is never mixed with made-up data. */
async function hasOwnTenants({ foundation }: ComposedServer): Promise<boolean> {
  return foundation.database.transaction(systemActor('launcher'), 'house', async (tx) => {
    const { rowCount } = await tx.client.query(
      `select from house.tenants where not is_demo union all select from house.persons where not is_demo limit 1`,
    )
    return rowCount !== 0
  })
}

async function fillTenants(
  server: ComposedServer,
  parties: DemoParties,
  isStopping: () => boolean,
  report: (line: ProgressLine) => void,
  startOperators: (seats: readonly SimulatedSeat[]) => void,
): Promise<void> {
  for (const key of tenantKeys) {
    if (isStopping()) return
    const onImport = (): void =>
      report({
        japanese: `${tenants[key].name}: 架空の名簿を取り込んでいます (画面はもう使えます)`,
        english: `Importing a fictitious list for the tenant "${key}"; the pages work already`,
      })
    const campaignId = await patiently(server, isStopping, () =>
      fillDemoTenant(server, parties, key, { isStopping, onImport }),
    )
    if (campaignId === null || isStopping()) continue
    const tenantId = parties.tenantIds[key]
    const seats = simulatedPeople(key).flatMap(({ login }) => {
      const personId = parties.personIds.get(login)
      return personId === undefined ? [] : [{ personId, tenantId, campaignId }]
    })
    startOperators(seats)
  }
  report({ japanese: 'デモの用意ができました', english: 'The demo is complete' })
}

/** What people are told; errors that are no one's words go to the log besides. */
function incomplete(error: unknown): ProgressLine {
  const { ja, en } =
    error instanceof DemoImportError ? error : problems[error instanceof ProblemError ? error.code : 'internal']
  return {
    japanese: `デモの用意を途中でやめました。${ja}次の起動で続きから用意します。`,
    english: `The demo is incomplete. ${en} The next start goes on from here`,
  }
}

/** Ledger and key service may need a moment after a start; what was done meanwhile is not done twice. */
async function patiently<Result>(
  { foundation: { clock } }: ComposedServer,
  isStopping: () => boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  const giveUpAt = clock.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const isPassing =
        error instanceof ProblemError &&
        (error.code === 'ledger_unavailable' || error.code === 'key_service_unavailable')
      if (!isPassing || isStopping() || clock.now() > giveUpAt) throw error
      await sleep(clock, againMs)
    }
  }
}

async function linksOf(server: ComposedServer, { personIds, accountManagerId }: DemoParties): Promise<DemoLink[]> {
  const { identity, config, database } = server.foundation
  const { rows } = await database.transaction(systemActor('launcher'), 'house', (tx) =>
    tx.client.query<{ person_id: string }>('select person_id from house.persons where disabled_at is not null'),
  )
  const disabled = new Set(rows.map((row) => row.person_id))
  const labels = [
    ...people.map(({ login, title, name, where }) => ({
      id: personIds.get(login),
      label: `${title} ${name} (${where})`,
    })),
    { id: accountManagerId, label: `アカウント管理者 ${accountManager.name} (本部)` },
  ]
  const links: DemoLink[] = []
  for (const { id, label } of labels) {
    if (id === undefined || disabled.has(id)) continue
    links.push({ label, url: `${config.publicOrigin}/demo#${await identity.newDemoToken(id)}` })
  }
  return links
}
