import { join } from 'node:path'
import { HEAD_OFFICE } from '@sekisho/contract'
import { type ComposedServer, composeServer } from './compose.ts'
import { createLog } from './platform/log/index.ts'
import { addSignedIn, entriesOf, freePort, testBrowser, type TestProduct } from './test-product.ts'
import { startSpine } from './test-spine.ts'

/** The product as `composeServer` wires it, with every slice, on a real port over a spine of its own. */
export type ComposedProduct = TestProduct & { readonly slices: ComposedServer['slices'] }

/** Starts the composition itself, so that a slice that is wired wrongly, or not at all, is found. */
export async function startComposedProduct(): Promise<ComposedProduct> {
  const spine = await startSpine()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const logLines: string[] = []
  const log = createLog({ level: 'info', destination: { write: (line) => void logLines.push(line) } })
  const { foundation, slices, app, sockets, stop } = await composeServer(
    {
      ...{ publicOrigin: origin, relyingPartyId: 'localhost', listenHost: '127.0.0.1', listenPort: port },
      // a problem that a route throws without declaring it is a finding
      ...{ isTrial: true, isDemo: true, demoNetwork: 'usual', isProduction: false, webRoot: null, logLevel: 'info' },
    },
    {
      database: spine.test.app,
      keyServiceSocket: join(spine.dataDir, 'keyservice', 'socket'),
      sequencerSocket: join(spine.dataDir, 'sequencer.sock'),
      sealedFolder: join(spine.dataDir, 'sealed'),
    },
    log,
  )
  await app.listen({ host: '127.0.0.1', port })
  const { identity, rights, parties, denials, events, clock } = foundation
  return {
    ...{ spine, app, origin, identity, rights, parties, denials, events, sockets, logLines, slices },
    browser: () => testBrowser(origin),
    signedIn: (...designations) => addSignedIn(spine.test, origin, clock.now(), designations),
    entries: (tenantId = HEAD_OFFICE) => entriesOf(spine, tenantId),
    async stop() {
      await stop()
      await spine.stop()
    },
  }
}
