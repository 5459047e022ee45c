import type { Seat } from '@sekisho/contract'

/**
 * SQL for whether person `p` holds a seat where a job is done: by a designation for its tenant, for it, or for one of its
 * sites, that holds at a moment and was not withdrawn. It says whom one may ask for something; what they may do is decided
 * request by request.
 *
 * @param place  alias of a row with the `tenant_id` and `job_id`
 * @param at     SQL for the moment
 */
export function holdsSeat(seat: Seat, place: string, at: string): string {
  return `exists (select from house.designations g
    where g.person_id = p.person_id and g.tenant_id = ${place}.tenant_id and g.seat = '${seat}' and g.withdrawn_at is null
      and g.valid_from <= ${at} and g.valid_until > ${at}
      and (g.scope_kind = 'tenant' or g.job_id = ${place}.job_id or g.site_id in (
        select b.site_id from tenant.job_sites b where b.tenant_id = ${place}.tenant_id and b.job_id = ${place}.job_id)))`
}
