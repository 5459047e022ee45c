export { createHeldLeads, type HeldLeads, type HeldLeadsDependencies } from './held-leads.ts'
export { heldLeadHandlers } from './http.ts'
