export { partyHandlers } from './http.ts'
export { partyCheck } from './party-check.ts'
export { createParties, type Parties, type PartiesDependencies } from './parties.ts'
