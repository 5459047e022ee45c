import type { ChildProcess } from 'node:child_process'
import { type Carrier, CarrierError, type CarrierErrorCode, type CarrierEvent } from '@sekisho/telephony'

/** A carrier over a channel between processes, so that calls outlive the dialler that is killed. */
const methods = [
  ...['originate', 'answer', 'bridge', 'play', 'hangUp', 'openLine', 'closeLine'],
  ...['listCalls', 'listCallIns', 'listLines'],
] as const satisfies readonly (keyof Carrier)[]
type Method = (typeof methods)[number]

interface Question {
  readonly id: number
  readonly method: Method
  readonly values: readonly unknown[]
}
type Answer = { readonly id: number; readonly result?: unknown; readonly code?: CarrierErrorCode }
type Told = { readonly event: CarrierEvent } | Answer

/** The carrier's side: answers one child, and tells it what happens. */
export function serveCarrier(carrier: Carrier, child: ChildProcess): void {
  const tell = (told: Told): void => {
    // it may be killed at any moment, also between this question and the writing
    if (child.connected) child.send(told, () => undefined)
  }
  const stop = carrier.subscribe((event) => tell({ event }))
  child.once('exit', stop)
  child.on('message', (question: Question) => {
    if (!methods.includes(question.method)) return
    const work = carrier[question.method] as (...values: readonly unknown[]) => Promise<unknown>
    const answer = (rest: Omit<Answer, 'id'>): void => tell({ id: question.id, ...rest })
    work(...question.values).then(
      (result) => answer({ result }),
      (error: unknown) => answer({ code: error instanceof CarrierError ? error.code : 'network_down' }),
    )
  })
}

/** The dialler's side, in a process with a channel to its parent. */
export function carrierOverChannel(): Carrier {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const listeners = new Set<(event: CarrierEvent) => void>()
  let lastId = 0
  process.on('message', (told: Told | 'go') => {
    if (told === 'go') return
    if ('event' in told) {
      for (const listener of listeners) listener(told.event)
      return
    }
    const waiter = waiting.get(told.id)
    waiting.delete(told.id)
    if (told.code === undefined) waiter?.resolve(told.result)
    else waiter?.reject(new CarrierError(told.code))
  })
  const ask = (method: Method) =>
    ((...values: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        lastId += 1
        waiting.set(lastId, { resolve, reject })
        process.send?.({ id: lastId, method, values } satisfies Question)
      })) as never
  return {
    originate: ask('originate'),
    answer: ask('answer'),
    bridge: ask('bridge'),
    play: ask('play'),
    hangUp: ask('hangUp'),
    openLine: ask('openLine'),
    closeLine: ask('closeLine'),
    listCalls: ask('listCalls'),
    listCallIns: ask('listCallIns'),
    listLines: ask('listLines'),
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => Promise.resolve(),
  }
}
