import { describe, expect, it } from 'vitest'
import { ATTEMPT_MACHINE } from './attempt-machine.ts'
import type { CallEnd } from './attempt-outcome.ts'
import { systemDisposition } from './attempt-outcome.ts'
import { DEFAULT_DISPOSITIONS, defaultDisposition } from './default-dispositions.ts'
import { LEAD_MACHINE, LEASABLE_STATES } from './lead-machine.ts'
import type { StateMachine } from './state-machine.ts'
import { canMove, drawMachine, MoveError, moved, statesBefore } from './state-machine.ts'

function reachable(machine: StateMachine<string, string>, from: string): Set<string> {
  const seen = new Set([from])
  for (const state of seen) for (const move of machine.moves) if (move.from === state) seen.add(move.to)
  return seen
}

describe.each([
  ['lead', LEAD_MACHINE as StateMachine<string, string>, 'finished'],
  ['attempt', ATTEMPT_MACHINE as StateMachine<string, string>, 'ended'],
])('the %s machine', (_, machine, end) => {
  it('reaches every state from its first one, and its end from every state', () => {
    expect([...reachable(machine, machine.initial)].sort()).toEqual(machine.states.toSorted())
    for (const state of machine.states) expect(reachable(machine, state).has(end), state).toBe(true)
  })

  it('names one next state for a state and a happening, and only states it has', () => {
    const keys = machine.moves.map((move) => `${move.from} ${move.on}`)
    expect(new Set(keys).size).toBe(keys.length)
    for (const move of machine.moves) {
      expect(machine.states).toContain(move.from)
      expect(machine.states).toContain(move.to)
      expect(moved(machine, move.from, move.on)).toBe(move.to)
      expect(canMove(machine, move.from, move.to)).toBe(true)
    }
  })

  it('refuses every move that is not in its table', () => {
    for (const from of machine.states) {
      for (const on of new Set(machine.moves.map((move) => move.on))) {
        const isAllowed = machine.moves.some((move) => move.from === from && move.on === on)
        if (!isAllowed) expect(() => moved(machine, from, on)).toThrow(MoveError)
      }
    }
  })

  it('is drawn move by move', () => {
    expect(drawMachine(machine).split('\n')).toHaveLength(machine.moves.length + 2)
  })
})

describe('attempts', () => {
  it('never go back: the states are passed in one order only', () => {
    const order = ATTEMPT_MACHINE.states
    for (const { from, to } of ATTEMPT_MACHINE.moves) expect(order.indexOf(to)).toBeGreaterThan(order.indexOf(from))
  })

  it('have one result for each way a call can end', () => {
    const ends: CallEnd[] = [
      'busy',
      'no_answer',
      'rejected',
      'unallocated',
      'unreachable',
      'congestion',
      'failed',
      'hung_up_by_customer',
      'hung_up_by_us',
      'machine',
      'vanished',
    ]
    const seen = new Set<string>()
    for (const end of ends) {
      for (const hasRung of [false, true]) {
        for (const hasAnswered of [false, true]) {
          const code = systemDisposition(end, { hasRung, hasAnswered })
          expect(defaultDisposition(code)?.class).toBe('system')
          seen.add(code)
        }
      }
    }
    // S11 is entered for an operator who was connected and gave no result
    const all = DEFAULT_DISPOSITIONS.filter(({ code, class: of }) => of === 'system' && code !== 'S11')
    expect([...seen].sort()).toEqual(all.map((disposition) => disposition.code).sort())
  })
})

describe('leads', () => {
  it('are leased only when they may be due', () => {
    expect(LEASABLE_STATES).toEqual(['ready', 'waiting', 'promised'])
    expect(statesBefore(LEAD_MACHINE, 'intend')).toEqual(['leased'])
  })

  it('are not called again after their end unless somebody opens them, corrects the result, or the person calls us', () => {
    const out = LEAD_MACHINE.moves.filter((move) => move.from === 'finished').map((move) => move.on)
    expect(out.toSorted()).toEqual([
      'call_in',
      'outcome_finish',
      'outcome_hold',
      'outcome_promise',
      'outcome_wait',
      'reopen',
    ])
  })
})

describe('the default results', () => {
  it('have unique codes in the form the contract takes, and a label in both languages', () => {
    const codes = DEFAULT_DISPOSITIONS.map((disposition) => disposition.code)
    expect(new Set(codes).size).toBe(31)
    for (const { code, label } of DEFAULT_DISPOSITIONS) {
      expect(code).toMatch(/^[A-Z0-9]{2,3}$/)
      expect(label.ja.length * label.en.length).toBeGreaterThan(0)
    }
  })

  it('leave S07, S09 and 91 uncounted, and no other', () => {
    const uncounted = DEFAULT_DISPOSITIONS.filter((disposition) => !disposition.isCounted)
    expect(uncounted.map((disposition) => disposition.code)).toEqual(['S07', 'S09', '91'])
  })

  it('call a success only what reached a person in conversation', () => {
    for (const { success, person, reached } of DEFAULT_DISPOSITIONS) {
      if (success !== 'no') expect([person, reached]).toEqual(['yes', 'contact'])
      if (person !== 'no') expect(reached).toBe('contact')
    }
  })
})
