import { isStanding } from './stopped-sql.ts'

/**
 * SQL for whether a stop of an area holds for a lead: by the prefecture or the municipality of the address, or by the area of
 * any landline, because whoever has a landline there is there with the mobile telephone, too. Whoever's prefecture is not known
 * is stopped by each stop of a prefecture, whoever's municipality is not known by each in the same prefecture (or in any, if
 * that is not known either), and who came before areas were told by each of an area code.
 *
 * The stops are read once for the statement.
 *
 * @param tenant  SQL for the id
 * @param lead    alias of tenant.leads
 */
export function areaIsStopped({ tenant, lead }: { readonly tenant: string; readonly lead: string }): string {
  const standing = (column: string) =>
    `from house.stops h where h.tenant_id = ${tenant} and h.${column} is not null and ${isStanding('h')}`
  return `coalesce(
      ${lead}.prefecture = any ((select array_agg(h.prefecture) ${standing('prefecture')})::smallint[]),
      exists (select ${standing('prefecture')}))
    or coalesce(
      ${lead}.municipality_index = any ((select array_agg(h.municipality_index) ${standing('municipality')})::bytea[]),
      ${lead}.prefecture = any ((select array_agg(left(h.municipality, 2)::smallint) ${standing('municipality')})::smallint[]),
      exists (select ${standing('municipality')}))
    or coalesce(
      ${lead}.areas like any ((select array_agg(p) from (select substr(h.area_code, 2) as digits ${standing('area_code')}) s,
        lateral (values (digits || '%'), ('% ' || digits || '%')) as v (p))::text[]),
      exists (select ${standing('area_code')}))`
}
