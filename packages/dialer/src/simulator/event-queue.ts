/** What happens at a time. Events at one time happen in the order in which they were added. */
export interface EventQueue {
  add(atMs: number, happen: () => void): void
  /** All until this moment and at it happens, with what is added meanwhile. @returns  whether anything did */
  happenUntil(untilMs: number): boolean
  /** The next event, taken out; null when nothing is to come. */
  take(): { readonly atMs: number; readonly happen: () => void } | null
}

interface Event {
  readonly atMs: number
  readonly order: number
  readonly happen: () => void
}

/** A binary heap: both operations cost the logarithm of what is to come. */
export function createEventQueue(): EventQueue {
  const heap: Event[] = []
  let added = 0

  function precedes(left: Event, right: Event): boolean {
    return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order)
  }

  function rise(event: Event): void {
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parentAt = (at - 1) >> 1
      const parent = heap[parentAt]
      if (parent === undefined || !precedes(event, parent)) break
      heap[at] = parent
      at = parentAt
    }
    heap[at] = event
  }

  function sink(event: Event): void {
    let at = 0
    for (;;) {
      const leftAt = 2 * at + 1
      const left = heap[leftAt]
      if (left === undefined) break
      const right = heap[leftAt + 1]
      const isRight = right !== undefined && precedes(right, left)
      const child = isRight ? right : left
      if (!precedes(child, event)) break
      heap[at] = child
      at = isRight ? leftAt + 1 : leftAt
    }
    heap[at] = event
  }

  function take(): Event | null {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined) return null
    if (heap.length > 0) sink(last)
    return first
  }

  return {
    take,
    add(atMs, happen) {
      rise({ atMs, order: added++, happen })
    },
    happenUntil(untilMs) {
      let hasHappened = false
      while ((heap[0]?.atMs ?? Number.POSITIVE_INFINITY) <= untilMs) {
        take()?.happen()
        hasHappened = true
      }
      return hasHappened
    },
  }
}
