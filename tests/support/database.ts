export {
  type DatabaseTemplate,
  type FreshDatabase,
  freshDatabase,
} from '../../apps/server/src/platform/embedded-postgres/test-database.ts'
