export type { DemoPeople } from './demo-people.ts'
export type { IdentityDependencies } from './dependencies.ts'
export { createIdentity, type Identity } from './identity.ts'
