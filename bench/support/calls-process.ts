import { keyServiceClient } from '@sekisho/vault'
import { DEFAULT_PROFILE, type NetworkProfile, simulatedNetwork, systemClock as networkClock } from '@sekisho/telephony'
import { createDenialLog, createRights, loadPolicySet } from '../../apps/server/src/designations/index.ts'
import { createDesks } from '../../apps/server/src/desk/index.ts'
import { createCallEvents, createCampaignBook, startDialler } from '../../apps/server/src/dialling/index.ts'
import { createDoNotCall, createRefusalEvents } from '../../apps/server/src/do-not-call/index.ts'
import { createStopEvents, createStopSwitches } from '../../apps/server/src/stop-switches/index.ts'
import { createGate } from '../../apps/server/src/gate/index.ts'
import { createIdentity } from '../../apps/server/src/identity/index.ts'
import { connectReceipts, entryWriter } from '../../apps/server/src/ledger/index.ts'
import { createListEvents, createLists, listHandlers } from '../../apps/server/src/lists/index.ts'
import { systemClock } from '../../apps/server/src/platform/clock.ts'
import { readConfig } from '../../apps/server/src/platform/config/index.ts'
import { type DatabaseAddress, openDatabase } from '../../apps/server/src/platform/database/index.ts'
import { accessEvent, createEvents } from '../../apps/server/src/platform/events/index.ts'
import { createApp, registerRoutes } from '../../apps/server/src/platform/http/index.ts'
import { createLog } from '../../apps/server/src/platform/log/index.ts'
import { openSealedObjects } from '../../apps/server/src/platform/sealed-objects/index.ts'
import { registerSockets } from '../../apps/server/src/platform/sockets/index.ts'
import { twoNetworks } from './two-networks.ts'

/** What one server process needs to dial and to seat operators, with a telephone network that behaves as measured. */
export interface CallsProcessSettings {
  readonly database: DatabaseAddress & { user: string; password: string }
  readonly keySocket: string
  readonly sequencerSocket: string
  readonly sealedFolder: string
  readonly perSecond: number
  /** Of calls that are answered, from the first ring to the end. */
  readonly talkMs: number
  /** Where operators' pages connect; null for a process that only dials. */
  readonly port: number | null
}

/** Told to the parent: somebody answered. `at` is on the clock that the machine's processes share. */
export interface Answered {
  readonly kind: 'answered'
  readonly attemptId: string
  readonly at: number
}

const steady = (medianMs: number) => ({ medianMs, sigma: 0 })
const nobodyFails: NetworkProfile = {
  ...DEFAULT_PROFILE,
  ...{ unallocatedShare: 0, wrongNumberShare: 0, machineShare: 0, blockingShare: 0, familyRate: 0, busyRate: 0 },
  ...{ unreachableRate: 0, declineRate: 0, failureRate: 0 },
}
const everyHour = (rate: number) => ({ weekday: Array<number>(24).fill(rate), weekend: Array<number>(24).fill(rate) })

const settings = JSON.parse(process.argv[2] ?? '{}') as CallsProcessSettings
const clock = systemClock
const log = createLog({ level: 'warn' })
const onError = (error: unknown): void => log.error({ err: error }, 'failed')
const database = await openDatabase(settings.database)
const keys = keyServiceClient({ connect: settings.keySocket })
const receipts = connectReceipts(settings.sequencerSocket, clock)
const writer = entryWriter({ keys, receipts, clock })
const access = await createEvents({
  database,
  clock,
  log,
  channel: 'sekisho_access',
  schema: accessEvent,
  tells: 'with_commit',
})
const policies = loadPolicySet()
const rights = createRights({ database, clock, events: access, policies })
const gate = createGate({ database, writer, receipts, keys, authorise: rights.authorise })
const events = await createCallEvents({ database, clock, log })
const talk = { talk: { medianMs: settings.talkMs, sigma: 0.3 }, refusalTalk: { medianMs: settings.talkMs, sigma: 0.3 } }
const trunk = { lines: 10_000, callsPerSecond: 2_000 }
const network = twoNetworks(
  // mobiles answer after two seconds, landlines never
  simulatedNetwork({
    ...{ clock: networkClock(), seed: 1, trunk },
    profile: {
      ...nobodyFails,
      ...talk,
      answerRateByHour: everyHour(9),
      postDialDelay: steady(500),
      answerAfter: { medianMs: 1_500, sigma: 0.4 },
      patience: steady(60_000),
    },
  }).carrier,
  simulatedNetwork({
    ...{ clock: networkClock(), seed: 2, trunk },
    profile: { ...nobodyFails, answerRateByHour: everyHour(0), postDialDelay: { medianMs: 1_000, sigma: 0.3 } },
  }).carrier,
)
network.subscribe((event) => {
  if (event.type !== 'answered') return
  process.send?.({
    kind: 'answered',
    attemptId: event.attemptId,
    at: performance.timeOrigin + performance.now(),
  } satisfies Answered)
})
const callingRules = { wall: { fromMinute: 0, untilMinute: 1440 }, closedDays: new Set<string>() }
const refusals = await createRefusalEvents({ database, clock, log })
const doNotCall = createDoNotCall({ database, writer, events: refusals, onError })
const stopEvents = await createStopEvents({ database, clock, log })
const stops = createStopSwitches({ database, writer, clock, events: stopEvents, onError })
const calls = { database, writer, receipts, gate, doNotCall, stops, clock, events, onError }
if (settings.port !== null) await serve(settings.port)
startDialler({ ...calls, carrier: network, callingRules, lines: { atOnce: 8_000, perSecond: settings.perSecond } })
process.send?.({ kind: 'ready' })
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))

async function serve(port: number): Promise<void> {
  const publicOrigin = `http://localhost:${port}`
  const config = readConfig({
    SEKISHO_PUBLIC_ORIGIN: publicOrigin,
    SEKISHO_LISTEN_PORT: String(port),
    SEKISHO_TRIAL: 'yes',
    SEKISHO_DEMO: 'no',
  })
  const identity = await createIdentity({
    ...{ database, clock, entries: writer, ledger: receipts, keys, events: access, rights, config, onError },
    routeOf: () => 'centre',
  })
  const desks = createDesks({ ...calls, keys, campaigns: createCampaignBook(callingRules) })
  const lists = createLists({
    database,
    writer,
    receipts,
    keys,
    sealed: openSealedObjects(settings.sealedFolder),
    events: await createListEvents({ database, clock, log }),
    calls: calls.events,
    refusals,
    clock,
    log,
  })
  const denials = createDenialLog({ database, entries: writer, clock, policyHash: policies.hash, onError })
  const app = await createApp({ publicOrigin, webRoot: null, log, isProduction: false })
  const door = { publicOrigin, denials, authenticate: identity.sessions.authenticate, authorise: rights.authorise }
  registerRoutes(app, listHandlers(lists), door)
  registerSockets(
    app,
    { desk: desks.socket },
    {
      ...door,
      checkSession: identity.sessions.check,
      noteActivity: identity.sessions.noteActivity,
      ...{ events: access, clock, log },
    },
  )
  await app.listen({ host: '127.0.0.1', port })
}
