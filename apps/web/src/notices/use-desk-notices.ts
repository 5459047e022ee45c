import type { DeskNotice } from '@sekisho/contract'
import type { CallProblem } from '../shared/api/problem.ts'
import { useAct, useRead } from '../shared/api/queries.ts'

export interface DeskNotices {
  /** To be confirmed now; null when nothing is owed. */
  readonly owed: DeskNotice | null
  /** How many are owed beside that. */
  readonly more: number
  /** Those that were confirmed or ask for nothing. */
  readonly others: readonly DeskNotice[]
  readonly isBusy: boolean
  readonly problem: CallProblem | null
  /** Confirms the one that is owed; nothing without one. */
  readonly confirm: () => void
}

/** What holds at the operator's desk: told by the desk's socket, and asked for now and then, because that may break. */
export function useDeskNotices(tenantId: string): DeskNotices {
  const read = useRead('notices.atDesk', { params: { tenantId } }, { refetchInterval: 30_000 })
  const act = useAct('notices.confirm', ['notices.atDesk'])
  const notices = read.data?.notices ?? []
  const isOwed = ({ level, isConfirmed }: DeskNotice) => level !== 'told' && !isConfirmed
  const owed = notices.filter(isOwed)
  const [first] = owed
  return {
    owed: first ?? null,
    more: Math.max(0, owed.length - 1),
    others: notices.filter((notice) => !isOwed(notice)),
    isBusy: act.isPending,
    problem: act.error,
    confirm() {
      if (first === undefined || act.isPending) return
      const { noticeId, version } = first
      // somebody changed it while it was read: the new version is shown
      act.mutate({ params: { tenantId, noticeId }, body: { version } }, { onError: () => void read.refetch() })
    },
  }
}
