import type { FigureRules } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { codesOf, toggled } from './result-classes.ts'

const rules: FigureRules = {
  ...{ contact: ['11', '21'], person: ['11'], machine: ['S03'], abandoned: ['S08'], notDialled: ['S09'] },
  callIns: { inTimeSeconds: 20, answerRateOf: 'arrived', serviceLevelOf: 'arrived', refusal: ['31', '32'] },
  ...{ success: 'campaign', notWorked: ['lunch'], denominators: {}, smallCells: { atLeast: 3, guarded: ['33', '43'] } },
}

describe('what a result counts as', () => {
  it('is put in and taken out again', () => {
    const more = toggled(rules, 'machine', '23')
    expect(more.machine).toEqual(['23', 'S03'])
    expect(toggled(more, 'machine', '23')).toEqual(rules)
    expect(toggled(rules, 'guarded', '45').smallCells).toEqual({ atLeast: 3, guarded: ['33', '43', '45'] })
  })
  it('as reaching the person is a conversation, and without one reaches nobody', () => {
    const reached = toggled(rules, 'person', '12')
    expect([reached.contact, reached.person]).toEqual([
      ['11', '12', '21'],
      ['11', '12'],
    ])
    expect(toggled(reached, 'contact', '12')).toEqual(rules)
  })
  it('as a success is what each campaign says, until somebody chooses', () => {
    expect(codesOf(rules, 'success')).toBeNull()
    expect(toggled(rules, 'success', '11').success).toEqual(['11'])
  })
})
