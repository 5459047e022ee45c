import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { areDependenciesInstalled, installDependencies } from './setup/dependencies.js'
import { dataDirOf, portOf, prepareDataDir } from './setup/machine.js'
import { complain, say } from './setup/messages.js'
import { checkPort } from './setup/port.js'

/*
 * `npm run dev`: the trial from source, restarted on changes, and Vite's server for the pages in front of it.
 * It has its own data folder and the two ports after the trial's, so both may run beside each other.
 */
const projectDir = dirname(import.meta.dirname)

async function main() {
  if (!areDependenciesInstalled(projectDir)) {
    say('依存ライブラリを入れています', 'Installing dependencies')
    await installDependencies(projectDir)
  }
  const pagePort = portOf() + 1
  const serverPort = portOf() + 2
  const dataDir = `${dataDirOf(projectDir)}-dev`
  prepareDataDir(dataDir)
  await checkPort(serverPort)
  await checkPort(pagePort)
  const server = spawn(
    process.execPath,
    [
      join(projectDir, 'node_modules/tsx/dist/cli.mjs'),
      'watch',
      '--clear-screen=false',
      '--conditions=source',
      join(projectDir, 'tools/setup/dev-trial.js'),
      projectDir,
      dataDir,
      String(serverPort),
    ],
    { cwd: projectDir, stdio: 'inherit' },
  )
  server.on('exit', (code) => process.exit(code ?? 1))
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => server.kill('SIGTERM'))
  process.on('exit', () => server.kill('SIGTERM'))
  if (existsSync(join(projectDir, 'apps/web/index.html'))) await servePages(pagePort, `http://localhost:${serverPort}`)
}

/** @param {number} port @param {string} server */
async function servePages(port, server) {
  const { createServer } = await import('vite')
  const vite = await createServer({
    root: join(projectDir, 'apps/web'),
    server: {
      port,
      strictPort: true,
      proxy: { '/api': { target: server, ws: true }, '/ws': { target: server, ws: true } },
    },
  })
  await vite.listen()
  say(`画面: http://localhost:${port}`, `Pages: http://localhost:${port}, server: ${server}`)
}

await main().catch((error) => {
  complain(error)
  process.exit(1)
})
