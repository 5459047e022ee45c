// Starts the thread from its TypeScript source, in development and tests: a thread does not inherit the loader of the
// thread that makes it. The built product starts worker.js and never reads this file.
import { pathToFileURL } from 'node:url'

// a run of tests bundles the source once (tests/support/global-import-thread.ts)
const bundle = process.env.SEKISHO_TEST_IMPORT_THREAD
if (bundle === undefined) {
  const { register } = await import('tsx/esm/api')
  register()
  await import('./worker.ts')
} else {
  await import(pathToFileURL(bundle).href)
}
