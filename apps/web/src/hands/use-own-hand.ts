import type { RaisedHand } from '@sekisho/contract'
import { useAct, useRead } from '../shared/api/queries.ts'
import type { CallProblem } from '../shared/api/problem.ts'

export interface OwnHand {
  /** Null while it is down. */
  readonly hand: RaisedHand | null
  readonly isBusy: boolean
  /** Raising or lowering it was refused. */
  readonly problem: CallProblem | null
  readonly toggle: () => void
}

/** The operator's own hand: told by the desk's socket, and asked for now and then, because that may break. */
export function useOwnHand(tenantId: string): OwnHand {
  const own = useRead(
    'hands.own',
    { params: { tenantId } },
    { refetchInterval: (data) => (data?.hand ? 5_000 : false) },
  )
  const raise = useAct('hands.raise', ['hands.own'])
  const lower = useAct('hands.lower', ['hands.own'])
  const hand = own.data?.hand ?? null
  const isBusy = raise.isPending || lower.isPending
  return {
    hand,
    isBusy,
    problem: raise.error ?? lower.error,
    toggle() {
      if (isBusy) return
      raise.reset()
      lower.reset()
      if (hand === null) raise.mutate({ params: { tenantId } })
      else lower.mutate({ params: { tenantId } })
    },
  }
}
