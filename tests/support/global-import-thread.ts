import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const source = fileURLToPath(new URL('../../apps/keyservice/src/import/worker.ts', import.meta.url))

/**
 * Bundles the key service's import thread once for the whole run. Each inspection starts one such thread and each import
 * two; from their sources they take half a second of a core each, bundled a tenth of a second, and half of that without
 * the schemas of the contract that a thread does not ask for.
 *
 * @param isWhole  with those schemas, as the product has them: benchmarks measure its memory and its start
 * @returns        removes the bundle
 */
export async function bundleImportThread(isWhole: boolean): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-test-thread-'))
  const resolve = { conditions: ['source'] }
  await build({
    ...{ configFile: false, envDir: false, publicDir: false, logLevel: 'warn', resolve },
    ssr: { noExternal: true, resolve },
    build: {
      ...{ ssr: source, outDir: folder, emptyOutDir: true, target: 'node20' },
      rollupOptions: {
        output: { entryFileNames: '[name].mjs' },
        treeshake: { moduleSideEffects: isWhole },
      },
    },
  })
  // read by apps/keyservice/src/import/worker-from-source.mjs; test files run in processes that inherit it
  process.env.SEKISHO_TEST_IMPORT_THREAD = join(folder, 'worker.mjs')
  return () => rmSync(folder, { recursive: true, force: true })
}

export default function setup(): Promise<() => void> {
  return bundleImportThread(false)
}
