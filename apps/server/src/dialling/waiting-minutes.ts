import type { CampaignId, TenantId, WaitingCause } from '@sekisho/contract'
import type { Waits } from '@sekisho/dialer'
import { systemActor } from '../platform/actor.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'

/** Operators' milliseconds of one minute by what they waited for. */
export interface WaitingMinute {
  readonly minuteMs: number
  readonly cause: WaitingCause
  readonly ms: number
}

/** What one campaign's operators wait for, from look to look, until it is written. Holds a few minutes at most. */
export interface WaitingMinutes {
  /** What a look found holds until the next one. */
  saw(atMs: number, waits: Waits): void
  /** Nobody looks any more: what was seen last holds until this moment and no longer. */
  ceased(atMs: number): void
  /** Takes out the minutes that are over. */
  takeUntil(atMs: number): WaitingMinute[]
  /** They could not be written: kept for the next time. */
  giveBack(minutes: readonly WaitingMinute[]): void
}

/** A process that stood still for longer saw nothing meanwhile. */
const longestMs = 5_000
const minuteLengthMs = 60_000
/** While the database cannot be reached no more than this is kept; older minutes are lost. */
const mostMinutes = 60
const dialler = systemActor('dialler')

export function createWaitingMinutes(): WaitingMinutes {
  const minutes = new Map<number, Map<WaitingCause, number>>()
  let last: { readonly atMs: number; readonly waits: Waits } | undefined

  function add(minuteMs: number, cause: WaitingCause, ms: number): void {
    const causes = minutes.get(minuteMs) ?? new Map<WaitingCause, number>()
    causes.set(cause, (causes.get(cause) ?? 0) + ms)
    minutes.set(minuteMs, causes)
  }

  function holdUntil(atMs: number): void {
    if (last === undefined) return
    const untilMs = Math.min(atMs, last.atMs + longestMs)
    for (let fromMs = last.atMs; fromMs < untilMs; ) {
      const minuteMs = Math.floor(fromMs / minuteLengthMs) * minuteLengthMs
      const endMs = Math.min(untilMs, minuteMs + minuteLengthMs)
      for (const [cause, operators] of entriesOf(last.waits)) add(minuteMs, cause, operators * (endMs - fromMs))
      fromMs = endMs
    }
    for (const oldest of [...minutes.keys()].sort((one, other) => one - other).slice(0, -mostMinutes))
      minutes.delete(oldest)
  }

  return {
    saw(atMs, waits) {
      holdUntil(atMs)
      last = { atMs, waits }
    },
    ceased(atMs) {
      holdUntil(atMs)
      last = undefined
    },
    takeUntil(atMs) {
      const taken: WaitingMinute[] = []
      for (const [minuteMs, causes] of minutes) {
        if (minuteMs + minuteLengthMs > atMs) continue
        minutes.delete(minuteMs)
        for (const [cause, ms] of causes) if (ms > 0) taken.push({ minuteMs, cause, ms })
      }
      return taken
    },
    giveBack(given) {
      for (const { minuteMs, cause, ms } of given) add(minuteMs, cause, ms)
    },
  }
}

function entriesOf(waits: Waits): [WaitingCause, number][] {
  return Object.entries(waits) as [WaitingCause, number][]
}

/** Writes the minutes that are over, which is nothing where nobody waited; what cannot be written waits for the next time. */
export async function keepWaitingMinutes(
  database: Database,
  tenantId: TenantId,
  campaignId: CampaignId,
  waiting: WaitingMinutes,
  untilMs: number,
): Promise<void> {
  const minutes = waiting.takeUntil(untilMs)
  if (minutes.length === 0) return
  try {
    await database.transaction(dialler, tenantId, (tx) => write(tx, campaignId, minutes))
  } catch (error) {
    waiting.giveBack(minutes)
    throw error
  }
}

/** Adds to what stands there: a campaign that moves to another process within a minute is written by both. */
async function write(tx: Tx, campaignId: CampaignId, minutes: readonly WaitingMinute[]): Promise<void> {
  await tx.client.query({
    name: 'write waiting minutes',
    text: `insert into tenant.waiting_minutes as kept (tenant_id, campaign_id, minute, cause, ms)
      select $1, $2, w.minute, w.cause, w.ms from unnest($3::timestamptz[], $4::text[], $5::int[]) as w (minute, cause, ms)
      on conflict (tenant_id, campaign_id, minute, cause) do update set ms = kept.ms + excluded.ms`,
    values: [
      tenantOf(tx),
      campaignId,
      minutes.map(({ minuteMs }) => new Date(minuteMs)),
      minutes.map(({ cause }) => cause),
      minutes.map(({ ms }) => ms),
    ],
  })
}
