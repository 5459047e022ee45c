import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import { makeRunFolder } from './run-folder.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))

/** What tests start as processes of their own, to kill most of them. */
const programs = [
  'apps/keyservice/src/main',
  'apps/server/src/sequencer-main',
  'apps/server/src/ledger/test-sequencer-process',
  'apps/server/src/dialling/test-dialler-process',
  'apps/server/src/lists/import-in-a-child',
]

/** Files beside a source (policies, migrations, the body of a thread) are found from where it stands, not from its bundle. */
const ownPlace: Plugin = {
  name: 'own-place',
  enforce: 'pre',
  transform: (code, id) =>
    id.startsWith(project) && !id.includes('/node_modules/') && code.includes('import.meta.url')
      ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      : null,
}

/**
 * Bundles them once for the whole run: from its sources a dialler takes two seconds of a core to start, and the kill
 * tests start dozens. The bundles lie below `node_modules`, where they find the packages that they do not contain.
 */
export default async function setup(): Promise<() => void> {
  const cache = join(project, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = makeRunFolder(cache, 'sekisho-test-programs-')
  const resolve = { conditions: ['source'] }
  await build({
    ...{ configFile: false, envDir: false, publicDir: false, logLevel: 'warn', resolve, plugins: [ownPlace] },
    ssr: { noExternal: ['zod', 'kysely', /^@sekisho\//], resolve },
    build: {
      ...{ ssr: true, outDir: folder, emptyOutDir: true, target: 'node20' },
      rollupOptions: {
        input: Object.fromEntries(programs.map((name) => [name, join(project, `${name}.ts`)])),
        output: { entryFileNames: '[name].mjs' },
      },
    },
  })
  // read where such programs are started; test files run in processes that inherit it
  process.env.SEKISHO_TEST_PROGRAMS = folder
  return () => {
    delete process.env.SEKISHO_TEST_PROGRAMS
    rmSync(folder, { recursive: true, force: true })
  }
}
