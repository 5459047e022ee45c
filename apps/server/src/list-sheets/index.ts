export { handoverCheck } from './handover-check.ts'
export { listSheetHandlers } from './http.ts'
