import { isFull, isRecord, KeyServiceError, openingOperations, operations } from '@sekisho/vault'
import type { KeyServiceErrorCode, OperationName, Refusal } from '@sekisho/vault'
import type { KeyServiceClock } from './clock.ts'
import type { Handlers } from './handlers.ts'
import type { Refusals } from './refusals.ts'

/** Answers one request; never rejects with anything but a KeyServiceError. */
export type Dispatch = (op: unknown, parameters: unknown) => Promise<unknown>

export interface DispatchDependencies {
  readonly handlers: Handlers
  readonly refusals: Refusals
  readonly clock: KeyServiceClock
  /** What this caller may ask. */
  readonly allowed: ReadonlySet<OperationName>
  /** Told of errors that nobody foresaw: a name without any value. */
  readonly onFault: (op: OperationName, error: unknown) => void
}

const opening: ReadonlySet<string> = new Set(openingOperations)
/** Refusals also where nothing was to be opened: a fork, a foreign caller, a commitment that was asked for again. */
const otherRefusals: ReadonlySet<KeyServiceErrorCode> = new Set([
  'fork_refused',
  'refused_wrong_caller',
  'refused_spent',
  'refused_too_old',
])

/** Reads a request strictly, runs its operation, and keeps every refusal before it is answered. */
export function dispatcher({ handlers, refusals, clock, allowed, onFault }: DispatchDependencies): Dispatch {
  return async (op, parameters) => {
    if (!isOperation(op)) throw new KeyServiceError('bad_request')
    try {
      if (!allowed.has(op)) throw new KeyServiceError('refused_wrong_caller')
      return await run(op, parameters)
    } catch (error) {
      const code = codeOf(error)
      if (!(error instanceof KeyServiceError) && code === 'unavailable') onFault(op, error)
      if (isRefusal(op, code)) await refusals.add({ atMs: clock.nowMs(), code, op, ...placeOf(parameters) })
      throw new KeyServiceError(code)
    }
  }

  function run(op: OperationName, parameters: unknown): unknown {
    if (opening.has(op) && (!isRecord(parameters) || !isRecord(parameters.receipt))) {
      throw new KeyServiceError('refused_no_receipt')
    }
    const asked = operations[op](parameters)
    return (handlers[op] as (asked: unknown) => unknown)(asked)
  }
}

function isOperation(op: unknown): op is OperationName {
  return typeof op === 'string' && Object.hasOwn(operations, op)
}

/** Whatever fails in an opening is a refusal, except what is the service's own trouble. */
function isRefusal(op: OperationName, code: KeyServiceErrorCode): boolean {
  if (code === 'unavailable' || code === 'timeout') return false
  return opening.has(op) || otherRefusals.has(code) || (op === 'cosign' && code === 'unknown_key')
}

/** Which entry the refused request named, as far as that can be read. */
function placeOf(parameters: unknown): Pick<Refusal, 'log' | 'position'> {
  const receipt = isRecord(parameters) ? parameters.receipt : undefined
  if (!isRecord(receipt)) return {}
  const { log, position } = receipt
  if (typeof log !== 'string' || !/^[0-9a-f]{32}$/.test(log)) return {}
  return Number.isSafeInteger(position) ? { log, position: Number(position) } : { log }
}

/** The code to answer with. */
export function codeOf(error: unknown): KeyServiceErrorCode {
  if (error instanceof KeyServiceError) return error.code
  return isFull(error) ? 'storage_full' : 'unavailable'
}
