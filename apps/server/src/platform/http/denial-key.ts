import type { Denial } from './access.ts'
import type { CountedLog } from './counted-log.ts'

/** Denials to people who are signed in, counted by session, route and place. */
export type DenialLog = CountedLog<Denial>

export function denialKey({ actor, name, scope }: Denial): string {
  return `${actor.sessionId} ${name} ${scope.kind === 'tenant' ? scope.tenantId : scope.kind}`
}
