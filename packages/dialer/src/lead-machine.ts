import type { Move, StateMachine } from './state-machine.ts'

export type LeadState =
  | 'ready'
  | 'leased'
  | 'dialling'
  | 'connected'
  | 'wrap_up'
  | 'waiting'
  | 'promised'
  | 'held'
  | 'finished'

/** Where a result sends a lead. */
export type LeadOutcome = 'outcome_wait' | 'outcome_promise' | 'outcome_hold' | 'outcome_finish'

export type LeadHappening =
  | LeadOutcome
  | 'lease'
  | 'return_ready'
  | 'return_waiting'
  | 'return_promised'
  | 'intend'
  | 'connect'
  | 'call_in'
  | 'talk_ends'
  | 'hold'
  | 'release'
  | 'exclude'
  | 'reopen'

type LeadMove = Move<LeadState, LeadHappening>

const OUTCOMES = {
  outcome_wait: 'waiting',
  outcome_promise: 'promised',
  outcome_hold: 'held',
  outcome_finish: 'finished',
} as const satisfies Record<LeadOutcome, LeadState>

/** A result may come from the network while dialling, during the talk, in wrap-up, or as a later correction. */
function outcomesFrom(from: LeadState): LeadMove[] {
  return Object.entries(OUTCOMES).map(([on, to]) => ({ from, on: on as LeadOutcome, to }))
}

/** The calling states of a lead. `ready`, `waiting` and `promised` may be leased when due. */
export const LEAD_MACHINE: StateMachine<LeadState, LeadHappening> = {
  name: 'lead',
  states: ['ready', 'leased', 'dialling', 'connected', 'wrap_up', 'waiting', 'promised', 'held', 'finished'],
  initial: 'ready',
  moves: [
    { from: 'ready', on: 'lease', to: 'leased' },
    { from: 'waiting', on: 'lease', to: 'leased' },
    { from: 'promised', on: 'lease', to: 'leased' },
    // The lease was given back or ran out before anything was dialled.
    { from: 'leased', on: 'return_ready', to: 'ready' },
    { from: 'leased', on: 'return_waiting', to: 'waiting' },
    { from: 'leased', on: 'return_promised', to: 'promised' },
    { from: 'leased', on: 'intend', to: 'dialling' },
    // Whoever looked before the call found that a supervisor should.
    { from: 'leased', on: 'hold', to: 'held' },
    // The carrier refused: no call was placed, so nothing counts.
    { from: 'dialling', on: 'return_ready', to: 'ready' },
    { from: 'dialling', on: 'return_waiting', to: 'waiting' },
    { from: 'dialling', on: 'return_promised', to: 'promised' },
    { from: 'dialling', on: 'connect', to: 'connected' },
    // Whoever calls us is talked to, also who was held or finished: what comes of it is the result's to say.
    { from: 'ready', on: 'call_in', to: 'connected' },
    { from: 'waiting', on: 'call_in', to: 'connected' },
    { from: 'promised', on: 'call_in', to: 'connected' },
    { from: 'held', on: 'call_in', to: 'connected' },
    { from: 'finished', on: 'call_in', to: 'connected' },
    { from: 'connected', on: 'talk_ends', to: 'wrap_up' },
    ...outcomesFrom('dialling'),
    ...outcomesFrom('connected'),
    ...outcomesFrom('wrap_up'),
    // Corrections of the last result.
    ...outcomesFrom('waiting'),
    ...outcomesFrom('promised'),
    ...outcomesFrom('held'),
    ...outcomesFrom('finished'),
    { from: 'ready', on: 'hold', to: 'held' },
    { from: 'waiting', on: 'hold', to: 'held' },
    { from: 'promised', on: 'hold', to: 'held' },
    { from: 'held', on: 'release', to: 'ready' },
    // Taken off the list: paid, cancelled, refused elsewhere.
    { from: 'ready', on: 'exclude', to: 'finished' },
    { from: 'leased', on: 'exclude', to: 'finished' },
    { from: 'waiting', on: 'exclude', to: 'finished' },
    { from: 'promised', on: 'exclude', to: 'finished' },
    { from: 'held', on: 'exclude', to: 'finished' },
    { from: 'finished', on: 'reopen', to: 'ready' },
  ],
}

/** The states in which a lead may be leased when it is due. */
export const LEASABLE_STATES = LEAD_MACHINE.moves.filter((move) => move.on === 'lease').map((move) => move.from)
