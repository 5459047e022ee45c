import type { AbandonmentAlarm, CampaignId, CampaignKind, TenantId } from '@sekisho/contract'
import { type AbandonmentAccount, abandonmentAlarmsOf, type DayNumber, dayOf } from '@sekisho/dialer'
import type { EntryWriter } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import { type Database, type Tx, tenantOf } from '../platform/database/index.ts'

/** A campaign's account at one look. */
export interface SeenAccount {
  readonly account: AbandonmentAccount
  /** The share of live answers that may be abandoned; above 0. */
  readonly cap: number
  readonly kind: Exclude<CampaignKind, 'none'>
}

export interface AbandonmentAlarms {
  /** Enters what has begun since the last time; asks the database only where something changed. */
  follow(seen: SeenAccount, nowMs: number): Promise<void>
}

/** By alarm: the last day on which it was so. */
type Standing = ReadonlyMap<AbandonmentAlarm, DayNumber>

const dialler = systemActor('dialler')

/**
 * Enters alarms of one campaign's abandoned calls once when they begin. One that comes and goes with each call stands for
 * the day: it ends with the first look at a later day on which it is not so.
 */
export function createAbandonmentAlarms(
  { database, writer }: { readonly database: Database; readonly writer: EntryWriter },
  tenantId: TenantId,
  campaignId: CampaignId,
): AbandonmentAlarms {
  let standing: Standing | undefined

  return {
    async follow(seen, nowMs) {
      const now = abandonmentAlarmsOf(seen.account, seen.cap)
      const today = dayOf(nowMs)
      if (standing !== undefined && isAsBefore(standing, now, today)) return
      standing = await database.transaction(dialler, tenantId, (tx) =>
        enterBegun(writer, tx, campaignId, { seen, now, nowMs }),
      )
    },
  }
}

function isAsBefore(standing: Standing, now: readonly AbandonmentAlarm[], today: DayNumber): boolean {
  return now.every((alarm) => standing.get(alarm) === today) && [...standing.values()].every((day) => day === today)
}

interface Look {
  readonly seen: SeenAccount
  readonly now: readonly AbandonmentAlarm[]
  readonly nowMs: number
}

async function enterBegun(
  writer: EntryWriter,
  tx: Tx,
  campaignId: CampaignId,
  { seen, now, nowMs }: Look,
): Promise<Standing> {
  const ids = [tenantOf(tx), campaignId]
  const today = dayOf(nowMs)
  const { rows } = await tx.client.query<{ alarm: AbandonmentAlarm; seen_day: number }>(
    'select alarm, seen_day from tenant.abandonment_alarms where tenant_id = $1 and campaign_id = $2 for update',
    ids,
  )
  const standing = new Map(rows.map(({ alarm, seen_day: day }) => [alarm, day]))
  for (const [alarm, day] of [...standing]) {
    if (now.includes(alarm) || day === today) continue
    await tx.client.query(
      'delete from tenant.abandonment_alarms where tenant_id = $1 and campaign_id = $2 and alarm = $3',
      [...ids, alarm],
    )
    standing.delete(alarm)
  }
  for (const alarm of now) {
    if (standing.has(alarm))
      await tx.client.query(
        'update tenant.abandonment_alarms set seen_day = $4 where tenant_id = $1 and campaign_id = $2 and alarm = $3',
        [...ids, alarm, today],
      )
    else {
      const entryId = await writer.enter(tx, draftOf(alarm, campaignId, seen))
      await tx.client.query(
        `insert into tenant.abandonment_alarms (tenant_id, campaign_id, alarm, began_at, seen_day, entry_id)
          values ($1, $2, $3, $4, $5, $6)`,
        [...ids, alarm, new Date(nowMs), today, entryId],
      )
    }
    standing.set(alarm, today)
  }
  return standing
}

function draftOf(alarm: AbandonmentAlarm, campaignId: CampaignId, { account, cap, kind }: SeenAccount) {
  const { answered, abandoned } = (alarm === 'half_hour_above' ? account.worstToday : null) ?? account.window
  return {
    type: `abandonment.${alarm}` as const,
    purpose: 'dialling' as const,
    campaignKind: kind,
    counts: { answered, abandoned, cap_percent: Math.round(cap * 100) },
    refs: { campaign: campaignId },
  }
}
