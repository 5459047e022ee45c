export { createFloors, type FloorDependencies, type Floors } from './floor.ts'
export { createDesks, type Desks } from './desks.ts'
export type { DeskDependencies } from './dependencies.ts'
export { deskHandlers } from './http.ts'
