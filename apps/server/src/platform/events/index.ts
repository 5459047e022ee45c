export { type AccessEvent, type AccessEvents, accessEvent } from './access-events.ts'
export { type ChannelDependencies, eventChannel } from './channel.ts'
export { createEvents, type Events } from './events.ts'
export { createShortMemory, type ShortMemory } from './short-memory.ts'
