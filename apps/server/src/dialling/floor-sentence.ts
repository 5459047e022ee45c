import type { CampaignId, TenantId } from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { FloorReason } from './begin-predictive.ts'
import type { CallEvents } from './call-events.ts'
import { countOutsidePeriod } from './list-period.ts'
import { switchCodeOf } from './switch-codes.ts'

export interface FloorSentence {
  /** Why the campaign dials what it dials: when that changed, at most once a second, and again for floors opened since. */
  tell(because: FloorReason): Promise<void>
}

const sayAgainMs = 10_000
/** The sentence of pacing ahead has figures that move with every call. */
const saySoonMs = 2_000
const dialler = systemActor('dialler')
const switchCodes: readonly string[] = Object.values(switchCodeOf)
const codesAhead: readonly string[] = [
  ...['risk', 'ratio', 'others_first', 'budget', 'few_answers_today', 'window_at_cap', 'after_a_stop'],
]

/** One campaign's sentence on the floor. */
export function createFloorSentence(
  { database, clock, events }: { readonly database: Database; readonly clock: Clock; readonly events: CallEvents },
  tenantId: TenantId,
  campaignId: CampaignId,
): FloorSentence {
  let told: { code: FloorReason['code']; atMs: number } | undefined
  return {
    async tell(because) {
      const nowMs = clock.now()
      const ageMs = told === undefined ? Number.POSITIVE_INFINITY : Math.abs(nowMs - told.atMs)
      const restMs = codesAhead.includes(because.code) ? saySoonMs : sayAgainMs
      if (ageMs < (told?.code !== because.code ? 1_000 : restMs)) return
      told = { code: because.code, atMs: nowMs }
      await database.transaction(dialler, tenantId, async (tx) => {
        const outside = because.code === 'no_due_leads' ? await countOutsidePeriod(tx, campaignId, nowMs) : 0
        await events.announce(tx, { kind: 'pacing', tenantId, campaignId, because: withOutside(because, outside) })
      })
    },
  }
}

export function isSwitchedOff({ code }: FloorReason): boolean {
  return switchCodes.includes(code)
}

/** Whoever may not be called on this day is not forgotten: said where nobody else is left. */
function withOutside({ ja, en }: FloorReason, outside: number): { readonly ja: string; readonly en: string } {
  if (outside === 0) return { ja, en }
  const count = outside.toLocaleString('en')
  return {
    ja: `${ja}有効期間外の架電リストに${count}件あります。`,
    en: `${en} ${count} are on lists outside of their period.`,
  }
}
