import {
  type AssignableCampaign,
  type AssignablePerson,
  type Assignment,
  type AssignmentPriority,
  assignmentPriorities,
  type SkillLevel,
} from '@sekisho/contract'

/** One person in one campaign, as the page shows it. */
export interface Cell {
  readonly person: AssignablePerson
  readonly campaign: AssignableCampaign
  /** The newest version; null where there never was one. */
  readonly current: Assignment | null
  /** A designation covers the campaign. */
  readonly isReachable: boolean
}

export type Assigned = { readonly skill: SkillLevel; readonly priority: AssignmentPriority } | null

/** What stands in a cell; null when it was withdrawn, too. */
export function assignedIn({ current }: Cell): Assigned {
  if (current === null || current.skill === null || current.priority === null) return null
  return { skill: current.skill, priority: current.priority }
}

/** The table: a row for each person, a cell for each campaign. @param assignments  at most one of a person in a campaign */
export function cellsOf(
  people: readonly AssignablePerson[],
  campaigns: readonly AssignableCampaign[],
  assignments: readonly Assignment[],
): readonly (readonly Cell[])[] {
  const placeOf = (personId: string, campaignId: string) => `${personId} ${campaignId}`
  const byPlace = new Map(assignments.map((each) => [placeOf(each.personId, each.campaignId), each]))
  return people.map((person) =>
    campaigns.map((campaign) => ({
      ...{ person, campaign },
      current: byPlace.get(placeOf(person.personId, campaign.campaignId)) ?? null,
      isReachable: person.reaches.includes(campaign.campaignId),
    })),
  )
}

/**
 * What a key asks for in a cell.
 *
 * @returns  undefined where the key means nothing there, or nothing would change
 */
export function changeByKey(key: string, cell: Cell): Assigned | undefined {
  const now = assignedIn(cell)
  if (key === 'Delete' || key === 'Backspace') return now === null ? undefined : null
  if (!cell.isReachable) return undefined
  const skill = ([1, 2, 3] as const).find((each) => String(each) === key.normalize('NFKC'))
  if (skill !== undefined) return skill === now?.skill ? undefined : { skill, priority: now?.priority ?? 1 }
  if (key.toLowerCase() !== 'p' || now === null) return undefined
  const next = assignmentPriorities.find((each) => each === now.priority + 1) ?? 1
  return { ...now, priority: next }
}

/** Where an arrow key leads in a table of so many rows and columns; null for any other key. */
export function placeAfter(
  key: string,
  { row, column }: { readonly row: number; readonly column: number },
  size: { readonly rows: number; readonly columns: number },
): { readonly row: number; readonly column: number } | null {
  const within = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1)
  switch (key) {
    case 'ArrowUp':
      return { row: within(row - 1, size.rows), column }
    case 'ArrowDown':
      return { row: within(row + 1, size.rows), column }
    case 'ArrowLeft':
      return { row, column: within(column - 1, size.columns) }
    case 'ArrowRight':
      return { row, column: within(column + 1, size.columns) }
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: size.columns - 1 }
    default:
      return null
  }
}
