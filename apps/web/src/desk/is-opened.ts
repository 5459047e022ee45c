import type { CallInHand } from '@sekisho/contract'

/** Whether the contact of a call was opened. Without an entry there is no data: its position is then below zero. */
export function isOpened({ entryPosition }: Pick<CallInHand, 'entryPosition'>): boolean {
  return entryPosition >= 0
}
