export { whatIfHandlers } from './http.ts'
export { createWhatIf, type WhatIf, type WhatIfDependencies } from './what-if.ts'
