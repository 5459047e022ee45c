export { PostgresError, type PostgresErrorCode } from './postgres-error.ts'
export type { PostgresSettings } from './configuration.ts'
export {
  type PostgresOptions,
  type RunningPostgres,
  type SuperuserConnection,
  launcherOf,
  startPostgres,
} from './start-postgres.ts'
