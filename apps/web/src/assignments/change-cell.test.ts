import type { AssignableCampaign, AssignablePerson, Assignment } from '@sekisho/contract'
import { assert, describe, expect, it } from 'vitest'
import { assignedIn, cellsOf, changeByKey, placeAfter } from './change-cell.ts'

const campaign = { campaignId: 'c', minimumSkill: 1 } as unknown as AssignableCampaign
const person = { personId: 'p', reaches: ['c'] } as unknown as AssignablePerson
const version = (changes: Partial<Assignment>) =>
  ({ personId: 'p', campaignId: 'c', version: 1, skill: 2, priority: 1, ...changes }) as Assignment

function cellOf(...[person, campaign, assignments]: [AssignablePerson, AssignableCampaign, Assignment[]]) {
  const [cell] = cellsOf([person], [campaign], assignments)[0] ?? []
  assert(cell !== undefined)
  return cell
}

describe('a cell of the assignments', () => {
  it('is set by the digit of a skill, full width too, and keeps its priority', () => {
    expect(changeByKey('3', cellOf(person, campaign, []))).toEqual({ skill: 3, priority: 1 })
    expect(changeByKey('1', cellOf(person, campaign, [version({ priority: 2 })]))).toEqual({ skill: 1, priority: 2 })
    expect(changeByKey('1', cellOf(person, campaign, [version({})]))).toEqual({ skill: 1, priority: 1 })
    expect(changeByKey('2', cellOf(person, campaign, [version({})]))).toBeUndefined()
  })

  it('goes through the priorities with one key, and is taken away with another', () => {
    expect(changeByKey('p', cellOf(person, campaign, [version({})]))).toEqual({ skill: 2, priority: 2 })
    expect(changeByKey('P', cellOf(person, campaign, [version({ priority: 3 })]))).toEqual({ skill: 2, priority: 1 })
    expect(changeByKey('p', cellOf(person, campaign, []))).toBeUndefined()
    expect(changeByKey('Delete', cellOf(person, campaign, [version({})]))).toBeNull()
    expect(changeByKey('Delete', cellOf(person, campaign, []))).toBeUndefined()
  })

  it('shows what is said of that person in that campaign, wherever it stands', () => {
    const other = { personId: 'q', reaches: ['c'] } as unknown as AssignablePerson
    const cells = cellsOf(
      [person, other],
      [campaign],
      [version({ personId: other.personId, skill: 3 }), version({ skill: 1 })],
    )
    expect(cells.map((row) => row.map((cell) => assignedIn(cell)?.skill))).toEqual([[1], [3]])
  })

  it('stays empty where no designation reaches, and can be emptied there', () => {
    const stranger = { ...person, reaches: [] }
    expect(changeByKey('2', cellOf(stranger, campaign, []))).toBeUndefined()
    expect(changeByKey('Delete', cellOf(stranger, campaign, [version({})]))).toBeNull()
    expect(assignedIn(cellOf(person, campaign, [version({ skill: null, priority: null })]))).toBeNull()
  })

  it('is reached with the arrow keys, which stop at the edges', () => {
    const size = { rows: 2, columns: 3 }
    expect(placeAfter('ArrowRight', { row: 0, column: 2 }, size)).toEqual({ row: 0, column: 2 })
    expect(placeAfter('ArrowDown', { row: 0, column: 1 }, size)).toEqual({ row: 1, column: 1 })
    expect(placeAfter('End', { row: 1, column: 0 }, size)).toEqual({ row: 1, column: 2 })
    expect(placeAfter('x', { row: 1, column: 0 }, size)).toBeNull()
  })
})
