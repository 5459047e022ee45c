import { campaignSettings } from '@sekisho/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { campaignForm } from '../words/campaigns.ts'
import { settingsProblems } from './check-settings.ts'
import { defaultSettings } from './default-settings.ts'
import { moved, replaced, without } from './edit-array.ts'
import { clockOfMinute, minuteOfClock } from '../shared/minute-of-day.ts'

describe('default settings', () => {
  it.each(['company', 'municipality'] as const)(
    'of a %s are what the contract takes, once the caller is named',
    (sector) => {
      const settings = { ...defaultSettings(sector), callerName: '架空センターの{operator}' }
      expect(campaignSettings.safeParse(settings).success).toBe(true)
      expect(settingsProblems('秋', settings)).toEqual([])
    },
  )

  it('of a municipality abandon nobody, as the server asks where calls are dialled ahead of operators', () => {
    expect(defaultSettings('municipality').abandonCapPercent).toBe(0)
    expect(defaultSettings('company').abandonCapPercent).toBe(3)
  })
})

describe('settingsProblems', () => {
  const settings = defaultSettings('company')
  const { problems } = campaignForm
  it('names what the server would refuse', () => {
    expect(settingsProblems(' ', settings)).toEqual([problems.name])
    expect(settingsProblems('a', { ...settings, dispositions: [] })).toEqual([problems.dispositions])
    const [first] = settings.dispositions
    if (first === undefined) throw new Error('no default result')
    expect(settingsProblems('a', { ...settings, dispositions: [first, first] })).toEqual([problems.codeTwice])
    expect(settingsProblems('a', { ...settings, dispositions: [{ ...first, code: '1', label: ' ' }] })).toEqual([
      problems.code,
      problems.label,
    ])
    expect(settingsProblems('a', { ...settings, dispositions: [{ ...first, next: 'retry' }] })).toEqual([])
    expect(settingsProblems('a', { ...settings, ringSeconds: Number.NaN })).toEqual([problems.number])
    expect(settingsProblems('a', { ...settings, maxAttempts: 1 })).toEqual([problems.perDay])
    const night = { ...settings.hours, weekday: { fromMinute: 1200, untilMinute: 540 } }
    expect(settingsProblems('a', { ...settings, hours: night })).toEqual([problems.hours])
  })
})

describe('minutes of the day', () => {
  it('go into a time field and come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1440 }), (minute) => {
        expect(minuteOfClock(clockOfMinute(minute))).toBe(minute)
      }),
      { numRuns: 200 },
    )
  })
  it.each([
    ['9', 540],
    ['9:00', 540],
    ['0930', 570],
    ['930', 570],
    ['９：３０', 570],
    ['9時', 540],
    ['9時半', 570],
    ['20時15分', 1215],
    ['24:00', 1440],
  ])('reads %s as %i', (typed, minute) => {
    expect(minuteOfClock(typed)).toBe(minute)
  })
  it.each(['', '25:00', '24:01', '9:60', '9:5', '-1', 'nine', '12345'])('does not read "%s"', (typed) => {
    expect(minuteOfClock(typed)).toBeNull()
  })
})

describe('editing an array', () => {
  it('replaces, removes and moves without touching the rest', () => {
    expect(replaced(['a', 'b', 'c'], 1, 'x')).toEqual(['a', 'x', 'c'])
    expect(without(['a', 'b', 'c'], 0)).toEqual(['b', 'c'])
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  })
})
