import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptRecord, RuleOf } from './attempt-history.ts'
import { judgeHistory } from './attempt-history.ts'
import { bandAt } from './bands.ts'
import { CALLING_HOURS_TEMPLATES, callingRules, mayCallAt } from './calling-hours.ts'
import { campaignRules } from './campaign-rule.ts'
import { DEFAULT_DISPOSITIONS, defaultDisposition } from './default-dispositions.ts'
import { DAY_MS, dateOf, dayOf, HOUR_MS } from './japan-time.ts'
import type { AttemptLimits, NextDue, NextDueInput } from './next-due.ts'
import { DEFAULT_LIMITS, nextDue } from './next-due.ts'
import { anyCallingRules, anyInstant } from './testing.ts'

const at = (text: string): number => Date.parse(`${text}+09:00`)
const ruleOf: RuleOf = campaignRules([])
const standard = callingRules(CALLING_HOURS_TEMPLATES.standard)

function after(history: readonly (readonly [string, string, string?])[], changes: Partial<NextDueInput> = {}): NextDue {
  const records = history.map(
    ([time, disposition, asked]): AttemptRecord => ({
      atMs: at(time),
      disposition,
      askedAtMs: asked === undefined ? null : at(asked),
    }),
  )
  const nowMs = (records.at(-1)?.atMs ?? 0) + 30_000
  return nextDue({
    history: records,
    ruleOf,
    calling: standard,
    limits: DEFAULT_LIMITS,
    hasNextNumber: false,
    nowMs,
    ...changes,
  })
}

const due = (result: NextDue): string =>
  result.kind === 'due'
    ? new Date(result.dueAtMs + 9 * HOUR_MS).toISOString().slice(0, 16)
    : `${result.kind} ${result.reason}`

describe('the next attempt by result', () => {
  // Tuesday 2026-12-01, 10:00; the attempt ends half a minute later.
  it.each([
    ['S01', '2026-12-01T10:15', 'busy: a quarter of an hour'],
    ['S02', '2026-12-01T14:00', 'no answer: four hours later, in another band'],
    ['S03', '2026-12-02T12:00', 'machine: the next day in another band'],
    ['S04', '2026-12-01T12:00', 'switched off: two hours'],
    ['S05', 'final no_number_left', 'not in use, and no other number'],
    ['S06', 'hold supervisor_review', 'rejected: a supervisor looks'],
    ['S07', '2026-12-01T10:05', 'line fault: five minutes'],
    ['S08', '2026-12-02T09:00', 'abandoned: the next day'],
    ['11', 'final result', 'agreed'],
    ['13', '2026-12-04T09:00', 'considering: three business days'],
    ['14', 'hold no_time_given', 'a promise without a time'],
    ['21', '2026-12-02T12:00', 'absent: the next day in another band'],
    ['22', '2026-12-08T09:00', 'not put through: five business days'],
    ['24', '2026-12-02T09:00', 'hung up: the next day'],
    ['32', 'final result', 'never again'],
    ['33', 'hold family_refused', 'refused by family'],
    ['41', 'final no_number_left', 'wrong number, and no other'],
    ['51', 'hold handed_over', 'handed over'],
    ['91', '2026-12-01T10:10', 'bad connection: ten minutes'],
  ])('%s leads to %s (%s)', (disposition, expected) => {
    expect(due(after([['2026-12-01T10:00:00', disposition]]))).toBe(expected)
  })

  it('goes to the next number at once when the first is dead', () => {
    const result = after([['2026-12-01T10:00:00', 'S05']], { hasNextNumber: true })
    expect(result).toMatchObject({ kind: 'due', usesNextNumber: true })
    expect(due(result)).toBe('2026-12-01T10:00')
  })

  it('keeps a promise at its time, one to one, also after the limit is reached', () => {
    const tries = ['01', '02', '03', '04', '07'].map((day) => [`2026-12-${day}T10:00:00`, 'S02'] as const)
    expect(after(tries)).toEqual({ kind: 'final', reason: 'limit_reached' })
    const promised = after([...tries.slice(0, 4), ['2026-12-07T10:00:00', '14', '2026-12-07T11:30:00']])
    expect(promised).toMatchObject({ kind: 'due', reason: 'promised', isOneToOne: true })
    expect(due(promised)).toBe('2026-12-07T11:30')
  })

  it('keeps a promise one to one when the line failed at its time', () => {
    const result = after([
      ['2026-12-01T10:00:00', '14', '2026-12-01T15:00:00'],
      ['2026-12-01T15:00:00', 'S07'],
    ])
    expect(result).toMatchObject({ kind: 'due', reason: 'promised', isOneToOne: true })
    expect(due(result)).toBe('2026-12-01T15:05')
  })

  it('keeps whoever was abandoned for an operator of their own until one has talked to them, whatever the campaign says', () => {
    const abandoned = ['2026-12-01T10:00:00', 'S08'] as const
    const unanswered = ['2026-12-02T09:30:00', 'S02'] as const
    expect(after([abandoned, unanswered])).toMatchObject({ kind: 'due', isOneToOne: true })
    expect(after([abandoned, unanswered, ['2026-12-03T13:00:00', '21']])).toMatchObject({ isOneToOne: false })
    const soon = campaignRules([{ code: 'S08', next: 'retry', retryMinutes: 1 }])
    const next = after([abandoned], { ruleOf: soon })
    expect(next).toMatchObject({ isOneToOne: true })
    expect(due(next)).toBe('2026-12-02T09:00')
  })

  it('repeats a busy number three times, all within one attempt, and then waits for another band', () => {
    const busy = ['10:00', '10:16', '10:32', '10:48'].map((time) => [`2026-12-01T${time}:00`, 'S01'] as const)
    for (let count = 1; count <= 3; count++) expect(after(busy.slice(0, count))).toMatchObject({ reason: 'repeat' })
    const afterwards = after(busy)
    expect(afterwards).toMatchObject({ kind: 'due', reason: 'regular' })
    expect(due(afterwards)).toBe('2026-12-01T14:48')
  })

  it('gives a lead to a supervisor after the second silent hang-up, also with other results between', () => {
    const result = after([
      ['2026-12-01T10:00:00', '24'],
      ['2026-12-02T13:00:00', 'S02'],
      ['2026-12-03T16:00:00', '24'],
    ])
    expect(result).toMatchObject({ kind: 'hold', reason: 'supervisor_review' })
  })

  it('stops dialling a number whose line fails for an hour', () => {
    const faults = Array.from(
      { length: 13 },
      (_, index) => [`2026-12-01T10:${String(index * 4).padStart(2, '0')}:00`, 'S07'] as const,
    )
    expect(after(faults.slice(0, 12))).toMatchObject({ kind: 'due', reason: 'regular' })
    expect(after(faults)).toMatchObject({ kind: 'hold', reason: 'line_fault' })
  })

  it('waits for the next day after two attempts in one', () => {
    expect(
      due(
        after([
          ['2026-12-01T09:00:00', 'S04'],
          ['2026-12-01T13:10:00', 'S04'],
        ]),
      ),
    ).toBe('2026-12-02T09:00')
  })

  it('makes the last try of all on a weekend when none has been made there', () => {
    const tries = ['01', '02', '03', '04'].map((day) => [`2026-12-${day}T10:00:00`, 'S02'] as const)
    const result = after(tries)
    expect(due(result)).toBe('2026-12-05T12:00')
  })

  it('says when a ticket is due', () => {
    const result = after([['2026-12-04T10:00:00', '51']])
    expect(result.kind === 'hold' && result.dueAtMs).toBe(at('2026-12-08T09:00:00'))
  })

  it('refuses times that are none and an empty history', () => {
    expect(() => after([])).toThrow(RangeError)
    expect(() => after([['2026-12-01T10:00:00', 'S02']], { nowMs: Number.NaN })).toThrow(RangeError)
    const history = [{ atMs: -5, disposition: 'S02', askedAtMs: null }]
    expect(() => after([], { history, nowMs: 1 })).toThrow(RangeError)
  })

  it('is not blocked for years by an attempt that a jumping clock put into the future', () => {
    const history = [{ atMs: at('2028-01-01T10:00:00'), disposition: 'S02', askedAtMs: null }]
    expect(due(after([], { history, nowMs: at('2026-12-01T10:00:00') }))).toBe('2026-12-01T14:00')
  })
})

describe('a campaign’s own results', () => {
  it('follow the default rule of their code unless the campaign says otherwise', () => {
    const rules = campaignRules([
      { code: '22', next: 'retry' },
      { code: '13', next: 'retry', retryMinutes: 60 },
      { code: '44', next: 'hold' },
      { code: 'K1', next: 'callback' },
    ])
    expect(rules('22').next).toEqual(defaultDisposition('22')?.next)
    expect(rules('13').next).toEqual({ kind: 'wait', wait: { minutes: 60 } })
    expect(rules('44').next).toEqual({ kind: 'hold', reason: 'supervisor_review' })
    expect(rules('K1').next).toMatchObject({ kind: 'asked', isOneToOne: true })
    expect(rules('S07').isCounted).toBe(false)
    expect(rules('ZZ')).toEqual({ next: { kind: 'hold', reason: 'supervisor_review' }, isCounted: true })
  })
})

const anyLimits: fc.Arbitrary<AttemptLimits> = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 8 }),
  maxAttemptsPerDay: fc.integer({ min: 1, max: 3 }),
  minHoursBetween: fc.integer({ min: 0, max: 24 }),
})
const anyCode = fc.oneof(
  fc.constantFrom(...DEFAULT_DISPOSITIONS.map((disposition) => disposition.code)),
  fc.constantFrom('S01', 'S02', 'S03', 'S04', 'S07', '21', '23', '91'),
)

describe('a person who is called whenever the rules say so', () => {
  it('is never called outside the hours, nor more often or earlier than the limits allow', () => {
    fc.assert(
      fc.property(
        anyCallingRules,
        anyLimits,
        anyInstant,
        fc.array(fc.record({ code: anyCode, lateMs: fc.nat(3 * HOUR_MS), askedInMs: fc.option(fc.nat(20 * DAY_MS)) }), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.boolean(),
        (calling, limits, startMs, course, hasNextNumber) => {
          const history: AttemptRecord[] = []
          const regularAtMs: number[] = []
          let atMs = startMs
          let isRegular = true
          for (const { code, lateMs, askedInMs } of course) {
            if (isRegular && ruleOf(code).isCounted) regularAtMs.push(atMs)
            history.push({ atMs, disposition: code, askedAtMs: askedInMs === null ? null : atMs + askedInMs })
            const nowMs = atMs + 60_000
            const result = nextDue({ history, ruleOf, calling, limits, hasNextNumber, nowMs })
            if (result.kind !== 'due') return
            expect(result.dueAtMs).toBeGreaterThanOrEqual(nowMs)
            expect(mayCallAt(calling, result.dueAtMs)).toBe(true)
            isRegular = result.reason === 'regular'
            const { rule } = judgeHistory(history, ruleOf)
            const isGapExempt = rule.kind === 'next_number' || (rule.kind === 'wait' && rule.isGapExempt === true)
            if (isRegular && !isGapExempt && ruleOf(code).isCounted) {
              expect(result.dueAtMs - atMs).toBeGreaterThanOrEqual(limits.minHoursBetween * HOUR_MS)
            }
            // Dialled late, as when operators are busy, but still within the hours of that day.
            const lateAtMs = result.dueAtMs + lateMs
            atMs = mayCallAt(calling, lateAtMs) && dayOf(lateAtMs) === dayOf(result.dueAtMs) ? lateAtMs : result.dueAtMs
          }
          expect(regularAtMs.length).toBeLessThanOrEqual(limits.maxAttempts)
          const perDay = new Map<number, number>()
          for (const day of regularAtMs.map(dayOf)) perDay.set(day, (perDay.get(day) ?? 0) + 1)
          expect(Math.max(0, ...perDay.values())).toBeLessThanOrEqual(limits.maxAttemptsPerDay)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('comes to an end within a bounded number of calls when nobody ever answers', () => {
    fc.assert(
      fc.property(anyInstant, fc.infiniteStream(fc.constantFrom('S01', 'S02', 'S03', 'S04')), (startMs, codes) => {
        const history: AttemptRecord[] = []
        let atMs = startMs
        for (const disposition of codes) {
          history.push({ atMs, disposition, askedAtMs: null })
          const result = nextDue({
            history,
            ruleOf,
            calling: standard,
            limits: DEFAULT_LIMITS,
            hasNextNumber: false,
            nowMs: atMs + 30_000,
          })
          if (result.kind === 'final') {
            expect(result.reason).toBe('limit_reached')
            return
          }
          expect(history.length, dateOf(dayOf(atMs))).toBeLessThan(DEFAULT_LIMITS.maxAttempts * 4)
          if (result.kind === 'due') atMs = result.dueAtMs
        }
      }),
      { numRuns: 100 },
    )
  })

  it('is tried in a different band from one regular attempt to the next', () => {
    fc.assert(
      fc.property(anyInstant, (startMs) => {
        let atMs = startMs
        const history: AttemptRecord[] = []
        for (let count = 0; count < 4; count++) {
          history.push({ atMs, disposition: 'S02', askedAtMs: null })
          const result = after([], { history, nowMs: atMs + 30_000 })
          if (result.kind !== 'due') return
          expect(bandAt(result.dueAtMs)).not.toBeNull()
          expect(bandAt(result.dueAtMs)).not.toBe(bandAt(atMs))
          atMs = result.dueAtMs
        }
      }),
      { numRuns: 200 },
    )
  })
})
