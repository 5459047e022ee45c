import type { AttemptId, TenantId } from '@sekisho/contract'
import { type DoNotCall, refusedAttempts } from '../do-not-call/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Database } from '../platform/database/index.ts'
import type { Background } from './background.ts'
import type { CallCourse } from './call-course.ts'
import type { LiveCall, LiveCalls } from './live-calls.ts'

export interface RefusalWatchDependencies {
  readonly database: Database
  readonly live: LiveCalls
  readonly course: Pick<CallCourse, 'withdraw'>
  readonly background: Background
  readonly doNotCall: Pick<DoNotCall, 'onRefusal'>
}

/** Ends what is being dialled, or rings, at somebody who refuses at this moment in another call. */
export interface RefusalWatch {
  /** How many refusals were heard of so far: another number means that attempts begun meanwhile are to be looked at. */
  heard(): number
  /** Looks at the calls of these tenants that nobody has answered yet. */
  look(tenantIds: readonly TenantId[]): void
  stop(): void
}

const dialler = systemActor('dialler')

export function watchRefusals(dependencies: RefusalWatchDependencies): RefusalWatch {
  const { database, live, course, background, doNotCall } = dependencies
  let heard = 0

  /** Whoever has answered is a person: that call goes on. */
  const isUnanswered = ({ phase }: LiveCall): boolean => phase === 'placing' || phase === 'dialling'

  async function lookAt(tenantId: TenantId): Promise<void> {
    const attemptIds: AttemptId[] = []
    for (const call of live.all()) if (call.tenantId === tenantId && isUnanswered(call)) attemptIds.push(call.attemptId)
    if (attemptIds.length === 0) return
    const refused = await database.transaction(dialler, tenantId, (tx) => refusedAttempts(tx, attemptIds))
    for (const attemptId of refused) {
      const call = live.get(attemptId)
      if (call === undefined) continue
      // what is just being placed sees it before the number is dialled, or as soon as the carrier has answered
      call.unwantedFor = 'do_not_call'
      course.withdraw(call)
    }
  }

  function look(tenantIds: readonly TenantId[]): void {
    for (const tenantId of tenantIds) background.run(() => lookAt(tenantId))
  }

  const unsubscribe = doNotCall.onRefusal((tenantIds) => {
    heard += 1
    look(tenantIds)
  })

  return { heard: () => heard, look, stop: unsubscribe }
}
