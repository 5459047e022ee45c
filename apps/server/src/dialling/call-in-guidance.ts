import type { Announcement, AnnouncementId } from '@sekisho/telephony'
import type { CallInOutcome } from './call-in-rows.ts'

const announcement = (id: string, durationMs: number): Announcement => ({ id: id as AnnouncementId, durationMs })

/** What whoever calls an own number hears: who is called and what happens now. Nothing of it names a person or a matter. */
export const waitGuidance = announcement('call_in_wait', 8_000)

/** What somebody hears who reaches no operator, before the line is closed. */
export const endGuidance: Readonly<Record<Exclude<CallInOutcome, 'answered' | 'rang_off'>, Announcement>> = {
  outside_hours: announcement('call_in_outside_hours', 9_000),
  calling_stopped: announcement('call_in_not_taken', 8_000),
  // a number that is withheld, or that stands on no list: whom to turn to instead
  unknown_caller: announcement('call_in_unknown_caller', 10_000),
  interrupted: announcement('call_in_call_again', 6_000),
}
