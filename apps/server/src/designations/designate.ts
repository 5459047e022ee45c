import {
  type DesignationId,
  type designationView,
  type JobId,
  type PersonId,
  ProblemError,
  type Purpose,
  type ScopeKind,
  type Seat,
  type SiteId,
  type TenantId,
} from '@sekisho/contract'
import type { z } from 'zod'
import type { EntryWriter } from '../ledger/index.ts'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import type { AccessEvents } from '../platform/events/index.ts'
import { newId } from '../platform/new-id.ts'
import { enterRight } from './written-right.ts'

export interface NewDesignation {
  readonly personId: PersonId
  readonly seat: Seat
  readonly scopeKind: ScopeKind
  readonly tenantId?: TenantId | undefined
  readonly jobId?: JobId | undefined
  readonly siteId?: SiteId | undefined
  readonly purpose: Purpose
  readonly basis: string
  /** Milliseconds since 1970. */
  readonly validFrom: number
  readonly validUntil: number
}

export type DesignationView = z.output<typeof designationView>

/** A right is written for a year at most; after that somebody has to mean it again (F-06, F-08). */
export const longestRightMs = 366 * 24 * 60 * 60_000

/** How far a designation of each seat may reach. What a reach then opens is the policies' matter. */
export const reachOfSeat: Readonly<Record<Seat, readonly ScopeKind[]>> = {
  operator: ['tenant', 'job', 'site'],
  supervisor: ['tenant', 'job', 'site'],
  // of the house: the stop of all tenants, and nothing else
  centre_manager: ['house', 'tenant', 'job', 'site'],
  account_manager: ['house'],
  maintainer: ['house'],
  vendor: ['house'],
  watch_officer: ['house', 'tenant'],
  auditor: ['house', 'tenant'],
  client_auditor: ['tenant', 'job'],
}

export function createDesignate(dependencies: {
  database: Database
  clock: Clock
  entries: EntryWriter
  events: AccessEvents
  /** @throws ProblemError `proof_needed` */
  requireProof: (tx: Tx, actor: PersonActor) => Promise<void>
}) {
  const { database, clock, entries, events, requireProof } = dependencies

  /** Job and site have to be the tenant's own; a job of another tenant is as good as none. */
  async function refuseForeignPlace({ tenantId, jobId, siteId }: NewDesignation): Promise<void> {
    if (tenantId === undefined) return
    const isKnown = await database.transaction(systemActor('identity'), tenantId, async (tx) => {
      const { rows } = await tx.client.query<{ known: boolean }>(
        `select exists (select from house.tenants where tenant_id = $1)
           and ($2::uuid is null or exists (select from tenant.jobs where tenant_id = $1 and job_id = $2))
           and ($3::uuid is null or exists (select from house.sites where site_id = $3)) as known`,
        [tenantId, jobId ?? null, siteId ?? null],
      )
      return rows[0]?.known === true
    })
    if (!isKnown) throw new ProblemError('invalid_input', 'body.tenantId', 'body.jobId', 'body.siteId')
  }

  return {
    async list(actor: PersonActor): Promise<DesignationView[]> {
      const { rows } = await database.transaction(actor, 'house', (tx) => tx.client.query<Row>(listText))
      return rows.map(viewOf)
    },

    /**
     * Writes a right down (F-08). Nobody designates himself; the database says so, too.
     *
     * @throws ProblemError `proof_needed`, `invalid_input` where the parts do not fit together, `conflict` for a disabled person or a
     *                      right that the person holds already over the same time
     */
    async grant(actor: PersonActor, policyHash: string, wanted: NewDesignation): Promise<DesignationId> {
      refuseMisfit(actor, wanted, clock.now())
      await refuseForeignPlace(wanted)
      return database.transaction(actor, 'house', async (tx) => {
        await requireProof(tx, actor)
        await refuseUnfitPerson(tx, wanted)
        const designationId = newId<DesignationId>()
        await tx.client.query(
          `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, job_id, site_id,
             purpose, basis, designated_by, valid_from, valid_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
          [
            designationId,
            wanted.personId,
            wanted.seat,
            wanted.scopeKind,
            wanted.tenantId ?? null,
            wanted.jobId ?? null,
            wanted.siteId ?? null,
            wanted.purpose,
            wanted.basis,
            actor.personId,
            new Date(wanted.validFrom),
            new Date(wanted.validUntil),
          ],
        )
        await enterRight(tx, entries, { ...wanted, designationId }, { purpose: 'account_work', policyHash })
        await events.announce(tx, { kind: 'rights_changed', personId: wanted.personId })
        return designationId
      })
    },

    /** @throws ProblemError `proof_needed`; `not_found` also for one that was withdrawn before */
    async withdraw(actor: PersonActor, policyHash: string, designationId: DesignationId): Promise<void> {
      await database.transaction(actor, 'house', async (tx) => {
        await requireProof(tx, actor)
        const { rows } = await tx.client.query<{ person_id: PersonId }>(
          `update house.designations set withdrawn_at = $1 where designation_id = $2 and withdrawn_at is null
           returning person_id`,
          [new Date(clock.now()), designationId],
        )
        const personId = rows[0]?.person_id
        if (personId === undefined) throw new ProblemError('not_found')
        await enterWithdrawal(tx, entries, policyHash, personId, designationId)
        await events.announce(tx, { kind: 'rights_changed', personId })
      })
    },
  }
}

/** Withdraws every right of a person whose account ends, each with its entry. Announce the change in the same transaction. */
export async function withdrawAllOf(change: {
  tx: Tx
  entries: EntryWriter
  now: number
  personId: PersonId
  policyHash: string
}): Promise<void> {
  const { tx, entries, now, personId, policyHash } = change
  const { rows } = await tx.client.query<{ designation_id: DesignationId }>(
    `update house.designations set withdrawn_at = $1 where person_id = $2 and withdrawn_at is null
     returning designation_id`,
    [new Date(now), personId],
  )
  for (const { designation_id } of rows) await enterWithdrawal(tx, entries, policyHash, personId, designation_id)
}

function enterWithdrawal(tx: Tx, entries: EntryWriter, policyHash: string, personId: PersonId, id: DesignationId) {
  return entries.enter(tx, {
    type: 'designation.withdrawn',
    purpose: 'account_work',
    policyHash,
    refs: { designation: id },
    commit: { person: personId },
  })
}

function refuseMisfit(actor: PersonActor, wanted: NewDesignation, now: number): void {
  const { scopeKind, tenantId, jobId, siteId } = wanted
  const isWhole =
    (scopeKind === 'house') === (tenantId === undefined) &&
    (scopeKind === 'job') === (jobId !== undefined) &&
    (scopeKind === 'site') === (siteId !== undefined)
  if (!isWhole || !reachOfSeat[wanted.seat].includes(scopeKind))
    throw new ProblemError('invalid_input', 'body.scopeKind')
  if (wanted.personId === actor.personId) throw new ProblemError('invalid_input', 'body.personId')
  const isFitTime =
    wanted.validUntil > wanted.validFrom && wanted.validUntil > now && wanted.validUntil - now <= longestRightMs
  if (!isFitTime) throw new ProblemError('invalid_input', 'body.validUntil')
}

async function refuseUnfitPerson(tx: Tx, wanted: NewDesignation): Promise<void> {
  // the lock makes a disabling of the same person wait, or this wait for it
  const person = await tx.client.query<{ kind: string; is_disabled: boolean }>(
    `select c.kind, p.disabled_at is not null as is_disabled
     from house.persons p join house.companies c using (company_id) where p.person_id = $1 for update of p`,
    [wanted.personId],
  )
  const row = person.rows[0]
  if (row === undefined) throw new ProblemError('invalid_input', 'body.personId')
  if (row.is_disabled) throw new ProblemError('conflict')
  if (!isCompanyOfSeat(row.kind, wanted.seat)) throw new ProblemError('invalid_input', 'body.seat')
  if (wanted.seat === 'client_auditor') await refuseOtherClient(tx, wanted)
  const same = await tx.client.query(
    `select from house.designations
     where person_id = $1 and seat = $2 and scope_kind = $3 and tenant_id is not distinct from $4
       and job_id is not distinct from $5 and site_id is not distinct from $6 and withdrawn_at is null
       and valid_from < $8 and valid_until > $7`,
    [
      wanted.personId,
      wanted.seat,
      wanted.scopeKind,
      wanted.tenantId ?? null,
      wanted.jobId ?? null,
      wanted.siteId ?? null,
      new Date(wanted.validFrom),
      new Date(wanted.validUntil),
    ],
  )
  if (same.rowCount !== 0) throw new ProblemError('conflict')
}

/**
 * Which company's people sit where: a client's in the client's seat only, maintenance and vendor people in their
 * own seats only, and the operator's in none of those (B-04, B-18).
 */
export function isCompanyOfSeat(companyKind: string, seat: Seat): boolean {
  const own: Readonly<Record<string, Seat>> = {
    client: 'client_auditor',
    maintenance_provider: 'maintainer',
    vendor: 'vendor',
  }
  const reserved = own[companyKind]
  return reserved === undefined ? !Object.values(own).includes(seat) : seat === reserved
}

/** A client's people see their own client's tenants and nobody else's (B-18). */
async function refuseOtherClient(tx: Tx, { personId, tenantId }: NewDesignation): Promise<void> {
  const { rowCount } = await tx.client.query(
    `select from house.tenants t join house.persons p on p.company_id = t.client_id
     where t.tenant_id = $1 and p.person_id = $2`,
    [tenantId, personId],
  )
  if (rowCount !== 1) throw new ProblemError('invalid_input', 'body.tenantId')
}

interface Row {
  designation_id: DesignationId
  person_id: PersonId
  person_name: string
  seat: Seat
  scope_kind: ScopeKind
  tenant_id: TenantId | null
  tenant_name: string | null
  job_id: JobId | null
  site_id: SiteId | null
  purpose: Purpose
  basis: string
  valid_from: Date
  valid_until: Date
  withdrawn_at: Date | null
}

const listText = `
  select d.designation_id, d.person_id, p.display_name as person_name, d.seat, d.scope_kind, d.tenant_id,
    t.name as tenant_name, d.job_id, d.site_id, d.purpose, d.basis, d.valid_from, d.valid_until, d.withdrawn_at
  from house.designations d join house.persons p using (person_id) left join house.tenants t using (tenant_id)
  order by d.created_at desc, d.designation_id`

function viewOf(row: Row): DesignationView {
  return {
    designationId: row.designation_id,
    personId: row.person_id,
    personName: row.person_name,
    seat: row.seat,
    scopeKind: row.scope_kind,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    jobId: row.job_id,
    siteId: row.site_id,
    purpose: row.purpose,
    basis: row.basis,
    validFrom: row.valid_from.getTime(),
    validUntil: row.valid_until.getTime(),
    withdrawnAt: row.withdrawn_at?.getTime() ?? null,
  }
}
