/** One allowed move: from a state, on what happens, to a state. */
export interface Move<State extends string, Happening extends string> {
  readonly from: State
  readonly on: Happening
  readonly to: State
}

/** A state machine as data: the code checks against it and the docs are drawn from it. */
export interface StateMachine<State extends string, Happening extends string> {
  readonly name: string
  readonly states: readonly State[]
  readonly initial: State
  readonly moves: readonly Move<State, Happening>[]
}

/** A move that the table does not have. */
export class MoveError extends Error {
  readonly code = 'illegal_move'

  constructor(machine: string, from: string, what: string) {
    super(`a ${machine} that is ${from} cannot ${what}`)
    this.name = 'MoveError'
  }
}

/** Whether a state may follow another directly. */
export function canMove<State extends string, Happening extends string>(
  machine: StateMachine<State, Happening>,
  from: State,
  to: State,
): boolean {
  return machine.moves.some((move) => move.from === from && move.to === to)
}

/** The state after something happened. @throws MoveError if the table has no such move */
export function moved<State extends string, Happening extends string>(
  machine: StateMachine<State, Happening>,
  from: State,
  on: Happening,
): State {
  const move = machine.moves.find((candidate) => candidate.from === from && candidate.on === on)
  if (move === undefined) throw new MoveError(machine.name, from, `take '${on}'`)
  return move.to
}

/** The states from which something may happen, for the `where` of an update. */
export function statesBefore<State extends string, Happening extends string>(
  machine: StateMachine<State, Happening>,
  on: Happening,
): readonly State[] {
  return machine.moves.filter((move) => move.on === on).map((move) => move.from)
}

/** The machine as a Mermaid `stateDiagram-v2`, for the docs. */
export function drawMachine(machine: StateMachine<string, string>): string {
  const moves = machine.moves.map(({ from, on, to }) => `  ${from} --> ${to}: ${on}`)
  return ['stateDiagram-v2', `  [*] --> ${machine.initial}`, ...moves].join('\n')
}
