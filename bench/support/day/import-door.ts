import { createDenialLog } from '../../../apps/server/src/designations/index.ts'
import { createIdentity } from '../../../apps/server/src/identity/index.ts'
import { createListEvents, createLists, listHandlers } from '../../../apps/server/src/lists/index.ts'
import { systemClock } from '../../../apps/server/src/platform/clock.ts'
import { readConfig } from '../../../apps/server/src/platform/config/index.ts'
import { openDatabase } from '../../../apps/server/src/platform/database/index.ts'
import { createApp, registerRoutes } from '../../../apps/server/src/platform/http/index.ts'
import { createLog } from '../../../apps/server/src/platform/log/index.ts'
import { openSealedObjects } from '../../../apps/server/src/platform/sealed-objects/index.ts'
import type { BenchSpine } from '../bench-spine.ts'
import { type HttpDoor, openDoor } from '../http-door.ts'
import type { Centre } from './centre.ts'
import { addSession, type DayPerson } from './clients.ts'

/** Where supervisors bring their files in while the day goes on: real HTTP, in real time. */
export interface ImportDoor {
  /** A supervisor's browser, newly signed in. */
  doorOf(supervisor: DayPerson): Promise<HttpDoor>
  stop(): Promise<void>
}

export async function openImportDoor(spine: BenchSpine, centre: Centre, port: number): Promise<ImportDoor> {
  const { keys, writer, receipts, rights, access, calls, refusals, policyHash, onError } = centre
  const clock = systemClock
  const log = createLog({ level: 'warn' })
  // its own connections: virtual time waits for calls, not for files
  const database = await openDatabase(spine.app)
  const origin = `http://localhost:${port}`
  const config = readConfig({
    SEKISHO_PUBLIC_ORIGIN: origin,
    SEKISHO_LISTEN_PORT: String(port),
    SEKISHO_TRIAL: 'yes',
    SEKISHO_DEMO: 'no',
  })
  const identity = await createIdentity({
    ...{ database, clock, entries: writer, ledger: receipts, keys, events: access, rights, config, onError },
    routeOf: () => 'centre',
  })
  const events = await createListEvents({ database, clock, log })
  const lists = createLists({
    ...{ database, writer, receipts, keys, events, calls, refusals, clock, log },
    sealed: openSealedObjects(spine.sealedFolder),
  })
  const denials = createDenialLog({ database, entries: writer, clock, policyHash, onError })
  const app = await createApp({ publicOrigin: origin, webRoot: null, log, isProduction: false })
  registerRoutes(app, listHandlers(lists), {
    ...{ publicOrigin: origin, denials },
    ...{ authenticate: identity.sessions.authenticate, authorise: rights.authorise },
  })
  await app.listen({ host: '127.0.0.1', port })
  return {
    async doorOf({ actor, tenantId }) {
      const { cookie } = await addSession(spine.superuser, actor.personId, Date.now())
      return openDoor({ origin, tenantId, cookie })
    },
    async stop() {
      await app.close()
      await lists.stop()
      await events.close()
      await identity.flush().catch(onError)
      await denials.flush().catch(onError)
      await database.close()
    },
  }
}
