import type { StateMachine } from './state-machine.ts'

export type AttemptState = 'intent' | 'dialling' | 'ringing' | 'answered' | 'connected' | 'wrap_up' | 'ended'

export type AttemptHappening = 'place' | 'ring' | 'answer' | 'connect' | 'talk_ends' | 'record' | 'end'

/**
 * One outbound try, from the intent that is persisted before anything is dialled. Reports of a carrier may be missed
 * (ringing before an answer) but never go back: a late or repeated report is an illegal move and changes nothing.
 */
export const ATTEMPT_MACHINE: StateMachine<AttemptState, AttemptHappening> = {
  name: 'attempt',
  states: ['intent', 'dialling', 'ringing', 'answered', 'connected', 'wrap_up', 'ended'],
  initial: 'intent',
  moves: [
    { from: 'intent', on: 'place', to: 'dialling' },
    // Events overtake the answer to the command that caused them.
    { from: 'intent', on: 'ring', to: 'ringing' },
    { from: 'intent', on: 'answer', to: 'answered' },
    { from: 'intent', on: 'end', to: 'ended' },
    { from: 'dialling', on: 'ring', to: 'ringing' },
    { from: 'dialling', on: 'answer', to: 'answered' },
    { from: 'dialling', on: 'end', to: 'ended' },
    { from: 'ringing', on: 'answer', to: 'answered' },
    { from: 'ringing', on: 'end', to: 'ended' },
    { from: 'answered', on: 'connect', to: 'connected' },
    { from: 'answered', on: 'end', to: 'ended' },
    { from: 'connected', on: 'talk_ends', to: 'wrap_up' },
    // A fast result: hang up, code, next, without wrap-up.
    { from: 'connected', on: 'record', to: 'ended' },
    { from: 'wrap_up', on: 'record', to: 'ended' },
  ],
}
