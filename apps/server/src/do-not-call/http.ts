import { dayOf, startOfDay } from '@sekisho/dialer'
import { searchKey } from '../ledger/index.ts'
import type { RouteContext, RouteHandlers } from '../platform/http/index.ts'
import { todayInJapan } from '../platform/today-in-japan.ts'
import { type Asking, countRefusals, lookUpRefusals } from './look-up.ts'
import { readSpoken, readTakenDown } from './spoken-rows.ts'
import { withdrawSpoken } from './withdraw-spoken.ts'
import { takeDown, type TakeDownDependencies } from './take-down.ts'

export function doNotCallHandlers(dependencies: TakeDownDependencies) {
  return {
    'doNotCall.counts': (context) => countRefusals(dependencies, askingOf(context)),
    'doNotCall.search': (context) => {
      const { purpose, ...typed } = context.body
      const key = searchKey(typed, todayInJapan(dependencies.clock.now()))
      return lookUpRefusals(dependencies, askingOf(context), { ...key, purpose })
    },
    async 'doNotCall.takeDown'(context) {
      const { attemptId } = context.params
      await takeDown(dependencies, askingOf(context), { attemptId, ...context.body })
      return { done: true }
    },
    async 'doNotCall.withdrawSpoken'(context) {
      const { attemptId, ordinal } = context.params
      await withdrawSpoken(dependencies, askingOf(context), { attemptId, ordinal, ...context.body })
      return { done: true }
    },
    async 'doNotCall.spoken'({ actor, tenantId, rowScope }) {
      const { database, clock } = dependencies
      const today = dayOf(clock.now())
      return database.transaction(
        actor,
        tenantId,
        async (tx) => ({
          operators: await readSpoken(tx, startOfDay(today), startOfDay(today - 6)),
          numbers: await readTakenDown(tx, startOfDay(today - 6)),
        }),
        rowScope,
      )
    },
  } as const satisfies RouteHandlers
}

type Decided = Pick<RouteContext<'doNotCall.counts'>, 'actor' | 'tenantId' | 'rowScope' | 'decision'>

function askingOf({ actor, tenantId, rowScope, decision }: Decided): Asking {
  return { actor, tenantId, rowScope, policyHash: decision.policyHash }
}
