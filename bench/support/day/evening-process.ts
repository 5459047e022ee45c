import { composeServer, type Surroundings } from '../../../apps/server/src/compose.ts'
import { fastClock } from '../../../apps/server/src/dialling/test-fast-clock.ts'
import { readConfig } from '../../../apps/server/src/platform/config/index.ts'
import { createLog } from '../../../apps/server/src/platform/log/index.ts'

/** What the whole server needs to go on where a day in virtual time has ended. */
export interface EveningSettings {
  readonly port: number
  /** Where its clock stands at `startedAtMs` of the machine's. From there it runs like any clock. */
  readonly standsAtMs: number
  readonly startedAtMs: number
  readonly surroundings: Surroundings
}

const { port, standsAtMs, startedAtMs, surroundings } = JSON.parse(process.argv[2] ?? '{}') as EveningSettings
const config = readConfig({
  SEKISHO_PUBLIC_ORIGIN: `http://localhost:${port}`,
  SEKISHO_LISTEN_PORT: String(port),
  SEKISHO_TRIAL: 'yes',
  SEKISHO_DEMO: 'no',
})
const clock = { ...fastClock({ standsAtMs, startedAtMs, speed: 1 }), monotonicMs: () => performance.now() }
const server = await composeServer(config, surroundings, createLog({ level: 'warn' }), clock)
await server.app.listen({ host: '127.0.0.1', port })
process.send?.('ready')
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(0))
