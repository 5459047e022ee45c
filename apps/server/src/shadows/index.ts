export { shadowHandlers } from './http.ts'
export { playShadows, type ShadowPlayer } from './play-shadows.ts'
export { createShadows, type ShadowDependencies, type Shadows } from './shadows.ts'
