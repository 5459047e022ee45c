import { startPostgres } from '../../apps/server/src/platform/embedded-postgres/index.ts'

/** A launcher in a process of its own, for tests that kill it: prints PostgreSQL's process id and waits. */
const postgres = await startPostgres({ dataDir: process.argv[2] ?? '', isThrowAway: true })
process.stdout.write(`${postgres.pid}\n`)
setInterval(() => undefined, 60_000)
