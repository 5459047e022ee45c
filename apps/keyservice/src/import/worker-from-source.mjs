// Starts the thread from its TypeScript source, in development and tests: a thread does not inherit the loader of the
// thread that makes it. The built product starts worker.js and never reads this file.
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')
