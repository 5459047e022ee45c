/** Whose calls are asked about: SQL for ids. */
interface Place {
  readonly tenant: string
  readonly job: string
  readonly campaign: string
}

/** A stop that nobody has lifted. @param stop  alias of house.stops */
export function isStanding(stop: string): string {
  return `not exists (select from house.stop_lifts f where f.stop_id = ${stop}.entry_id)`
}

/** How far a stop reaches, a `StopExtent`. @param stop  alias of house.stops */
export function extentOf(stop: string): string {
  return `case when ${stop}.job_id is null then 'tenant' when ${stop}.campaign_id is null then 'job' else 'campaign' end`
}

/** SQL for the widest stop that holds at a place: its `StopExtent`, or null when calling may go on. */
export function stoppedBy({ tenant, job, campaign }: Place): string {
  return `(select ${extentOf('h')} from house.stops h
    where h.tenant_id = ${tenant} and (h.job_id is null or h.job_id = ${job})
      and (h.campaign_id is null or h.campaign_id = ${campaign}) and ${isStanding('h')}
    order by h.campaign_id nulls first, h.job_id nulls first limit 1)`
}
