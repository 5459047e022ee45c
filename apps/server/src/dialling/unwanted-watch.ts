import type { AttemptId, TenantId } from '@sekisho/contract'
import type { DoNotCall } from '../do-not-call/index.ts'
import { refusedAttempts } from '../do-not-call/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { stoppedAttempts, type StopSwitches } from '../stop-switches/index.ts'
import type { Background } from './background.ts'
import type { CallCourse } from './call-course.ts'
import { excludedAttempts } from './exclude-leads.ts'
import type { LiveCall, LiveCalls } from './live-calls.ts'

export interface UnwantedWatchDependencies {
  readonly database: Database
  readonly live: LiveCalls
  readonly course: Pick<CallCourse, 'withdraw'>
  readonly background: Background
  readonly doNotCall: Pick<DoNotCall, 'onRefusal'>
  readonly stops: Pick<StopSwitches, 'onChange'>
  /** Somebody stopped calling in a tenant, or lifted that: floors should read why at once. */
  readonly onStopChange: (tenantId: TenantId) => void
}

/**
 * Ends what is being dialled, or rings, and should not any more: at somebody who refuses at this moment in another call, whom
 * a file has just stopped, or where a supervisor just stopped calling.
 */
export interface UnwantedWatch {
  /** How often something was heard of so far: another number means that attempts begun meanwhile are to be looked at. */
  heard(): number
  /** Something was said of a call that is not known here: its attempt may just be begun, and is to be looked at. */
  missed(): void
  /** Looks at the calls of these tenants that nobody has answered yet. */
  look(tenantIds: readonly TenantId[]): void
  stop(): void
}

type Reason = NonNullable<LiveCall['unwantedFor']>
type Find = (tx: Tx, attemptIds: readonly AttemptId[]) => Promise<AttemptId[]>

const finds: readonly (readonly [Reason, Find])[] = [
  ['do_not_call', refusedAttempts],
  ['excluded', excludedAttempts],
  ['calling_stopped', stoppedAttempts],
]
const dialler = systemActor('dialler')

export function watchUnwanted(dependencies: UnwantedWatchDependencies): UnwantedWatch {
  const { database, live, course, background, doNotCall, stops, onStopChange } = dependencies
  let heard = 0

  /** Whoever has answered is a person: that call goes on. */
  const isUnanswered = ({ phase }: LiveCall): boolean => phase === 'placing' || phase === 'dialling'

  async function lookAt(tenantId: TenantId): Promise<void> {
    const attemptIds: AttemptId[] = []
    for (const call of live.all()) if (call.tenantId === tenantId && isUnanswered(call)) attemptIds.push(call.attemptId)
    if (attemptIds.length === 0) return
    const unwanted = await database.transaction(dialler, tenantId, async (tx) => {
      const found: [AttemptId, Reason][] = []
      for (const [reason, find] of finds)
        for (const attemptId of await find(tx, attemptIds)) found.push([attemptId, reason])
      return found
    })
    for (const [attemptId, reason] of unwanted) {
      const call = live.get(attemptId)
      if (call === undefined) continue
      // what is just being placed sees it before the number is dialled, or as soon as the carrier has answered
      call.unwantedFor ??= reason
      course.withdraw(call)
    }
  }

  function look(tenantIds: readonly TenantId[]): void {
    for (const tenantId of tenantIds) background.run(() => lookAt(tenantId))
  }

  function hear(tenantIds: readonly TenantId[]): void {
    heard += 1
    look(tenantIds)
  }

  const unsubscribes = [
    doNotCall.onRefusal(hear),
    stops.onChange((tenantIds) => {
      hear(tenantIds)
      for (const tenantId of tenantIds) onStopChange(tenantId)
    }),
  ]

  return {
    heard: () => heard,
    missed() {
      heard += 1
    },
    look,
    stop() {
      for (const unsubscribe of unsubscribes) unsubscribe()
    },
  }
}
