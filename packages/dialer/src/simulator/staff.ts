import type { EventQueue } from './event-queue.ts'
import type { Operators } from './operators.ts'
import type { Scenario, StaffGroup } from './scenario.ts'

const everybody: StaffGroup = {
  ...{ share: 1, fromSeconds: 0, untilSeconds: Number.POSITIVE_INFINITY, breaks: [], isAnnounced: true, pace: 1 },
}

/** Lets operators come and go by a scenario's staff groups. */
export function scheduleStaff({ staff, daySeconds }: Scenario, operators: Operators, events: EventQueue): void {
  const groups = staff.length === 0 ? [everybody] : staff
  for (const [index, operator] of operators.seats.entries()) {
    const group = groupOf(groups, (index + 0.5) / operators.seats.length)
    operator.pace = group.pace
    for (const [from, until] of presences(group, daySeconds)) {
      const endMs = until >= daySeconds ? null : until * 1_000
      events.add(from * 1_000, () => operators.come(operator, group.isAnnounced ? endMs : null, from * 1_000))
      if (endMs !== null) events.add(endMs, () => operators.leave(operator, endMs))
    }
  }
}

/** From when to when somebody of a group is there, in seconds; breaks lie between. */
function presences(group: StaffGroup, daySeconds: number): [number, number][] {
  const found: [number, number][] = []
  let from = group.fromSeconds
  const breaks = [...group.breaks].sort((left, right) => left.fromSeconds - right.fromSeconds)
  for (const { fromSeconds, seconds } of breaks) {
    if (fromSeconds > from) found.push([from, fromSeconds])
    from = Math.max(from, fromSeconds + seconds)
  }
  const until = Math.min(group.untilSeconds, daySeconds)
  if (until > from) found.push([from, until])
  return found
}

function groupOf(groups: readonly StaffGroup[], at: number): StaffGroup {
  let left = at * groups.reduce((sum, { share }) => sum + share, 0)
  for (const group of groups) {
    left -= group.share
    if (left < 0) return group
  }
  return groups.at(-1) ?? everybody
}
