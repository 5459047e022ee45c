import { randomInt } from 'node:crypto'
import { HEAD_OFFICE } from '@sekisho/contract'
import { type SimulatedNetwork, simulatedNetwork } from '@sekisho/telephony'
import { type KeyServiceClient, keyServiceClient } from '@sekisho/vault'
import type { FastifyInstance } from 'fastify'
import { callInHandlers, createOwnNumbers, type OwnNumbers } from './call-ins/index.ts'
import { calendarHandlers, createCalendar, createCallingCalendar } from './calendar/index.ts'
import {
  abandonmentHandlers,
  campaignHandlers,
  type Campaigns,
  createAbandonmentAccounts,
  createCampaigns,
} from './campaigns/index.ts'
import { correctionHandlers } from './corrections/index.ts'
import {
  createDenialLog,
  createRights,
  designationHandlers,
  loadPolicySet,
  recordPolicySet,
  type Rights,
} from './designations/index.ts'
import { createDesks, createFloors, type Desks, deskHandlers, memoHandlers } from './desk/index.ts'
import { type CallingRuleChanges, createCallEvents, createCampaignBook, startDialler } from './dialling/index.ts'
import { createDoNotCall, createRefusalEvents, doNotCallHandlers } from './do-not-call/index.ts'
import { createFaq, faqHandlers } from './faq/index.ts'
import { createGate, type Gate } from './gate/index.ts'
import { createHands, handHandlers, tidyHands } from './hands/index.ts'
import { createHeldLeads, heldLeadHandlers } from './held-leads/index.ts'
import { assignmentHandlers, createAssignments } from './assignments/index.ts'
import { createNotices, noticeHandlers, type Notices } from './notices/index.ts'
import { createIdentity, type Identity } from './identity/index.ts'
import {
  connectReceipts,
  createLedgerFindings,
  createLedgerReader,
  findingHandlers,
  ledgerHandlers,
  watchLedger,
  type EntryWriter,
  entryWriter,
  type Receipts,
  systemPolicyHash,
  systemPolicyText,
} from './ledger/index.ts'
import { listSheetHandlers } from './list-sheets/index.ts'
import {
  createListEvents,
  createLists,
  listHandlers,
  type Lists,
  listsSocket,
  refusedRowHandlers,
} from './lists/index.ts'
import { createParties, type Parties, partyHandlers } from './parties/index.ts'
import { createPromises, promiseHandlers, releaseAbsent } from './promises/index.ts'
import { createReports, reportHandlers } from './reports/index.ts'
import { createShadows, playShadows, shadowHandlers } from './shadows/index.ts'
import {
  createHouseStops,
  createMunicipalityStops,
  createStopEvents,
  createStopSwitches,
  stopSwitchHandlers,
} from './stop-switches/index.ts'
import { createTickets, ticketHandlers } from './tickets/index.ts'
import { callOrderHandlers, createCallOrderPage } from './call-order/index.ts'
import { createWaiting, waitingHandlers } from './waiting/index.ts'
import { createWhatIf, whatIfHandlers } from './what-if/index.ts'
import { systemActor } from './platform/actor.ts'
import { type Clock, type MonotonicClock, systemClock } from './platform/clock.ts'
import type { ServerConfig } from './platform/config/index.ts'
import { type Database, type DatabaseAddress, openDatabase, tenantOf } from './platform/database/index.ts'
import { type AccessEvents, accessEvent, createEvents } from './platform/events/index.ts'
import {
  createApp,
  type DenialLog,
  registerRoutes,
  type RouteDependencies,
  type RouteHandlers,
} from './platform/http/index.ts'
import type { Log } from './platform/log/index.ts'
import { openSealedObjects } from './platform/sealed-objects/index.ts'
import { registerSockets, type SocketHandlers, type SocketHub } from './platform/sockets/index.ts'
import { demoCallingRules, demoNetworkProfiles } from './trial/demo-calling.ts'

/** Where the parts are that run beside the server. */
export interface Surroundings {
  readonly database: DatabaseAddress & { user: string; password: string }
  readonly keyServiceSocket: string
  readonly sequencerSocket: string
  readonly sealedFolder: string
}

/** What every slice is made of. */
export interface Foundation {
  readonly config: ServerConfig
  readonly surroundings: Surroundings
  readonly clock: MonotonicClock
  readonly log: Log
  readonly database: Database
  readonly keys: KeyServiceClient
  readonly receipts: Receipts
  readonly writer: EntryWriter
  readonly events: AccessEvents
  readonly rights: Rights
  readonly gate: Gate
  readonly denials: DenialLog
  readonly identity: Identity
  readonly parties: Parties
  onError(error: unknown): void
}

export interface ComposedServer {
  readonly foundation: Foundation
  readonly slices: {
    readonly campaigns: Campaigns
    readonly lists: Lists
    readonly desks: Desks
    readonly ownNumbers: OwnNumbers
    readonly notices: Notices
  }
  /** The embedded telephone network: no real telephone rings. */
  readonly network: SimulatedNetwork
  readonly app: FastifyInstance
  readonly sockets: SocketHub
  stop(): Promise<void>
}

/** Everything below the slices, and the slices that the others stand on. */
export async function layFoundation(
  config: ServerConfig,
  surroundings: Surroundings,
  log: Log,
  clock: MonotonicClock = systemClock,
): Promise<Foundation> {
  const onError = (error: unknown): void => log.error({ err: error }, 'failed in the background')
  const database = await openDatabase(surroundings.database)
  const keys = keyServiceClient({ connect: surroundings.keyServiceSocket })
  const receipts = connectReceipts(surroundings.sequencerSocket, clock)
  const writer = entryWriter({ keys, receipts, clock })
  const policies = loadPolicySet()
  const gaps = new Set<() => void>()
  const events = await createEvents({
    database,
    clock,
    log,
    channel: 'sekisho_access',
    schema: accessEvent,
    tells: 'with_commit',
    onGap: () => gaps.forEach((forget) => forget()),
  })
  const rights = createRights({ database, clock, events, policies })
  gaps.add(() => rights.forgetAll())
  await recordPolicySet(database, policies)
  await recordPolicySet(database, { hash: systemPolicyHash, body: systemPolicyText })
  const parties = createParties({ database, entries: writer, keys, logOrigin: new URL(config.publicOrigin).hostname })
  const gate = createGate({ database, writer, receipts, keys, authorise: rights.authorise })
  const denials = createDenialLog({ database, entries: writer, clock, policyHash: policies.hash, onError })
  const identity = await createIdentity({
    ...{ database, clock, entries: writer, ledger: receipts, keys, events, rights, config, onError },
    // a trial is one machine: there is one way in
    routeOf: () => 'centre',
  })
  gaps.add(() => identity.sessions.forgetAll())
  const foundation = {
    config,
    surroundings,
    clock,
    log,
    database,
    keys,
    receipts,
    writer,
    events,
    rights,
    gate,
    denials,
    identity,
    parties,
    onError,
  }
  await whenThere(() => parties.ensureHeadOffice(HEAD_OFFICE), clock)
  return foundation
}

const patienceMs = 30_000

/** The processes start side by side; key service and sequencer may need a moment longer than the server. */
async function whenThere(work: () => Promise<void>, clock: Clock): Promise<void> {
  const giveUpAt = clock.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const { code } = error as { code?: string }
      const isEarly = code === 'key_service_unavailable' || code === 'ledger_unavailable'
      if (!isEarly || clock.now() > giveUpAt) throw error
      await new Promise<void>((resolve) => clock.setTimer(100, resolve))
    }
  }
}

/**
 * The whole server: every slice on one HTTP server. It does not listen yet.
 *
 * @param clock  another than the machine's for a day that is lived through faster
 */
export async function composeServer(
  config: ServerConfig,
  surroundings: Surroundings,
  log: Log,
  clock: MonotonicClock = systemClock,
): Promise<ComposedServer> {
  const foundation = await layFoundation(config, surroundings, log, clock)
  const { database, writer, gate, receipts, rights, identity, denials, events, parties, keys, onError } = foundation
  const callingRules: CallingRuleChanges = config.isDemo ? demoCallingRules : {}
  const campaigns = createCampaigns({ database, writer, clock, callingRules })
  const sealed = openSealedObjects(surroundings.sealedFolder)
  const listEvents = await createListEvents({ database, clock, log, onGap: () => listPages.missed() })
  const listPages = listsSocket(listEvents)
  const callEvents = await createCallEvents({ database, clock, log })
  const refusalEvents = await createRefusalEvents({ database, clock, log, onGap: () => doNotCall.missed() })
  const lists = createLists({
    ...{ database, writer, receipts, keys, sealed, clock, log },
    ...{ events: listEvents, calls: callEvents, refusals: refusalEvents },
  })
  const watch = watchLedger({ database, keys, writer, receipts, clock, onError })
  const findings = createLedgerFindings({
    ...{ database, keys, writer, receipts, clock },
    placesOf: async (actor) => (await rights.currentOf(actor)).map(({ tenantId }) => tenantId),
    may: async (actor, permission, tenantId) =>
      (await rights.authorise(actor, permission, tenantId === null ? { kind: 'house' } : { kind: 'tenant', tenantId }))
        .allowed,
  })
  const reader = createLedgerReader({
    ...{ database, keys, writer, receipts, clock, findings: findings.known },
    unusedOpenings: watch.unusedOpenings,
  })
  const reports = createReports({ database, writer, receipts, clock, isTrial: config.isTrial })
  const handlers: RouteHandlers[] = [
    identity.handlers,
    designationHandlers({ database, clock, entries: writer, events, requireProof: identity.requireProof }),
    partyHandlers(parties),
    campaignHandlers(campaigns),
    listHandlers(lists),
    listSheetHandlers({ database, writer, clock, calendar: createCallingCalendar(callingRules) }),
    refusedRowHandlers({ database, writer, receipts, keys, events: listEvents, clock, gate }),
    deskHandlers({ database }),
    reportHandlers({ reports, authorise: rights.authorise }),
    memoHandlers({ database, gate }),
    doNotCallHandlers({ database, writer, receipts, keys, clock, events: refusalEvents }),
    ledgerHandlers({ reader, lookUp: gate.lookUp, clock }),
    findingHandlers(findings),
    abandonmentHandlers(createAbandonmentAccounts({ database, clock, findings: findings.known })),
  ]
  const doNotCall = createDoNotCall({ database, writer, events: refusalEvents, onError })
  const stopEvents = await createStopEvents({ database, clock, log, onGap: () => stops.missed() })
  const stops = createStopSwitches({ database, writer, clock, events: stopEvents, onError })
  const houseStops = createHouseStops({ database, writer, clock, events: stopEvents, onError })
  const municipalityStops = createMunicipalityStops({ database, writer, receipts, keys, clock, events: stopEvents })
  handlers.push(stopSwitchHandlers({ stops, municipalityStops, houseStops, authorise: rights.authorise }))
  const calendar = createCalendar({ database, writer, clock, calling: createCallingCalendar(callingRules) })
  handlers.push(calendarHandlers({ calendar, authorise: rights.authorise }))
  const calls = { database, writer, receipts, gate, doNotCall, stops, clock, events: callEvents, onError }
  const campaignBook = createCampaignBook(callingRules)
  const desks = createDesks({ ...calls, keys, campaigns: campaignBook })
  handlers.push(handHandlers(createHands({ ...calls, keys })))
  const handTidying = tidyHands(calls)
  handlers.push(promiseHandlers(createPromises({ ...calls, campaigns: campaignBook })))
  const promiseKeeping = releaseAbsent(calls)
  const ownNumbers = createOwnNumbers({ database, writer, clock })
  handlers.push(callInHandlers(ownNumbers))
  handlers.push(faqHandlers(createFaq({ database, writer, clock })))
  handlers.push(ticketHandlers(createTickets({ ...calls, keys, campaigns: campaignBook })))
  const assignments = createAssignments({
    ...{ database, writer, clock },
    onChange: (tx, changed) => callEvents.announce(tx, { kind: 'desk_changed', tenantId: tenantOf(tx), ...changed }),
  })
  handlers.push(assignmentHandlers(assignments))
  const notices = createNotices(calls)
  handlers.push(noticeHandlers(notices))
  handlers.push(heldLeadHandlers(createHeldLeads({ ...calls, campaigns: campaignBook })))
  handlers.push(waitingHandlers(createWaiting({ database, clock })))
  handlers.push(callOrderHandlers(createCallOrderPage({ database, clock, callingRules })))
  handlers.push(whatIfHandlers(createWhatIf({ database, clock, callingRules })))
  handlers.push(shadowHandlers(createShadows({ database, writer, clock })))
  const shadowPlayer = playShadows({ database, writer, clock, campaigns: campaignBook, onError })
  handlers.push(correctionHandlers({ ...calls, campaigns: campaignBook }))
  const network = simulatedNetwork({
    ...{ clock, seed: randomInt(2 ** 31) },
    ...(config.isDemo ? { profile: demoNetworkProfiles[config.demoNetwork] } : {}),
  })
  const dialler = startDialler({ ...calls, carrier: network.carrier, callingRules, findings: findings.known })
  const floors = createFloors({ ...calls, campaigns: campaignBook })
  const socketHandlers: SocketHandlers = { desk: desks.socket, floor: floors.socket, lists: listPages.socket }
  await whenThere(() => lists.recover(), clock)
  const tenants = await database.transaction(systemActor('launcher'), 'house', (tx) =>
    tx.db.selectFrom('house.tenants').select('tenant_id').execute(),
  )
  // the tabs of the process before this one come back by themselves, or are gone
  await desks.forgetOldSeats(tenants.map(({ tenant_id: tenantId }) => tenantId))
  const { publicOrigin, webRoot, isProduction } = config
  const app = await createApp({ publicOrigin, webRoot, log, isProduction })
  const access: RouteDependencies = {
    publicOrigin,
    authenticate: identity.sessions.authenticate,
    authorise: rights.authorise,
    denials,
  }
  for (const some of handlers) registerRoutes(app, some, access)
  const sockets = registerSockets(app, socketHandlers, {
    ...access,
    checkSession: identity.sessions.check,
    noteActivity: identity.sessions.noteActivity,
    ...{ events, clock, log },
  })
  return {
    foundation,
    slices: { campaigns, lists, desks, ownNumbers, notices },
    network,
    app,
    sockets,
    async stop() {
      await dialler.stop()
      sockets.closeAll()
      await desks.stop()
      await handTidying.stop()
      await promiseKeeping.stop()
      await shadowPlayer.stop()
      floors.stop()
      await app.close()
      await lists.stop()
      listPages.stop()
      await listEvents.close()
      await identity.flush().catch(onError)
      await denials.flush().catch(onError)
      await watch.stop()
      await doNotCall.stop()
      await refusalEvents.close()
      await houseStops.stop()
      await stops.stop()
      await stopEvents.close()
      await callEvents.close()
      await events.close()
      receipts.close()
      keys.close()
      await database.close()
    },
  }
}
