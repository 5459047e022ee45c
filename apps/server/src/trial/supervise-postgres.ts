import { type PostgresOptions, type RunningPostgres, startPostgres } from '../platform/embedded-postgres/index.ts'

export interface SupervisedPostgres {
  /** The first start's; socket, port and superuser stay the same over restarts. */
  readonly running: RunningPostgres
  /** Undefined while it is being started again. */
  pid(): number | undefined
  stop(): Promise<void>
}

const againMs = 500
const againSlowlyMs = 10_000

/**
 * Keeps the trial's PostgreSQL alive until `stop`, as the other processes are kept alive: when it was killed or ran out
 * of disk, it is started again and recovers by itself.
 *
 * @throws PostgresError  when the first start fails
 */
export async function supervisePostgres(options: PostgresOptions, onCrash: () => void): Promise<SupervisedPostgres> {
  const first = await startPostgres(options)
  const stopping = { isAsked: false }
  let running: RunningPostgres | undefined = first
  let timer: NodeJS.Timeout | undefined
  let starting = Promise.resolve()
  let crashes: number[] = []

  function watch(postgres: RunningPostgres): void {
    void postgres.exited.then(() => {
      if (stopping.isAsked) return
      running = undefined
      onCrash()
      // it is gone; this gives its lock and its socket's folder back
      starting = postgres.stop().then(schedule, schedule)
    })
  }

  function schedule(): void {
    if (stopping.isAsked) return
    const now = Date.now()
    crashes = [...crashes.filter((at) => now - at < 60_000), now]
    timer = setTimeout(
      () => {
        starting = again()
      },
      crashes.length > 5 ? againSlowlyMs : againMs,
    )
  }

  async function again(): Promise<void> {
    try {
      running = await startPostgres(options)
    } catch {
      // e.g. the disk is still full
      return schedule()
    }
    watch(running)
  }

  watch(first)
  return {
    running: first,
    pid: () => running?.pid,
    async stop() {
      stopping.isAsked = true
      clearTimeout(timer)
      await starting
      await running?.stop()
    },
  }
}
