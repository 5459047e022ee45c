/**
 * Conditions in SQL by which the dialler, imports and exclusions ask whether somebody is not to be called. They are looked
 * up by the primary key of house.do_not_call, lead by lead: `limit 1` keeps the planner from making a table of all
 * refusals of the client for a handful of leads.
 */
interface Place {
  /** SQL for the client's id. */
  readonly client: string
  /** SQL for the id of the job that wants to call. */
  readonly job: string
}

/** A place whose client and job are read once for the whole statement. `tenant` and `campaign` are parameters. */
export function placeOf(tenant: string, campaign: string): Place {
  return {
    client: clientOf(tenant),
    job: `(select j.job_id from tenant.campaigns j where j.tenant_id = ${tenant} and j.campaign_id = ${campaign})`,
  }
}

export function clientOf(tenant: string): string {
  return `(select t.client_id from house.tenants t where t.tenant_id = ${tenant})`
}

const binds = ({ job }: Place) => `(s.job_id is null or s.job_id = ${job})`

/**
 * Whether a refusal stands: the result that made it was not corrected. Asked only of refusals that were found, one probe of
 * a primary key each.
 *
 * @param refusal  alias of house.do_not_call
 */
export function stands(refusal: string): string {
  return `((select true from house.do_not_call_withdrawals w
    where w.client_id = ${refusal}.client_id and w.refusal_entry_id = ${refusal}.entry_id limit 1) is null)`
}

/** Whether the person of a contact must not be called. @param contact  alias of tenant.contacts */
export function stopsPerson(place: Place, contact: string): string {
  return `((select true from house.do_not_call s where s.client_id = ${place.client} and ${binds(place)}
    and s.key_index in (${contact}.customer_index, ${contact}.person_index) and ${stands('s')} limit 1) is not null)`
}

/** Whether a number of a contact must not be called. @param phoneIndex  SQL for the number's blind index */
export function stopsNumber(place: Place, contact: string, phoneIndex: string): string {
  return `((select true from house.do_not_call s where s.client_id = ${place.client} and ${binds(place)}
    and s.key_index = ${phoneIndex}
    and (s.only_for is null or s.only_for in (${contact}.customer_index, ${contact}.person_index)) and ${stands('s')}
    limit 1) is not null)`
}
