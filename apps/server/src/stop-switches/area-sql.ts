import { isStanding } from './stopped-sql.ts'

/**
 * SQL for whether a stop of an area holds for a lead: by the prefecture of the address, or by the area of any landline,
 * because whoever has a landline there is there with the mobile telephone, too. Whoever's prefecture is not known is stopped
 * by each stop of a prefecture, and who came before areas were told by each of an area code.
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
      ${lead}.areas like any ((select array_agg(p) from (select substr(h.area_code, 2) as digits ${standing('area_code')}) s,
        lateral (values (digits || '%'), ('% ' || digits || '%')) as v (p))::text[]),
      exists (select ${standing('area_code')}))`
}
