import { accessSync, constants } from 'node:fs'

/** PostgreSQL settings by name, as in postgresql.conf. */
export type PostgresSettings = Readonly<Record<string, string | number | boolean>>

export interface ConfigurationInput {
  readonly socketDir: string
  readonly port: number
  /** Whether to listen on 127.0.0.1 as well as on the socket. */
  readonly isTcp: boolean
  readonly hbaFile: string
  readonly settings: PostgresSettings
}

/**
 * Nothing of a statement, its parameters or its rows may reach the server's log (architecture.md, rule 9).
 * An ERROR's own text can quote a value (`invalid input syntax for type integer: "..."`), so the log starts above
 * ERROR: in `log_min_messages` the order is ... WARNING, ERROR, LOG, FATAL, PANIC (PostgreSQL manual, table 19.2).
 * The client that caused an error still receives it. `terse` drops DETAIL, which quotes keys and failed queries.
 */
const silentLog: PostgresSettings = {
  log_destination: 'stderr',
  logging_collector: false,
  log_statement: 'none',
  log_duration: false,
  log_min_duration_statement: -1,
  log_min_duration_sample: -1,
  log_transaction_sample_rate: 0,
  log_min_error_statement: 'panic',
  log_min_messages: 'log',
  log_error_verbosity: 'terse',
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
  log_lock_waits: false,
  log_temp_files: -1,
  log_replication_commands: false,
  log_line_prefix: '%m [%p] ',
  log_timezone: 'UTC',
  debug_print_parse: false,
  debug_print_rewritten: false,
  debug_print_plan: false,
}

/** For a trial on two cores; callers may override these. */
const smallMachine: PostgresSettings = {
  max_connections: 60,
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  min_wal_size: '80MB',
  wal_compression: true,
  huge_pages: 'off',
  jit: false,
  io_method: 'sync', // three I/O worker processes fewer
  max_worker_processes: 4,
  max_parallel_workers: 2,
  max_parallel_workers_per_gather: 1,
  max_wal_senders: 0,
  max_replication_slots: 0,
  autovacuum_max_workers: 2,
  // plans made for empty tables are made anew soon after a first import or a first hour of calls
  autovacuum_naptime: '15s',
  autovacuum_worker_slots: 2,
  random_page_cost: 1.1,
  timezone: 'UTC',
  datestyle: 'iso, ymd',
  lc_messages: 'C',
  password_encryption: 'scram-sha-256',
}

function literal(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}

function dynamicSharedMemoryType(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return 'posix'
  } catch {
    return 'mmap'
  }
}

/** The text of postgresql.conf. What keeps personal data out of the log cannot be overridden. */
export function postgresqlConf(input: ConfigurationInput): string {
  const all: PostgresSettings = {
    ...smallMachine,
    dynamic_shared_memory_type: dynamicSharedMemoryType(),
    ...input.settings,
    ...silentLog,
    listen_addresses: input.isTcp ? '127.0.0.1' : '',
    port: input.port,
    unix_socket_directories: input.socketDir,
    hba_file: input.hbaFile,
  }
  return `${Object.entries(all)
    .map(([name, value]) => `${name} = ${literal(value)}`)
    .join('\n')}\n`
}

/** The text of pg_hba.conf: passwords on the socket, on loopback too when asked, nothing else. */
export function hbaConf(isTcp: boolean): string {
  const lines = ['local all all scram-sha-256']
  if (isTcp) lines.push('host all all 127.0.0.1/32 scram-sha-256')
  return `${lines.join('\n')}\n`
}
