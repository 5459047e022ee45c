import type { CampaignSettings, FloorFigures, PersonId, ShadowPacing, ShownShadow } from '@sekisho/contract'
import type { QueryResult } from 'pg'
import { createCampaignBook } from '../dialling/index.ts'
import { tuesdayAtTen } from '../dialling/test-dialling.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { reportRows } from '../reports/test-report-rows.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { createShadows, playShadows, type ShadowPlayer, type Shadows } from './index.ts'
import { type LiveFloorSettings, progressiveFloor } from './test-live-floor.ts'

/** Playing an hour of a floor ten times takes as long as a busy machine needs for it. */
export const realMs = 300_000
export const minute = 60_000
export const predictive: ShadowPacing = { mode: 'predictive', capPercent: 3 }
export const progressive: ShadowPacing = { mode: 'progressive' }

/** A campaign and who asks about it. */
export interface TestFloor {
  readonly tenant: TestTenant
  readonly asking: Asking
  readonly view: () => Promise<ShownShadow>
}

/** Shadows whose time stands until a test moves it. */
export interface ShadowTest {
  readonly spine: Spine
  readonly shadows: Shadows
  readonly errors: readonly unknown[]
  now(): number
  moveTo(atMs: number): void
  sql(text: string, values?: unknown[]): Promise<QueryResult>
  newPlayer(): ShadowPlayer
  /** A campaign that was dialled progressively from nine until two, and a list that does not end. */
  floor(
    operators: number,
    changes?: Partial<LiveFloorSettings>,
    more?: { readonly settings?: Partial<CampaignSettings>; readonly due?: number },
  ): Promise<TestFloor>
  /** Plays on, some minutes at a time. */
  play(player: ShadowPlayer, minutes: number): Promise<void>
}

export async function startShadows(): Promise<ShadowTest> {
  const spine = await startSpine()
  const { database, superuser } = spine.test
  const { writer } = spine
  let nowMs = tuesdayAtTen
  const errors: unknown[] = []
  const clock = { now: () => nowMs, setTimer: () => () => undefined }
  const shadows = createShadows({ database, writer, clock })
  const sql = (text: string, values: unknown[] = []) => superuser.query(text, values)

  async function floor(
    operators: number,
    changes: Partial<LiveFloorSettings> = {},
    { settings, due = 4_000 }: { settings?: Partial<CampaignSettings>; due?: number } = {},
  ): Promise<TestFloor> {
    nowMs = tuesdayAtTen
    const tenant = await spine.tenant(settings)
    await sql(`update tenant.campaigns set state = 'running' where tenant_id = $1`, [tenant.tenantId])
    const actor = await spine.person(tenant, 'supervisor')
    const asking = { actor, tenantId: tenant.tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
    const people: PersonId[] = []
    for (let at = 0; at < operators; at += 1) people.push((await spine.person(tenant, 'operator')).personId)
    const { attempts, spans } = progressiveFloor(
      {
        ...{ campaignId: tenant.campaignId, leadId: newId(), operators: people, answerRate: 0.25 },
        ...{ fromMs: tuesdayAtTen - 60 * minute, untilMs: tuesdayAtTen + 240 * minute, ...changes },
      },
      operators,
    )
    const rows = reportRows(superuser)
    await rows.addAttempts(tenant.tenantId, attempts)
    await rows.addSpans(tenant.tenantId, spans)
    await sql(
      `with more as (
        insert into tenant.contacts (tenant_id, contact_id, list_id, row_number, sealed)
          select c.tenant_id, gen_random_uuid(), c.list_id, 1 + n, '' from tenant.contacts c, generate_series(1, $3) n
          where c.tenant_id = $1 returning tenant_id, contact_id, list_id)
      insert into tenant.leads (tenant_id, lead_id, campaign_id, list_id, contact_id, due_at)
        select tenant_id, gen_random_uuid(), $2, list_id, contact_id, $4 from more`,
      [tenant.tenantId, tenant.campaignId, due, new Date(tuesdayAtTen - minute)],
    )
    await sql('update tenant.leads set due_at = $2 where tenant_id = $1', [tenant.tenantId, new Date(nowMs - minute)])
    const view = async () => {
      const { shown } = await shadows.read(asking, tenant.campaignId, null)
      if (shown === null) throw new Error('no shadow')
      return shown
    }
    return { tenant, asking, view }
  }

  return {
    ...{ spine, shadows, errors, sql, floor, now: () => nowMs },
    moveTo(atMs) {
      nowMs = atMs
    },
    newPlayer: () =>
      playShadows({
        ...{ database, writer, clock, campaigns: createCampaignBook() },
        onError: (error) => void errors.push(error),
      }),
    async play(player, minutes) {
      for (let at = 0; at < minutes; at += 4) {
        nowMs += Math.min(4, minutes - at) * minute
        await player.beat()
      }
    },
  }
}

export const total = (figures: readonly FloorFigures[]): FloorFigures =>
  figures.reduce((sum, each) => ({
    ...{ talkMs: sum.talkMs + each.talkMs, wrapUpMs: sum.wrapUpMs + each.wrapUpMs },
    ...{ waitingMs: sum.waitingMs + each.waitingMs, dialled: sum.dialled + each.dialled },
    ...{ answered: sum.answered + each.answered, abandoned: sum.abandoned + each.abandoned },
    connected: sum.connected + each.connected,
  }))
export const occupancy = ({ talkMs, wrapUpMs, waitingMs }: FloorFigures) =>
  (talkMs + wrapUpMs) / (talkMs + wrapUpMs + waitingMs)
/** Both sides over the whole time; the twins of a kind together. */
export const sides = ({ stretches }: ShownShadow) => ({
  live: total(stretches.map(({ live }) => live)),
  asLive: total(stretches.flatMap(({ asLive }) => asLive)),
  other: total(stretches.flatMap(({ other }) => other)),
})
