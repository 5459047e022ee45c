/**
 * The reviewed list of house tables (architecture rule 4): what the application may do with each, and which rows it
 * sees. A table in schema `house` that is not listed here fails the migration.
 *
 * A transaction is stamped either with a tenant or with the house. `inHouse` is true only for the latter, which the
 * server opens for identity, designations, parties and the head office's own pages. What tenant work needs from the
 * house (names of its own tenant, of people on its floor) is said here, and nothing more is visible.
 */
export interface HouseTable {
  readonly table: string
  /** Commands the application role holds at all; no table lets it truncate, few let it delete. */
  readonly grants: readonly ('select' | 'insert' | 'update' | 'delete')[]
  /** SQL condition for reading. */
  readonly read: string
  /** SQL condition for writing. */
  readonly write: string
}

const inHouse = `current_setting('sekisho.scope', true) = 'house'`
const ownTenant = `tenant_id = nullif(current_setting('sekisho.tenant', true), '')::uuid`
/** Of the jobs that the decision covers; what reaches further is left to who is designated for the whole tenant. */
const ownJob = (job: string) =>
  `(current_setting('sekisho.jobs', true) = '*' or ${job} = any (string_to_array(nullif(current_setting('sekisho.jobs', true), '*'), ',')::uuid[]))`
const allJobs = `current_setting('sekisho.jobs', true) = '*'`
const ownClient = `client_id = (select t.client_id from house.tenants t where t.${ownTenant})`

export const houseTables: readonly HouseTable[] = [
  { table: 'companies', grants: ['select', 'insert'], read: 'true', write: inHouse },
  { table: 'tenants', grants: ['select', 'insert'], read: `${inHouse} or ${ownTenant}`, write: inHouse },
  { table: 'sites', grants: ['select', 'insert'], read: 'true', write: inHouse },
  // names stand on floors and in the auditor's table
  { table: 'persons', grants: ['select', 'insert', 'update'], read: 'true', write: inHouse },
  // deleted when an account manager resets them
  { table: 'password_credentials', grants: ['select', 'insert', 'update', 'delete'], read: inHouse, write: inHouse },
  { table: 'totp_credentials', grants: ['select', 'insert', 'update', 'delete'], read: inHouse, write: inHouse },
  { table: 'passkey_credentials', grants: ['select', 'insert', 'update', 'delete'], read: inHouse, write: inHouse },
  { table: 'devices', grants: ['select', 'insert', 'update'], read: inHouse, write: inHouse },
  { table: 'person_devices', grants: ['select', 'insert', 'update'], read: inHouse, write: inHouse },
  { table: 'failed_tries', grants: ['select', 'insert', 'update', 'delete'], read: inHouse, write: inHouse },
  { table: 'sessions', grants: ['select', 'insert', 'update'], read: inHouse, write: inHouse },
  { table: 'tickets', grants: ['select', 'insert', 'update', 'delete'], read: inHouse, write: inHouse },
  // withdrawn, never deleted: who held what when stays answerable
  { table: 'designations', grants: ['select', 'insert', 'update'], read: `${inHouse} or ${ownTenant}`, write: inHouse },
  { table: 'logs', grants: ['select', 'insert'], read: `${inHouse} or ${ownTenant}`, write: inHouse },
  { table: 'task_positions', grants: ['select', 'insert', 'update'], read: inHouse, write: inHouse },
  { table: 'policy_sets', grants: ['select', 'insert'], read: 'true', write: inHouse },
  // a client's tenants share it; what a person refused stays refused, so nothing of it is changed or deleted
  { table: 'do_not_call', grants: ['select', 'insert'], read: ownClient, write: `${ownClient} and ${ownTenant}` },
  // neither is changed or deleted: what was stopped, when and by whom stays answerable
  {
    table: 'stops',
    grants: ['select', 'insert'],
    read: `${ownTenant} and (job_id is null or ${ownJob('job_id')})`,
    write: `${ownTenant} and ${ownJob('job_id')}`,
  },
  {
    table: 'stop_lifts',
    grants: ['select', 'insert'],
    read: ownTenant,
    write: `${ownTenant} and exists (select from house.stops s where s.entry_id = stop_id and ${ownJob('s.job_id')})`,
  },
  // of all tenants, who all see it; set and lifted at the head office
  { table: 'house_stops', grants: ['select', 'insert'], read: 'true', write: inHouse },
  { table: 'house_stop_lifts', grants: ['select', 'insert'], read: 'true', write: inHouse },
  {
    table: 'do_not_call_withdrawals',
    grants: ['select', 'insert'],
    read: ownClient,
    write: `${ownClient} and ${ownTenant}`,
  },
  // the calendar: rows are added only; what reaches every campaign is set by who is designated for the whole tenant
  {
    table: 'special_days',
    grants: ['select', 'insert'],
    read: `${ownTenant} and (job_id is null or ${ownJob('job_id')})`,
    write: `${ownTenant} and ${ownJob('job_id')}`,
  },
  { table: 'holiday_files', grants: ['select', 'insert'], read: ownTenant, write: `${ownTenant} and ${allJobs}` },
  {
    table: 'calendar_withdrawals',
    grants: ['select', 'insert'],
    read: ownTenant,
    write: `${ownTenant} and (${allJobs} or exists (select from house.special_days s where s.entry_id = special_day_id and ${ownJob('s.job_id')}))`,
  },
  // own numbers: rows are added only; the dialler asks for a number before it knows the tenant
  {
    table: 'own_numbers',
    grants: ['select', 'insert'],
    read: `${inHouse} or (${ownTenant} and ${ownJob('job_id')})`,
    write: `${ownTenant} and ${ownJob('job_id')}`,
  },
  {
    table: 'own_number_withdrawals',
    grants: ['select', 'insert'],
    read: `${inHouse} or ${ownTenant}`,
    write: `${ownTenant} and exists (select from house.own_numbers o where o.entry_id = assignment_id and ${ownJob('o.job_id')})`,
  },
  { table: 'account_confirmations', grants: ['select', 'insert', 'update'], read: inHouse, write: inHouse },
  // updated only to take the place of a row that no entry explains
  { table: 'finding_closings', grants: ['select', 'insert', 'update'], read: inHouse, write: inHouse },
  { table: 'legal_holds', grants: ['select', 'insert', 'update'], read: `${inHouse} or ${ownTenant}`, write: inHouse },
]
