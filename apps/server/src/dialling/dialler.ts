import { randomUUID } from 'node:crypto'
import type { AttemptId, CampaignId, TenantId } from '@sekisho/contract'
import type { Carrier, CarrierEvent } from '@sekisho/telephony'
import type { DoNotCall } from '../do-not-call/index.ts'
import type { Gate } from '../gate/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { StopSwitches } from '../stop-switches/index.ts'
import { createBackground } from './background.ts'
import type { CallEvent, CallEvents } from './call-events.ts'
import { createCallCourse } from './call-course.ts'
import { createCallIns } from './call-ins.ts'
import { type CallingRuleChanges, createCampaignBook } from './campaign-book.ts'
import { type CampaignRunner, type RunnerDependencies, runCampaign } from './campaign-runner.ts'
import { createLineBounds } from './free-lines.ts'
import { leaseMs, releaseLeases, renewLeases, tenantIds } from './leases.ts'
import { type Findings, noFindings } from './doubts.ts'
import { createLineFailures } from './line-failures.ts'
import { createLiveCalls, lineOf, type LiveCall } from './live-calls.ts'
import { createOutcomeQueue } from './outcome-queue.ts'
import { createPacers, type Pacers } from './pacers.ts'
import { placeCall } from './place-call.ts'
import type { AtStep } from './steps.ts'
import { watchUnwanted } from './unwanted-watch.ts'

export interface DiallerDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly gate: Pick<Gate, 'requestNumbers' | 'unsealNumber' | 'enterArrival' | 'lookUpCaller' | 'sealCaller'>
  readonly doNotCall: Pick<DoNotCall, 'onRefusal'>
  readonly stops: Pick<StopSwitches, 'onChange'>
  readonly receipts: Pick<Receipts, 'state' | 'onChange'>
  readonly carrier: Carrier
  readonly clock: Clock
  readonly events: CallEvents
  readonly onError: (error: unknown) => void
  /** Whose settings or account are in doubt dials one to one. Default: no audit, nothing found. */
  readonly findings?: Findings
  /** The line contract with the carrier. */
  readonly lines?: { readonly atOnce: number; readonly perSecond: number }
  /** Other walls and holidays; a labelled demo on the simulated network may call at night. */
  readonly callingRules?: CallingRuleChanges
  readonly atStep?: AtStep
  /** Default: nothing is known of any campaign yet. */
  readonly pacers?: Pacers
  /** Draws whom each look asks for first, at least 0 and below 1. */
  readonly random?: () => number
}

export interface Dialler {
  /** Names this process in leases and attempts; new with every start. */
  readonly holder: string
  /** Calls this process looks after. */
  liveCalls(): number
  /** Begins no more calls, finishes what it writes, gives its leases back. Calls go on at the carrier. */
  stop(): Promise<void>
}

const renewEveryMs = 1_000
const tenantsEveryMs = 5_000
/** A lease is not trusted to its very end: another machine's clock and a pause of this process stand between. */
const leaseTrustMs = leaseMs - 1_500
const unknownOutcomeMs = 500
const standardLines = { atOnce: 900, perSecond: 90 }

/**
 * One dialler process: leases running campaigns of all tenants and dials them (architecture, Calls).
 *
 * It persists each intent before it dials, opens one number for one attempt by one entry, and stops to begin calls within
 * a second when the ledger, the carrier or its lease is gone. Started anew it finds out what became of the calls.
 */
export function startDialler(dependencies: DiallerDependencies): Dialler {
  const { database, carrier, clock, events, receipts, onError } = dependencies
  const { lines = standardLines, findings = noFindings, atStep = () => undefined, random = Math.random } = dependencies
  const { pacers = createPacers() } = dependencies
  const holder = randomUUID()
  const background = createBackground(onError)
  const campaigns = createCampaignBook(dependencies.callingRules)
  const live = createLiveCalls()
  const failures = createLineFailures()
  const bounds = createLineBounds(lines, live, clock)
  const runners = new Map<CampaignId, CampaignRunner>()
  const held = new Map<AttemptId, CarrierEvent[]>()
  let reconciling = 0
  let isConnected = true
  let isStopped = false
  let tenants: TenantId[] = []
  let tenantsAtMs = Number.NEGATIVE_INFINITY
  let cancelRenewal = (): void => undefined

  const outcomes = createOutcomeQueue({
    ...{ database, campaigns, events, clock, background, atStep, onError, writer: dependencies.writer },
    onFinished(tenantId, ended) {
      for (const { campaignId, hasFailed } of ended) failures.ended(campaignId, hasFailed, clock.now())
      pokeTenant(tenantId)
    },
  })
  const course = createCallCourse({
    ...{ database, carrier, receipts, clock, events, live, outcomes, pacers, background, atStep, onError },
  })

  const callIns = createCallIns({
    ...{ database, carrier, clock, events, live, course, campaigns, background, holder, atStep, onError },
    ...{ gate: dependencies.gate, writer: dependencies.writer },
    onWaiting: (campaignId) => pacers.observe(campaignId, { kind: 'called_in', atMs: clock.now() }),
    mayJoin: () => isConnected && receipts.state().isAvailable,
  })

  const unwanted = watchUnwanted({
    ...{ database, live, course, background, doNotCall: dependencies.doNotCall, stops: dependencies.stops },
    onStopChange: pokeTenant,
  })

  function pokeAll(): void {
    for (const runner of runners.values()) runner.poke()
  }

  function pokeTenant(tenantId: TenantId): void {
    for (const runner of runners.values()) if (runner.tenantId === tenantId) runner.poke()
  }

  /** Something changed at one campaign's seat, which may be another's, too. */
  function pokeAround(tenantId: TenantId, campaignId: CampaignId): boolean {
    let isPoked = false
    for (const runner of runners.values()) {
      if (runner.tenantId !== tenantId || (runner.campaignId !== campaignId && !runner.sharesSeats())) continue
      runner.poke()
      isPoked = true
    }
    return isPoked
  }

  function mayDial(call: LiveCall): boolean {
    const runner = runners.get(call.campaignId)
    return !isStopped && isConnected && runner !== undefined && clock.now() < runner.leasedUntilMs
  }

  /** The command was taken, perhaps: if there is a call it is followed, if not the attempt is over. */
  function lookFor(call: LiveCall): void {
    if (call.phase === 'placing') call.phase = 'dialling'
    clock.setTimer(unknownOutcomeMs, () =>
      background.run(async () => {
        if (call.phase !== 'dialling' || !isConnected) return
        const calls = await carrier.listCalls()
        const found = calls.find(({ attemptId }) => attemptId === call.attemptId)
        if (found === undefined) course.ended(call, 'vanished')
        else call.callId = found.callId
      }),
    )
  }

  const runnerDependencies: RunnerDependencies = {
    ...{ database, carrier, receipts, clock, events, live, outcomes, pacers, background, atStep, onError, campaigns },
    random,
    ...{ gate: dependencies.gate, writer: dependencies.writer, holder, course, failures, unwanted, callIns, findings },
    freeLines: bounds.free,
    isCarrierConnected: () => isConnected,
    async place(call, intent) {
      bounds.began()
      await placeCall(
        {
          ...{ gate: dependencies.gate, carrier, receipts, outcomes, atStep, mayDial, onError },
          drop: ({ attemptId }) => {
            call.phase = 'over'
            live.remove(attemptId)
          },
          withdraw: course.withdraw,
          onUnknownOutcome: lookFor,
        },
        call,
        intent,
      )
      if (bounds.placed()) pokeAll()
    },
    heldEvents: {
      hold: () => void (reconciling += 1),
      release() {
        reconciling -= 1
        const waiting = [...held.values()].flat()
        if (reconciling === 0) held.clear()
        for (const event of waiting) if ('attemptId' in event && live.get(event.attemptId) !== undefined) hear(event)
      },
    },
  }

  function hear(event: CarrierEvent): void {
    switch (event.type) {
      case 'disconnected':
        isConnected = false
        return
      case 'reconnected':
        isConnected = true
        for (const runner of runners.values()) runner.reconcile()
        callIns.reconcile()
        return
      case 'call_in_arrived':
      case 'call_in_ended':
        return callIns.hear(event)
      case 'line_lost':
        for (const call of live.all()) if (event.callId !== null && call.callId === event.callId) course.joinAgain(call)
        return
      default: {
        const call = live.get(event.attemptId)
        if (call !== undefined) return course.happened(call, event)
        if (reconciling > 0) held.set(event.attemptId, [...(held.get(event.attemptId) ?? []), event])
      }
    }
  }

  /** From desks, of this process or another. */
  function listen(event: CallEvent): void {
    if (event.kind === 'desk_changed') {
      if (!pokeAround(event.tenantId, event.campaignId)) return
      openLine(event.tenantId, event.operatorId)
      callIns.retryWaiting()
      course.retryWaiting()
    } else if (event.kind === 'hang_up' || event.kind === 'recorded') {
      const call = live.get(event.attemptId)
      // only whoever talks on it may end it
      if (call !== undefined && call.operatorId === event.operatorId) course.hangUp(call)
      if (event.kind === 'recorded') {
        pacers.recorded(event.campaignId, event.attemptId, call !== undefined, clock.now())
        pokeAround(event.tenantId, event.campaignId)
      }
    } else if (event.kind === 'withdrawn') {
      const call = live.get(event.attemptId)
      if (call === undefined) return unwanted.missed()
      call.unwantedFor = 'excluded'
      course.withdraw(call)
    } else if (event.kind === 'released') {
      callIns.retryWaiting()
      course.retryWaiting()
    }
  }

  /** Held open from the first moment at the desk, so that joining takes no time. */
  function openLine(tenantId: TenantId, operatorId: Parameters<typeof lineOf>[1]): void {
    if (isConnected) background.run(() => carrier.openLine(lineOf(tenantId, operatorId)).catch(() => undefined))
  }

  async function renew(): Promise<void> {
    if (Math.abs(clock.now() - tenantsAtMs) >= tenantsEveryMs) {
      tenants = await tenantIds(database)
      tenantsAtMs = clock.now()
    }
    for (const tenantId of tenants) {
      background.run(() => callIns.keep(tenantId))
      const askedAtMs = clock.now()
      const leased = await renewLeases(database, tenantId, holder)
      if (isStopped) return
      for (const runner of [...runners.values()]) {
        if (runner.tenantId !== tenantId || leased.includes(runner.campaignId)) continue
        runner.stop()
        runners.delete(runner.campaignId)
      }
      for (const campaignId of leased) {
        const runner = runners.get(campaignId) ?? runCampaign(runnerDependencies, tenantId, campaignId)
        runner.leasedUntilMs = askedAtMs + leaseTrustMs
        runners.set(campaignId, runner)
      }
    }
  }

  function keepRenewing(): void {
    background.run(async () => {
      try {
        await renew()
      } finally {
        if (!isStopped) cancelRenewal = clock.setTimer(renewEveryMs, keepRenewing)
      }
    })
  }

  const unsubscribeCarrier = carrier.subscribe(hear)
  const unsubscribeEvents = events.subscribe(listen)
  const unsubscribeLedger = receipts.onChange(({ isAvailable }) => {
    if (!isAvailable) course.abandonWaiting()
    pokeAll()
  })
  keepRenewing()
  callIns.reconcile()

  return {
    holder,
    liveCalls: () => live.size(),
    async stop() {
      isStopped = true
      cancelRenewal()
      for (const runner of runners.values()) runner.stop()
      callIns.stop()
      unsubscribeCarrier()
      unsubscribeEvents()
      unwanted.stop()
      unsubscribeLedger()
      await background.settled()
      await outcomes.flush()
      for (const tenantId of tenants) await releaseLeases(database, tenantId, holder).catch(onError)
    },
  }
}
