import { fileURLToPath } from 'node:url'
import { startTrial } from '../../apps/server/src/trial/main.ts'
import type { FromTrial, ToTrial } from './trial-messages.ts'

// The whole product from source, in a process of its own that can be killed. Arguments: data folder, port, and `demo`
// for the rules of a demo (calls at any hour on the simulated network); people and tenants are the drill's own.

const [dataDir = '', port = '', kind = ''] = process.argv.slice(2)
const tell = (message: FromTrial): void => void process.send?.(message)

try {
  const trial = await startTrial({
    projectDir: fileURLToPath(new URL('../..', import.meta.url)),
    dataDir,
    port: Number(port),
    isDemo: kind === 'demo',
    onProgress: ({ english }) => process.stdout.write(`${english}\n`),
  })
  const stop = (): void => void trial.stop().then(() => process.exit(0))
  process.on('disconnect', stop)
  process.on('message', (message: ToTrial) => {
    if (message.kind === 'pids') tell({ kind: 'pids', pids: trial.pids() })
    else stop()
  })
  tell({ kind: 'ready', address: trial.address })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown'}\n`)
  process.exit(1)
}
