export { assignmentCheck } from './assignment-check.ts'
export { type AssignmentDependencies, type Assignments, createAssignments } from './assignments.ts'
export { assignmentHandlers } from './http.ts'
export { type OwnAssignment, readOwnAssignments } from './queries.ts'
export {
  bySkill,
  hungryCampaigns,
  isSkilled,
  isStanding,
  isWantedElsewhere,
  joinAssignment,
  priorityOf,
  seatsOfCampaign,
  servesCampaign,
  alsoServed,
} from './serving-sql.ts'
