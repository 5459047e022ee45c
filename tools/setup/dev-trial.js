import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { complain, say } from './messages.js'

/*
 * The trial from source, for tools/dev.js, which runs this file again whenever a source that it imports changes.
 * Arguments: project folder, data folder, port.
 */
const [projectDir = '', dataDir = '', port = ''] = process.argv.slice(2)
try {
  const { startTrial } = await import(pathToFileURL(join(projectDir, 'apps/server/src/trial/main.ts')).href)
  const trial = await startTrial({
    projectDir,
    dataDir,
    port: Number(port),
    onProgress: (/** @type {{ japanese: string, english: string }} */ line) => say(line.japanese, line.english),
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => {
      trial.stop().then(
        () => process.exit(0),
        (/** @type {unknown} */ error) => {
          complain(error)
          process.exit(1)
        },
      )
    })
  for (const link of trial.links) say(`  ${link.label}: ${link.url}`)
} catch (error) {
  complain(error)
  process.exitCode = 1
}
