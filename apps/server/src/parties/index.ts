export { partyHandlers } from './http.ts'
export { createParties, type Parties, type PartiesDependencies } from './parties.ts'
