import { type Tx, tenantOf } from '../platform/database/index.ts'
import { isStanding } from './stopped-sql.ts'

export type StopArea =
  | { readonly prefecture: number }
  | { readonly municipality: string }
  | { readonly areaCode: string }

/** Leads that may still be called. */
export interface AreaReach {
  /** Null of a municipality that no stop holds in: its people are found by what only a stop's entry brings. */
  readonly leads: number | null
  /** Of them, those of whom no prefecture, no municipality, or no area of a number, is known. */
  readonly unknown: number
}

const mayBeCalled = `from tenant.leads l where l.tenant_id = $1 and l.state <> 'finished'`
const noTown = `l.municipality_index is null and (l.prefecture is null or l.prefecture = left($2, 2)::smallint)`

const statements = {
  prefecture: `select count(*)::int as leads, (count(*) filter (where l.prefecture is null))::int as unknown
    ${mayBeCalled} and (l.prefecture is null or l.prefecture = $2)`,
  municipality: `with town as (select h.municipality_index from house.stops h
      where h.tenant_id = $1 and h.municipality = $2 and ${isStanding('h')} limit 1)
    select case when exists (select from town) then count(*)::int end as leads,
      (count(*) filter (where l.municipality_index is null))::int as unknown
    ${mayBeCalled} and (l.municipality_index = (select t.municipality_index from town t) or ${noTown})`,
  areaCode: `select count(*)::int as leads, (count(*) filter (where l.areas is null))::int as unknown
    ${mayBeCalled} and (l.areas is null or ' ' || l.areas like $2)`,
} as const

/** Whom a stop of an area holds for, as `areaIsStopped` decides it; of the jobs in the row scope. */
export async function readReach(tx: Tx, area: StopArea): Promise<AreaReach> {
  const { rows } = await tx.client.query<AreaReach>(
    'prefecture' in area
      ? { text: statements.prefecture, values: [tenantOf(tx), area.prefecture] }
      : 'municipality' in area
        ? { text: statements.municipality, values: [tenantOf(tx), area.municipality] }
        : { text: statements.areaCode, values: [tenantOf(tx), `% ${area.areaCode.slice(1)}%`] },
  )
  return rows[0] ?? { leads: 0, unknown: 0 }
}
