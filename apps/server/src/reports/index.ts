export { readRules } from './documents.ts'
export { reportHandlers } from './http.ts'
export { readCallIns } from './read-call-ins.ts'
export { createReports, type Reports, type ReportsDependencies } from './reports.ts'
