import type { DeviceId, PersonId, Route, SessionId, SystemActor } from '@sekisho/contract'

/** Who does something: a person in a session, or a part of the product by name. Nothing runs without one. */
export type Actor = PersonActor | SystemActorIdentity

export interface PersonActor {
  readonly kind: 'person'
  readonly personId: PersonId
  readonly sessionId: SessionId
  readonly deviceId: DeviceId | null
  readonly route: Route
}

export interface SystemActorIdentity {
  readonly kind: 'system'
  readonly name: SystemActor
}

export function systemActor(name: SystemActor): SystemActorIdentity {
  return { kind: 'system', name }
}
