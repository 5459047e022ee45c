import { type KeyServiceClient, keyServiceClient } from '@sekisho/vault'
import { type SimulatedNetwork, simulatedNetwork, type VirtualClock, virtualClock } from '@sekisho/telephony'
import { createRights, loadPolicySet, type Rights } from '../../../apps/server/src/designations/index.ts'
import { createDesks, type Desks } from '../../../apps/server/src/desk/index.ts'
import { type CallEvent, createCampaignBook, startDialler } from '../../../apps/server/src/dialling/index.ts'
import { busyGauge, localEvents } from '../../../apps/server/src/dialling/test-virtual-time.ts'
import { createDoNotCall, type RefusalEvent } from '../../../apps/server/src/do-not-call/index.ts'
import { createGate, type Gate } from '../../../apps/server/src/gate/index.ts'
import {
  connectReceipts,
  type EntryWriter,
  entryWriter,
  type LedgerLimits,
  type Receipts,
} from '../../../apps/server/src/ledger/index.ts'
import { systemClock } from '../../../apps/server/src/platform/clock.ts'
import { type Database, openDatabase } from '../../../apps/server/src/platform/database/index.ts'
import type { AccessEvent, Events } from '../../../apps/server/src/platform/events/index.ts'
import { createStopSwitches, type StopEvent } from '../../../apps/server/src/stop-switches/index.ts'
import type { BenchSpine } from '../bench-spine.ts'

/** The dialler, the desks and the telephone network of a day, in virtual time that waits for what it causes. */
export interface Centre {
  readonly clock: VirtualClock
  readonly database: Database
  readonly keys: KeyServiceClient
  readonly writer: EntryWriter
  readonly receipts: Receipts
  readonly rights: Rights
  readonly policyHash: string
  readonly desks: Desks
  readonly network: SimulatedNetwork
  readonly calls: Events<CallEvent>
  readonly refusals: Events<RefusalEvent>
  readonly access: Events<AccessEvent>
  readonly errors: unknown[]
  onError(error: unknown): void
  /** Lets time pass and everything happen that it causes. */
  pass(ms: number): Promise<void>
  /** Moves the clock while nobody talks and nothing rings. */
  jumpTo(atMs: number): Promise<void>
  stop(): Promise<void>
}

/** Coarse enough for a day, and a quarter of what somebody who answers waits in silence. */
const stepMs = 1_000

/** Virtual time stands still while a receipt is awaited: a slow moment of the machine is no outage of this day. */
const patientLimits: LedgerLimits = { receiptMs: 10_000, unplacedMs: 20_000, beatMs: 10_000 }

export async function openCentre(spine: BenchSpine, startMs: number, seed: number): Promise<Centre> {
  const clock = virtualClock(startMs)
  const network = simulatedNetwork({ clock, seed, trunk: { lines: 2_000, callsPerSecond: 200 } })
  const gauge = busyGauge()
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const opened = await openDatabase(spine.app)
  const database: Database = {
    ...opened,
    transaction: (...asked) => gauge.count(() => opened.transaction(...asked))(),
  }
  const keys = keyServiceClient({ connect: spine.keySocket })
  const receipts = connectReceipts(spine.sequencerSocket, systemClock, patientLimits)
  const writer = entryWriter({ keys, receipts, clock: systemClock })
  const access = localEvents<AccessEvent>()
  const policies = loadPolicySet()
  const rights = createRights({ database, clock: systemClock, events: access, policies })
  const gate = counted(createGate({ database, writer, receipts, keys, authorise: rights.authorise }), gauge)
  const [calls, refusals, stopEvents] = [
    localEvents<CallEvent>(),
    localEvents<RefusalEvent>(),
    localEvents<StopEvent>(),
  ]
  const doNotCall = createDoNotCall({ database, writer, events: refusals, onError })
  const stops = createStopSwitches({ database, writer, clock, events: stopEvents, onError })
  const common = { database, writer, receipts, gate, doNotCall, stops, clock, events: calls, onError }
  const desks = createDesks({ ...common, keys, campaigns: createCampaignBook() })
  await untilAvailable(receipts)
  const dialler = startDialler({ ...common, carrier: network.carrier })

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await clock.settle(Math.min(stepMs, ms - passed))
      await gauge.quiet()
      // a day has a million of them
      calls.seen.length = 0
    }
  }

  return {
    ...{ clock, database, keys, writer, receipts, rights, policyHash: policies.hash, desks, network },
    ...{ calls, refusals, access, errors, onError, pass },
    async jumpTo(atMs) {
      clock.advance(Math.max(0, atMs - clock.now()))
      await pass(stepMs)
    },
    async stop() {
      const parts = { left: 2 }
      const over = (): void => void (parts.left -= 1)
      const stopping = Promise.all([dialler.stop().finally(over), desks.stop().finally(over)])
      while (parts.left > 0) await pass(stepMs)
      await stopping
      await doNotCall.stop()
      await stops.stop()
      await network.carrier.close()
      receipts.close()
      keys.close()
      await database.close()
    },
  }
}

/** Every question to the gate counts as work under way: its receipts come in real time. */
function counted(gate: Gate, gauge: ReturnType<typeof busyGauge>): Gate {
  return {
    ...gate,
    unsealNumber: gauge.count(gate.unsealNumber),
    lookUpCaller: gauge.count(gate.lookUpCaller),
    openContact: gauge.count(gate.openContact),
    openPreview: gauge.count(gate.openPreview),
    openMemos: gauge.count(gate.openMemos),
  }
}

async function untilAvailable(receipts: Receipts): Promise<void> {
  if (receipts.state().isAvailable) return
  await new Promise<void>((resolve) => {
    const end = receipts.onChange(({ isAvailable }) => {
      if (!isAvailable) return
      end()
      resolve()
    })
  })
}
