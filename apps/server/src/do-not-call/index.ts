export { createDoNotCall, type DoNotCall, type DoNotCallDependencies } from './do-not-call.ts'
export { createRefusalEvents, type RefusalEvent, type RefusalEvents } from './refusal-events.ts'
export { refusedAttempts } from './refused-attempts.ts'
export { placeOf, stopsNumber, stopsPerson } from './stops-sql.ts'
