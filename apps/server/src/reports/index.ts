export { reportHandlers } from './http.ts'
export { createReports, type Reports, type ReportsDependencies } from './reports.ts'
