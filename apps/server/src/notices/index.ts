export { noticeHandlers } from './http.ts'
export { noticeCheck } from './notice-check.ts'
export { createNotices, type NoticeDependencies, type Notices } from './notices.ts'
export { owesReading } from './queries.ts'
