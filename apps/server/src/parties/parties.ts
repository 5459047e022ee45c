import { randomBytes } from 'node:crypto'
import {
  type CompanyId,
  type companyView,
  type JobId,
  type jobView,
  ProblemError,
  type SiteId,
  type TenantId,
} from '@sekisho/contract'
import { type KeyServiceCalls, KeyServiceError } from '@sekisho/vault'
import type { z } from 'zod'
import type { EntryWriter } from '../ledger/index.ts'
import { type Actor, type PersonActor, systemActor } from '../platform/actor.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'

export interface PartiesDependencies {
  readonly database: Database
  readonly entries: EntryWriter
  readonly keys: Pick<KeyServiceCalls, 'ensureClient' | 'ensureTenant' | 'ensureLog'>
  /** Origins of logs are `<origin>/<log id>`: the host name of the installation (C2SP tlog-checkpoint). */
  readonly logOrigin: string
}

type CompanyView = z.output<typeof companyView>
type JobView = z.output<typeof jobView>
export type Author = { readonly actor: Actor; readonly policyHash?: string }

/** Companies, sites, tenants, jobs: who works for whom, where. */
export interface Parties {
  list(actor: PersonActor): Promise<{
    companies: CompanyView[]
    sites: { siteId: SiteId; name: string }[]
    tenants: { tenantId: TenantId; clientId: CompanyId; name: string }[]
  }>
  /** @throws ProblemError `already_known` when the company is known as one of another kind */
  createCompany(author: Author, company: Omit<CompanyView, 'companyId'>): Promise<CompanyId>
  createSite(author: Author, name: string): Promise<SiteId>
  /**
   * Makes a tenant with its keys and its ledger, whose first entry it is.
   *
   * Keys come first, under ids that exist nowhere yet: killed in the middle, this leaves keys that open nothing, and never
   * a tenant without keys.
   *
   * @throws ProblemError `not_found` when the client does not exist or is no client
   */
  createTenant(author: Author, tenant: { clientId: CompanyId; name: string; isDemo?: boolean }): Promise<TenantId>
  /** The head office's own log, made at the first start; nothing when it is there. */
  ensureHeadOffice(headOffice: TenantId): Promise<void>
  listJobs(actor: PersonActor, tenantId: TenantId, rows: RowScope): Promise<JobView[]>
  createJob(author: Author, tenantId: TenantId, job: { name: string; siteIds: readonly SiteId[] }): Promise<JobId>
}

export function createParties({ database, entries, keys, logOrigin }: PartiesDependencies): Parties {
  /** Keys and log of a tenant (or of the head office, its own client), before any row names them. */
  async function prepare(clientId: CompanyId, tenantId: TenantId): Promise<LogRow> {
    const logId = randomBytes(16).toString('hex')
    const origin = `${logOrigin}/${logId}`
    try {
      await keys.ensureClient({ clientId })
      await keys.ensureTenant({ tenantId, clientId })
      const { verifierKey } = await keys.ensureLog({ logId, tenantId, origin })
      return { logId, origin, verifierKey }
    } catch (error) {
      throw error instanceof KeyServiceError ? new ProblemError('key_service_unavailable') : error
    }
  }

  return {
    async list(actor) {
      return database.transaction(actor, 'house', async (tx) => {
        const companies = await tx.client.query<{
          company_id: CompanyId
          name: string
          kind: CompanyView['kind']
          sector: CompanyView['sector']
        }>('select company_id, name, kind, sector from house.companies order by kind, name')
        const sites = await tx.client.query<{ site_id: SiteId; name: string }>(
          'select site_id, name from house.sites order by name',
        )
        const tenants = await tx.client.query<{ tenant_id: TenantId; client_id: CompanyId; name: string }>(
          'select tenant_id, client_id, name from house.tenants order by name',
        )
        return {
          companies: companies.rows.map(({ company_id, ...rest }) => ({ companyId: company_id, ...rest })),
          sites: sites.rows.map(({ site_id, name }) => ({ siteId: site_id, name })),
          tenants: tenants.rows.map((row) => ({ tenantId: row.tenant_id, clientId: row.client_id, name: row.name })),
        }
      })
    },

    async createCompany(author, { name, kind, sector }) {
      const companyId = newId<CompanyId>()
      await database.transaction(author.actor, 'house', async (tx) => {
        await refuseOtherSide(tx, name, kind)
        await tx.client.query('insert into house.companies (company_id, name, kind, sector) values ($1, $2, $3, $4)', [
          companyId,
          name,
          kind,
          sector,
        ])
        await entries.enter(tx, {
          type: 'party.created',
          purpose: 'set_up',
          ...under(author),
          refs: { company: companyId, sector },
          commit: { label: name },
        })
      })
      return companyId
    },

    async createSite(author, name) {
      const siteId = newId<SiteId>()
      await database.transaction(author.actor, 'house', async (tx) => {
        await tx.client.query('insert into house.sites (site_id, name) values ($1, $2)', [siteId, name])
        await entries.enter(tx, {
          type: 'party.created',
          purpose: 'set_up',
          ...under(author),
          refs: { site: siteId },
          commit: { label: name },
        })
      })
      return siteId
    },

    async createTenant(author, { clientId, name, isDemo = false }) {
      const isClient = await database.transaction(author.actor, 'house', async (tx) => {
        const { rowCount } = await tx.client.query(
          `select from house.companies where company_id = $1 and kind = 'client'`,
          [clientId],
        )
        return rowCount === 1
      })
      if (!isClient) throw new ProblemError('not_found')
      const tenantId = newId<TenantId>()
      const log = await prepare(clientId, tenantId)
      await database.transaction(author.actor, 'house', async (tx) => {
        await tx.client.query(
          'insert into house.tenants (tenant_id, client_id, name, is_demo) values ($1, $2, $3, $4)',
          [tenantId, clientId, name, isDemo],
        )
        await tx.client.query(insertLog, [log.logId, tenantId, log.origin, log.verifierKey])
        await entries.enter(tx, {
          type: 'tenant.created',
          purpose: 'set_up',
          ...under(author),
          refs: { log: log.logId, company: clientId },
          commit: { label: name },
        })
      })
      return tenantId
    },

    async ensureHeadOffice(headOffice) {
      const launcher = systemActor('launcher')
      const isThere = await database.transaction(launcher, 'house', async (tx) => {
        const { rowCount } = await tx.client.query('select from house.logs where tenant_id = $1', [headOffice])
        return rowCount === 1
      })
      if (isThere) return
      const log = await prepare(headOffice as string as CompanyId, headOffice)
      await database.transaction(launcher, 'house', (tx) =>
        tx.client.query(`${insertLog} on conflict (tenant_id) do nothing`, [
          log.logId,
          headOffice,
          log.origin,
          log.verifierKey,
        ]),
      )
    },

    async listJobs(actor, tenantId, rowScope) {
      const { rows } = await database.transaction(
        actor,
        tenantId,
        (tx) =>
          tx.client.query<{ job_id: JobId; name: string; site_ids: SiteId[] }>(
            `select j.job_id, j.name,
               array(select s.site_id::text from tenant.job_sites s where s.job_id = j.job_id order by s.site_id) as site_ids
             from tenant.jobs j order by j.name`,
          ),
        rowScope,
      )
      return rows.map((row) => ({ jobId: row.job_id, name: row.name, siteIds: row.site_ids }))
    },

    async createJob(author, tenantId, { name, siteIds }) {
      const jobId = newId<JobId>()
      await database.transaction(author.actor, tenantId, async (tx) => {
        await tx.client.query('insert into tenant.jobs (tenant_id, job_id, name) values ($1, $2, $3)', [
          tenantId,
          jobId,
          name,
        ])
        const { rowCount } = await tx.client.query(
          `insert into tenant.job_sites (tenant_id, job_id, site_id)
           select $1, $2, site_id from house.sites where site_id = any ($3)`,
          [tenantId, jobId, [...new Set(siteIds)]],
        )
        if (rowCount !== new Set(siteIds).size) throw new ProblemError('invalid_input', 'body.siteIds')
        await entries.enter(tx, {
          type: 'party.created',
          purpose: 'set_up',
          ...under(author),
          refs: { job: jobId },
          commit: { label: name },
        })
      })
      return jobId
    },
  }
}

interface LogRow {
  readonly logId: string
  readonly origin: string
  readonly verifierKey: string
}

const insertLog = 'insert into house.logs (log_id, tenant_id, origin, verifier_key) values ($1, $2, $3, $4)'

function under({ policyHash }: Author): { policyHash?: string } {
  return policyHash === undefined ? {} : { policyHash }
}

/**
 * One legal person does not stand on two sides of a contract: a name that is known under one kind is not
 * registered under another. Names are compared as people read them, without width and spaces.
 */
async function refuseOtherSide(tx: Tx, name: string, kind: CompanyView['kind']): Promise<void> {
  // two at once: the second waits here and then finds the first
  await tx.client.query(`select pg_advisory_xact_lock(hashtext('sekisho company'))`)
  const { rowCount } = await tx.client.query(
    `select from house.companies
     where lower(regexp_replace(normalize(name, nfkc), '\\s', '', 'g'))
         = lower(regexp_replace(normalize($1, nfkc), '\\s', '', 'g'))
       and kind <> $2
     limit 1`,
    [name, kind],
  )
  if (rowCount !== 0) throw new ProblemError('already_known')
}
