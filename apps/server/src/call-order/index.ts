export { type CallOrderPage, createCallOrderPage } from './call-order.ts'
export { callOrderHandlers } from './http.ts'
