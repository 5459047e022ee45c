import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { ProvidedContext } from '../../apps/server/src/platform/embedded-postgres/test-database.ts'
import { launcherOf, startPostgres } from '../../apps/server/src/platform/embedded-postgres/index.ts'

const prefix = 'sekisho-test-postgres-'
const oldEnoughMs = 60_000

/** Our folders of runs that were interrupted; a young one may belong to a run that is just starting. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) {
    const dataDir = join(tmpdir(), name)
    const found = statSync(dataDir, { throwIfNoEntry: false })
    if (found === undefined || found.uid !== process.getuid?.()) continue
    if (Date.now() - found.mtimeMs > oldEnoughMs && launcherOf(dataDir) === undefined)
      rmSync(dataDir, { recursive: true, force: true })
  }
}

/**
 * One PostgreSQL for the whole run. It does not survive a power cut (no fsync), because the run would not either; tests
 * that kill PostgreSQL start their own.
 *
 * An interrupted run stops it too: the launcher's watchdog sees that this process has ended. Only its temp folder
 * stays then, and the next run removes it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers()
  const dataDir = mkdtempSync(join(tmpdir(), prefix))
  const postgres = await startPostgres({
    dataDir,
    isThrowAway: true,
    settings: {
      ...{ fsync: false, synchronous_commit: false, full_page_writes: false, max_connections: 200 },
      ...{ wal_level: 'minimal', wal_compression: false, scram_iterations: 1 },
      // tests of races provoke deadlocks; each would otherwise stand for a second before it is found
      deadlock_timeout: '20ms',
    },
  })
  const provided: ProvidedContext['postgres'] = postgres.superuser
  project.provide('postgres', provided)
  return async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
