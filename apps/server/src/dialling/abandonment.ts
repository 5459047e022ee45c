import type { Announcement, AnnouncementId } from '@sekisho/telephony'

/** Answered by a person and no operator for so long: abandoned (16 CFR 310.4(b)(4)(ii): within two seconds). */
export const patienceMs = 2_000

/** For calls without an operator: who called and that nobody will ask for anything. */
export const abandonedAnnouncement: Announcement = { id: 'abandoned' as AnnouncementId, durationMs: 6_000 }
