import {
  type DesignationId,
  type JobId,
  type PersonId,
  type ScopeKind,
  type Seat,
  type SessionId,
  type SiteId,
  seats,
  type TenantId,
} from '@sekisho/contract'
import { systemActor } from '../platform/actor.ts'
import { type Database, wholeTenant } from '../platform/database/index.ts'

/** One written right of a person. Times are milliseconds since 1970. */
export interface Designation {
  readonly designationId: DesignationId
  readonly seat: Seat
  readonly scopeKind: ScopeKind
  readonly tenantId: TenantId | null
  readonly jobId: JobId | null
  readonly siteId: SiteId | null
  readonly validFrom: number
  readonly validUntil: number
}

/** What decisions about one session stand on. */
export interface RightsOfSession {
  readonly personId: PersonId
  /** The session exists and was not ended, and its person is not disabled. */
  readonly isLive: boolean
  readonly expiresAt: number
  /** Not withdrawn; whether they are current is a matter of time and decided at each decision. */
  readonly designations: readonly Designation[]
}

interface Row {
  session_id: SessionId
  person_id: PersonId
  is_live: boolean
  expires_at: Date
  designations: {
    designation_id: DesignationId
    seat: Seat
    scope_kind: ScopeKind
    tenant_id: TenantId | null
    job_id: JobId | null
    site_id: SiteId | null
    valid_from: number
    valid_until: number
  }[]
}

/**
 * Session, person and designations in one statement, so that they are of one moment; in the order asked, null for an
 * unknown session.
 */
export async function loadRights(
  database: Database,
  sessionIds: readonly SessionId[],
): Promise<(RightsOfSession | null)[]> {
  // asked while somebody who has answered hears silence, and by whoever waits for a page
  const { rows } = await database.transaction(
    systemActor('identity'),
    'house',
    (tx) =>
      tx.client.query<Row>(
        `select s.session_id, s.person_id, s.ended_at is null and p.disabled_at is null as is_live, s.expires_at,
         coalesce((select json_agg(json_build_object(
             'designation_id', d.designation_id, 'seat', d.seat, 'scope_kind', d.scope_kind, 'tenant_id', d.tenant_id,
             'job_id', d.job_id, 'site_id', d.site_id,
             'valid_from', (extract(epoch from d.valid_from) * 1000)::bigint,
             'valid_until', (extract(epoch from d.valid_until) * 1000)::bigint))
           from house.designations d where d.person_id = s.person_id and d.withdrawn_at is null), '[]') as designations
       from house.sessions s join house.persons p using (person_id)
       where s.session_id = any ($1)`,
        [sessionIds],
      ),
    wholeTenant,
    'on_the_line',
  )
  const found = new Map(rows.map((row) => [row.session_id, rightsIn(row)]))
  return sessionIds.map((sessionId) => found.get(sessionId) ?? null)
}

function rightsIn(row: Row): RightsOfSession {
  return {
    personId: row.person_id,
    isLive: row.is_live,
    expiresAt: row.expires_at.getTime(),
    designations: row.designations.map((designation) => ({
      designationId: designation.designation_id,
      seat: designation.seat,
      scopeKind: designation.scope_kind,
      tenantId: designation.tenant_id,
      jobId: designation.job_id,
      siteId: designation.site_id,
      validFrom: designation.valid_from,
      validUntil: designation.valid_until,
    })),
  }
}

export function currentDesignations(rights: RightsOfSession, now: number): Designation[] {
  return rights.designations.filter(({ validFrom, validUntil }) => validFrom <= now && now < validUntil)
}

export function seatsOf(designations: readonly Designation[]): Seat[] {
  const held = new Set(designations.map(({ seat }) => seat))
  return seats.filter((seat) => held.has(seat))
}

/** Jobs that a site works on in a tenant. */
export async function jobsOfSites(
  database: Database,
  tenantId: TenantId,
  siteIds: readonly SiteId[],
): Promise<JobId[]> {
  const rows = await database.transaction(systemActor('identity'), tenantId, (tx) =>
    tx.db.selectFrom('tenant.job_sites').select('job_id').distinct().where('site_id', 'in', siteIds).execute(),
  )
  return rows.map(({ job_id }) => job_id)
}
