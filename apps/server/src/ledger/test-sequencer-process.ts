import { keyServiceClient } from '@sekisho/vault'
import type { DatabaseAddress } from '../platform/database/index.ts'
import { systemClock } from '../platform/clock.ts'
import { leadLedger } from './lead-ledger.ts'

// A sequencer that kills itself, as a power cut would, when it has passed a step so many times. For the kill tests.

interface Order {
  readonly address: DatabaseAddress & { user: string; password: string }
  readonly keySocket: string
  readonly folder: string
  readonly socketPath: string
  readonly killAt: string | null
  readonly killAfter: number
}

const order = JSON.parse(process.env.SEKISHO_TEST_SEQUENCER ?? '') as Order
let passed = 0
const leader = leadLedger({
  ...order,
  keys: keyServiceClient({ connect: order.keySocket, timeoutMs: 2_000 }),
  clock: systemClock,
  // every second or so, so that kills fall around it
  rotateAtBytes: 20_000,
  onChange: (code) => void process.stderr.write(`${code}\n`),
  atStep(step) {
    if (step === order.killAt && ++passed >= order.killAfter) process.kill(process.pid, 'SIGKILL')
  },
})
leader.ended.catch((error: unknown) => {
  process.stderr.write(`failed ${String(error)}\n`)
  process.exit(1)
})
process.stdin.on('end', () => process.exit(0)).resume()
