import { dayMs } from '../shared/format.ts'
import type { CallOutput } from '../shared/api/call.ts'

export type Designation = CallOutput<'designations.list'>['designations'][number]
export type DesignationState = 'current' | 'future' | 'expired' | 'withdrawn'

export function designationState(designation: Designation, now: number): DesignationState {
  if (designation.withdrawnAt !== null) return 'withdrawn'
  if (now < designation.validFrom) return 'future'
  return now < designation.validUntil ? 'current' : 'expired'
}

/** Whole days until a designation in force ends, when it is soon enough to be renewed; null otherwise. */
export function daysLeft(designation: Designation, now: number): number | null {
  if (designationState(designation, now) !== 'current') return null
  const days = Math.ceil((designation.validUntil - now) / dayMs)
  return days <= 14 ? days : null
}
