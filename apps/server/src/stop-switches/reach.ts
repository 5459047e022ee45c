import { type Tx, tenantOf } from '../platform/database/index.ts'

export type StopArea = { readonly prefecture: number } | { readonly areaCode: string }

/** Leads that may still be called. */
export interface AreaReach {
  readonly leads: number
  /** Of them, those of whom no prefecture, or no area of a number, is known. */
  readonly unknown: number
}

/** Whom a stop of an area holds for, as `areaIsStopped` decides it; of the jobs in the row scope. */
export async function readReach(tx: Tx, area: StopArea): Promise<AreaReach> {
  const { rows } = await tx.client.query<AreaReach>(
    'prefecture' in area
      ? {
          text: `select count(*)::int as leads, (count(*) filter (where l.prefecture is null))::int as unknown
            from tenant.leads l
            where l.tenant_id = $1 and l.state <> 'finished' and (l.prefecture is null or l.prefecture = $2)`,
          values: [tenantOf(tx), area.prefecture],
        }
      : {
          text: `select count(*)::int as leads, (count(*) filter (where l.areas is null))::int as unknown
            from tenant.leads l
            where l.tenant_id = $1 and l.state <> 'finished' and (l.areas is null or ' ' || l.areas like $2)`,
          values: [tenantOf(tx), `% ${area.areaCode.slice(1)}%`],
        },
  )
  return rows[0] ?? { leads: 0, unknown: 0 }
}
