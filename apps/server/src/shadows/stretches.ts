import type { FloorFigures, ShadowId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

/** Whether a twin is paced the other way, or as the campaign itself is. */
export type PacedAs = 'other' | 'as_live'

/** What became of one twin floor in at most half an hour. */
export interface Stretch extends FloorFigures {
  readonly beganAtMs: number
  readonly endedAtMs: number
  readonly pacedAs: PacedAs
  readonly twin: number
}

/** Adds stretches; one that went on takes the place of what was known of it. */
export async function writeStretches(tx: Tx, shadowId: ShadowId, stretches: readonly Stretch[]): Promise<void> {
  const of = <Value>(part: (stretch: Stretch) => Value): Value[] => stretches.map(part)
  await tx.client.query({
    name: 'write shadow stretches',
    text: `insert into tenant.shadow_stretches (tenant_id, shadow_id, began_at, paced_as, twin, ended_at, talk_ms, wrap_up_ms,
        waiting_ms, dialled, answered, abandoned, connected)
      select $1, $2, w.* from unnest($3::timestamptz[], $4::text[], $5::smallint[], $6::timestamptz[], $7::bigint[],
        $8::bigint[], $9::bigint[], $10::int[], $11::int[], $12::int[], $13::int[]) as w
      on conflict (tenant_id, shadow_id, began_at, paced_as, twin) do update set ended_at = excluded.ended_at,
        talk_ms = excluded.talk_ms, wrap_up_ms = excluded.wrap_up_ms, waiting_ms = excluded.waiting_ms,
        dialled = excluded.dialled, answered = excluded.answered, abandoned = excluded.abandoned,
        connected = excluded.connected`,
    values: [
      ...[tenantOf(tx), shadowId, of(({ beganAtMs }) => new Date(beganAtMs)), of(({ pacedAs }) => pacedAs)],
      ...[of(({ twin }) => twin), of(({ endedAtMs }) => new Date(endedAtMs))],
      ...[of(({ talkMs }) => Math.round(talkMs)), of(({ wrapUpMs }) => Math.round(wrapUpMs))],
      ...[of(({ waitingMs }) => Math.round(waitingMs)), of(({ dialled }) => dialled), of(({ answered }) => answered)],
      ...[of(({ abandoned }) => abandoned), of(({ connected }) => connected)],
    ],
  })
}

interface Row {
  began_at: Date
  ended_at: Date
  paced_as: PacedAs
  twin: number
  talk_ms: string
  wrap_up_ms: string
  waiting_ms: string
  dialled: number
  answered: number
  abandoned: number
  connected: number
}

/** In the order of time, then of twins. */
export async function readStretches(tx: Tx, shadowId: ShadowId): Promise<Stretch[]> {
  const { rows } = await tx.client.query<Row>({
    name: 'shadow stretches',
    text: `select began_at, ended_at, paced_as, twin, talk_ms, wrap_up_ms, waiting_ms, dialled, answered, abandoned, connected
      from tenant.shadow_stretches where tenant_id = $1 and shadow_id = $2 order by began_at, paced_as, twin`,
    values: [tenantOf(tx), shadowId],
  })
  return rows.map((row) => ({
    ...{ beganAtMs: row.began_at.getTime(), endedAtMs: row.ended_at.getTime(), pacedAs: row.paced_as, twin: row.twin },
    ...{ talkMs: Number(row.talk_ms), wrapUpMs: Number(row.wrap_up_ms), waitingMs: Number(row.waiting_ms) },
    ...{ dialled: row.dialled, answered: row.answered, abandoned: row.abandoned, connected: row.connected },
  }))
}
