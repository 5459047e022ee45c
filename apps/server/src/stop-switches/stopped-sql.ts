/** Whose calls are asked about: SQL for ids. */
interface Place {
  readonly tenant: string
  readonly job: string
  readonly campaign: string
}

/** What stops all calling of a campaign: a stop of the whole house, or one that reaches all of its leads. */
export type CampaignStop = 'house' | 'tenant' | 'job' | 'campaign'

/** A stop that nobody has lifted. @param stop  alias of house.stops */
export function isStanding(stop: string): string {
  return `not exists (select from house.stop_lifts f where f.stop_id = ${stop}.entry_id)`
}

/** A stop of all tenants that nobody has lifted. @param stop  alias of house.house_stops */
export function isStandingInHouse(stop: string): string {
  return `not exists (select from house.house_stop_lifts f where f.stop_id = ${stop}.entry_id)`
}

/** A stop that holds for people of one area, of the whole tenant. @param stop  alias of house.stops */
function isOfArea(stop: string): string {
  return `num_nonnulls(${stop}.prefecture, ${stop}.municipality, ${stop}.area_code) > 0`
}

/** How far a stop reaches, a `StopExtent`. @param stop  alias of house.stops */
export function extentOf(stop: string): string {
  return `case when ${stop}.prefecture is not null then 'prefecture' when ${stop}.municipality is not null then 'municipality'
    when ${stop}.area_code is not null then 'area_code'
    when ${stop}.job_id is null then 'tenant' when ${stop}.campaign_id is null then 'job'
    when ${stop}.list_id is null then 'campaign' else 'list' end`
}

/** SQL for the widest stop that holds at a place: a `CampaignStop`, or null when calling may go on. */
export function stoppedBy({ tenant, job, campaign }: Place): string {
  return `coalesce((select 'house' from house.house_stops z where ${isStandingInHouse('z')} limit 1),
    (select ${extentOf('h')} from house.stops h
      where h.tenant_id = ${tenant} and (h.job_id is null or h.job_id = ${job})
        and (h.campaign_id is null or h.campaign_id = ${campaign}) and h.list_id is null and not ${isOfArea('h')}
        and ${isStanding('h')}
      order by h.campaign_id nulls first, h.job_id nulls first limit 1))`
}

/** SQL for whether a stop holds for some leads of a campaign only, which calls on. */
export function partlyStopped({ tenant, campaign }: Pick<Place, 'tenant' | 'campaign'>): string {
  return `exists (select from house.stops h where h.tenant_id = ${tenant}
    and (h.list_id is not null and h.campaign_id = ${campaign} or ${isOfArea('h')}) and ${isStanding('h')})`
}

/** SQL for whether a stop holds for whoever came with a list. Which lists are stopped is asked once for the statement. */
export function listIsStopped({ tenant, list }: { readonly tenant: string; readonly list: string }): string {
  return `${list} in (select h.list_id from house.stops h
    where h.tenant_id = ${tenant} and h.list_id is not null and ${isStanding('h')})`
}
