import { createDesks, type Desks } from '../desk/index.ts'
import { createDoNotCall, createRefusalEvents } from '../do-not-call/index.ts'
import type { Clock } from '../platform/clock.ts'
import { createLog } from '../platform/log/index.ts'
import type { Spine } from '../test-spine.ts'
import { createCallEvents } from './call-events.ts'
import { createCampaignBook } from './campaign-book.ts'

/** Desks in the test's own process, beside diallers in processes that are killed. */
export interface TestDesks {
  readonly desks: Desks
  /** What went wrong behind them; a test looks that there is nothing. */
  readonly errors: unknown[]
  stop(): Promise<void>
}

export async function startDesks(spine: Spine, clock: Clock): Promise<TestDesks> {
  const { database } = spine.test
  const log = createLog({ level: 'silent' })
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const events = await createCallEvents({ database, clock, log })
  const refusals = await createRefusalEvents({ database, clock, log })
  const desks = createDesks({
    ...{ database, writer: spine.writer, receipts: spine.receipts, gate: spine.gate, keys: spine.keys, clock, events },
    ...{ campaigns: createCampaignBook(), onError },
    doNotCall: createDoNotCall({ database, writer: spine.writer, events: refusals, onError }),
  })
  return {
    ...{ desks, errors },
    async stop() {
      await desks.stop()
      await events.close()
      await refusals.close()
    },
  }
}
