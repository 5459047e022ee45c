export { calendarCheck } from './calendar-check.ts'
export { type Calendar, createCalendar } from './calendar.ts'
export { type CallingCalendar, createCallingCalendar, type RuleChanges } from './calling-calendar.ts'
export { calendarHandlers } from './http.ts'
