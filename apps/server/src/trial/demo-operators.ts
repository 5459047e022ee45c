import type { AttemptId, CampaignId, PersonId, TenantId } from '@sekisho/contract'
import { type CallId, type Persona, seededRandom } from '@sekisho/telephony'
import type { ComposedServer } from '../compose.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { AllowedDecision } from '../platform/http/index.ts'
import { openDemoDesk } from './demo-desk-line.ts'
import { type OperatorHabits, simulateOperator } from './simulated-operators.ts'

export interface SimulatedSeat {
  readonly personId: PersonId
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
}

export interface DemoOperators {
  stop(): Promise<void>
}

/** As people work in a centre. */
export const demoHabits: OperatorHabits = {
  settle: { medianMs: 6_000, sigma: 0.8 },
  wrapUp: { medianMs: 12_000, sigma: 0.6 },
  breakRate: 1 / 18,
  break: { medianMs: 150_000, sigma: 0.3 },
  recogniseMs: 5_000,
}

/** How often a simulated operator is asked whether session and right still hold; people are asked by their socket. */
const recheckMs = 60_000

/**
 * Operators of the labelled demo, at work as long as the server runs. Each is a person with an account, a designation, a
 * session and a seat, and reaches the desk through the same handler as a browser's socket: what they open stands in the
 * ledger, and who loses the right or the session loses the seat.
 */
export function startDemoOperators(
  server: ComposedServer,
  wanted: readonly SimulatedSeat[],
  habits: OperatorHabits,
): DemoOperators {
  const seats = wanted.map((seat) => keepAtWork(server, seat, habits))
  return {
    async stop() {
      await Promise.all(seats.map((stop) => stop()))
    },
  }
}

interface Sitting {
  readonly actor: PersonActor
  leave(): void
}

function keepAtWork(server: ComposedServer, seat: SimulatedSeat, habits: OperatorHabits): () => Promise<void> {
  const { identity, clock, events, onError } = server.foundation
  const { sessions, demoPeople } = identity
  let sitting: Sitting | undefined
  let isStopped = false
  let cancel = (): void => undefined
  let looking: Promise<void> = Promise.resolve()

  /** One look after another: who sits there stays while session and right hold, and somebody whose seat is free sits down. */
  function look(): void {
    cancel()
    looking = looking
      .then(() => (isStopped ? undefined : lookOnce()))
      .catch(onError)
      .then(() => {
        cancel()
        if (!isStopped) cancel = clock.setTimer(recheckMs, look)
      })
  }

  async function lookOnce(): Promise<void> {
    if (demoPeople === null) return
    if (sitting !== undefined) {
      const isSignedIn = (await sessions.check(sitting.actor.sessionId)) !== null
      if (isSignedIn && (await decide(sitting.actor)) !== null) return sessions.noteActivity(sitting.actor.sessionId)
      sitting.leave()
      sitting = undefined
    }
    const actor = await demoPeople.beginSession(seat.personId, { endsOthers: true })
    const decision = await decide(actor)
    if (decision === null) return demoPeople.endSession(actor)
    sitting = sitDown(server, seat, actor, decision, habits)
  }

  async function decide(actor: PersonActor): Promise<AllowedDecision | null> {
    const scope = { kind: 'tenant', tenantId: seat.tenantId } as const
    const decision = await server.foundation.rights.authorise(actor, 'desk.work', scope)
    return decision.allowed ? decision : null
  }

  const unsubscribe = events.subscribe((event) => {
    const isMine =
      event.kind === 'session_ended' ? event.sessionId === sitting?.actor.sessionId : event.personId === seat.personId
    if (isMine) look()
  })
  look()

  return async () => {
    isStopped = true
    unsubscribe()
    await looking
    cancel()
    // the session ends at the next start: an opening on its way would be entered as denied if it ended under it
    sitting?.leave()
  }
}

function sitDown(
  server: ComposedServer,
  { campaignId, tenantId, personId }: SimulatedSeat,
  actor: PersonActor,
  decision: AllowedDecision,
  habits: OperatorHabits,
): Sitting {
  const { clock, identity, onError } = server.foundation
  const { desks, notices } = server.slices
  const noteActivity = (): void => void identity.sessions.noteActivity(actor.sessionId).catch(onError)
  const operator = simulateOperator({
    openLine: () => openDemoDesk({ desks, notices, actor, tenantId, decision, noteActivity, onError }),
    ...{ campaignId, clock, habits, onError },
    random: seededRandom(`simulated operator ${personId} ${clock.now()}`),
    personaOf: (attemptId) => personaOf(server, tenantId, attemptId),
  })
  return { actor, leave: () => operator.stop() }
}

async function personaOf(
  { network, slices }: ComposedServer,
  tenantId: TenantId,
  attemptId: AttemptId,
): Promise<Persona | undefined> {
  const calls = await network.carrier.listCalls()
  const placed = calls.find((each) => each.attemptId === attemptId)?.callId
  const callId = placed ?? (await slices.ownNumbers.callOf(tenantId, attemptId))
  return callId === null ? undefined : network.simulation.personaOf(callId as CallId)
}
