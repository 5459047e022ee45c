import { keyServiceClient } from '@sekisho/vault'
import { createRights, loadPolicySet } from '../designations/index.ts'
import { createDoNotCall, createRefusalEvents } from '../do-not-call/index.ts'
import { createGate } from '../gate/index.ts'
import { connectReceipts, entryWriter } from '../ledger/index.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createLog } from '../platform/log/index.ts'
import { createStopEvents, createStopSwitches } from '../stop-switches/index.ts'
import { createCallEvents } from './call-events.ts'
import { startDialler } from './dialler.ts'
import type { DiallerStep } from './steps.ts'
import { carrierOverChannel } from './test-carrier-channel.ts'
import { fastClock, type FastClockSettings } from './test-fast-clock.ts'

export interface DiallerProcessSettings {
  readonly database: Parameters<typeof openDatabase>[0]
  readonly keySocket: string
  readonly sequencerSocket: string
  readonly clock: FastClockSettings
  /** Where to die, and at which passing of that point. */
  readonly killAt: { readonly step: DiallerStep; readonly passing: number } | null
}

/** A dialler in a process of its own that kills itself, as `kill -9` would, at one step of a call's path. */
const settings = JSON.parse(process.argv[2] ?? '{}') as DiallerProcessSettings
const clock = fastClock(settings.clock)
// a successor is started early and begins when its parent says so: starting takes longer than calling
const told = new Promise<void>((resolve) => {
  process.on('message', (message) => {
    if (message === 'go') resolve()
  })
})
const database = await openDatabase(settings.database)
const keys = keyServiceClient({ connect: settings.keySocket })
const receipts = connectReceipts(settings.sequencerSocket, systemClock)
const writer = entryWriter({ keys, receipts, clock: systemClock })
const log = createLog({ level: 'warn' })
const rights = createRights({
  database,
  clock: systemClock,
  events: { announce: () => Promise.resolve(), subscribe: () => () => undefined, close: () => Promise.resolve() },
  policies: loadPolicySet(),
})
const gate = createGate({ database, writer, receipts, keys, authorise: rights.authorise })
const events = await createCallEvents({ database, clock, log })
const onError = (error: unknown): void => log.error({ err: error }, 'failed')
const refusals = await createRefusalEvents({ database, clock, log })
const doNotCall = createDoNotCall({ database, writer, events: refusals, onError })
const stopEvents = await createStopEvents({ database, clock, log })
const stops = createStopSwitches({ database, writer, clock, events: stopEvents, onError })
let passed = 0
await told
startDialler({
  ...{ database, writer, gate, doNotCall, stops, receipts, clock, events, onError },
  carrier: carrierOverChannel(),
  atStep(step) {
    if (step !== settings.killAt?.step) return
    passed += 1
    if (passed === settings.killAt.passing) process.kill(process.pid, 'SIGKILL')
  },
})
process.on('disconnect', () => process.exit(0))
