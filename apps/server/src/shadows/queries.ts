import type { CampaignId, DiallingMode, EntryId, PersonId, ShadowEnd, ShadowId, ShadowMode } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** A shadow as its row has it. */
export interface Shadow {
  readonly shadowId: ShadowId
  readonly campaignId: CampaignId
  readonly mode: ShadowMode
  readonly capPercent: number
  readonly liveMode: DiallingMode
  readonly liveCapPercent: number
  /** Of mode `ratio`; null of others, and of a shadow that began before ratios were played. */
  readonly liveLinesPerTen: number | null
  readonly seed: number
  readonly window: { readonly answered: number; readonly abandoned: number }
  readonly startedAtMs: number
  readonly entryId: EntryId
  readonly playedUntilMs: number | null
  readonly known: { readonly calls: number; readonly talks: number }
  readonly endedAtMs: number | null
  readonly endedAs: ShadowEnd | null
}

/** With who began it. */
export type NamedShadow = Shadow & { readonly startedBy: string }

interface Row {
  shadow_id: ShadowId
  campaign_id: CampaignId
  mode: ShadowMode
  cap_percent: number
  live_mode: DiallingMode
  live_cap_percent: number
  live_lines_per_ten: number | null
  seed: number
  window_answered: number
  window_abandoned: number
  started_at: Date
  entry_id: EntryId
  known_calls: number
  known_talks: number
  played_until: Date | null
  ended_at: Date | null
  ended_as: ShadowEnd | null
}

const columns = `s.shadow_id, s.campaign_id, s.mode, s.cap_percent, s.live_mode, s.live_cap_percent, s.live_lines_per_ten, s.seed,
  s.window_answered, s.window_abandoned, s.started_at, s.entry_id, s.known_calls, s.known_talks, s.played_until, s.ended_at, s.ended_as`

const shadowOf = (row: Row): Shadow => ({
  ...{ shadowId: row.shadow_id, campaignId: row.campaign_id, mode: row.mode, capPercent: row.cap_percent },
  ...{ liveMode: row.live_mode, liveCapPercent: row.live_cap_percent, liveLinesPerTen: row.live_lines_per_ten },
  ...{ seed: row.seed, entryId: row.entry_id },
  window: { answered: row.window_answered, abandoned: row.window_abandoned },
  known: { calls: row.known_calls, talks: row.known_talks },
  startedAtMs: row.started_at.getTime(),
  playedUntilMs: row.played_until?.getTime() ?? null,
  endedAtMs: row.ended_at?.getTime() ?? null,
  endedAs: row.ended_as,
})

export interface NewShadow extends Pick<Shadow, 'shadowId' | 'campaignId' | 'mode' | 'capPercent' | 'liveMode'> {
  readonly liveCapPercent: number
  readonly liveLinesPerTen: number | null
  readonly seed: number
  readonly window: Shadow['window']
  readonly startedBy: PersonId
  readonly startedAtMs: number
  readonly entryId: EntryId
}

export async function addShadow(tx: Tx, shadow: NewShadow): Promise<void> {
  await tx.db
    .insertInto('tenant.shadows')
    .values({
      tenant_id: tenantOf(tx),
      ...{ shadow_id: shadow.shadowId, campaign_id: shadow.campaignId, mode: shadow.mode },
      ...{ cap_percent: shadow.capPercent, live_mode: shadow.liveMode, live_cap_percent: shadow.liveCapPercent },
      live_lines_per_ten: shadow.liveLinesPerTen,
      ...{ seed: shadow.seed, started_by: shadow.startedBy, entry_id: shadow.entryId },
      ...{ window_answered: shadow.window.answered, window_abandoned: shadow.window.abandoned },
      started_at: new Date(shadow.startedAtMs),
    })
    .execute()
}

/** The one that goes on first, then the newest of a campaign. */
export async function readShadows(tx: Tx, campaignId: CampaignId, most: number): Promise<NamedShadow[]> {
  const { rows } = await tx.client.query<Row & { started_by: string }>({
    name: 'shadows of campaign',
    text: `select ${columns}, p.display_name as started_by
      from tenant.shadows s join house.persons p on p.person_id = s.started_by
      where s.tenant_id = $1 and s.campaign_id = $2 order by s.ended_at is null desc, s.started_at desc, s.shadow_id limit $3`,
    values: [tenantOf(tx), campaignId, most],
  })
  return rows.map((row) => ({ ...shadowOf(row), startedBy: row.started_by }))
}

/** Locked until the transaction ends, so that it is ended once. */
export async function lockShadow(tx: Tx, campaignId: CampaignId, shadowId: ShadowId): Promise<Shadow | undefined> {
  const { rows } = await tx.client.query<Row>(
    `select ${columns} from tenant.shadows s where s.tenant_id = $1 and s.campaign_id = $2 and s.shadow_id = $3 for update`,
    [tenantOf(tx), campaignId, shadowId],
  )
  return rows.map(shadowOf)[0]
}

export async function markEnded(tx: Tx, shadowId: ShadowId, endedAs: ShadowEnd, atMs: number): Promise<void> {
  await tx.client.query(
    'update tenant.shadows set ended_at = $3, ended_as = $4 where tenant_id = $1 and shadow_id = $2',
    [tenantOf(tx), shadowId, new Date(atMs), endedAs],
  )
}

/** Takes or keeps the shadows of a tenant that nobody else plays. By the database's clock, which all processes share. */
export async function holdShadows(tx: Tx, holder: string, forMs: number): Promise<Shadow[]> {
  const { rows } = await tx.client.query<Row>({
    name: 'hold shadows',
    text: `update tenant.shadows s set holder = $2, held_until = clock_timestamp() + $3 * interval '1 millisecond'
      where s.tenant_id = $1 and s.ended_at is null
        and (s.holder is null or s.holder = $2 or s.held_until < clock_timestamp())
      returning ${columns}`,
    values: [tenantOf(tx), holder, forMs],
  })
  return rows.map(shadowOf)
}

/**
 * How far it was played and what there is to draw from.
 *
 * @returns  whether it still goes on and is played here; if not nothing more is to be written of it
 */
export async function markPlayed(
  tx: Tx,
  holder: string,
  { shadowId, known, playedUntilMs }: Pick<Shadow, 'shadowId' | 'known' | 'playedUntilMs'>,
): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'mark shadow played',
    text: `update tenant.shadows set known_calls = $4, known_talks = $5, played_until = coalesce($6, played_until)
      where tenant_id = $1 and shadow_id = $2 and holder = $3 and ended_at is null`,
    values: [
      ...[tenantOf(tx), shadowId, holder, known.calls, known.talks],
      playedUntilMs === null ? null : new Date(playedUntilMs),
    ],
  })
  return rowCount === 1
}
