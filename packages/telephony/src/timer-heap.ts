/** One waiting timer. `wake` is undefined once it was cancelled. */
interface Timer {
  readonly dueMs: number
  readonly order: number
  wake: (() => void) | undefined
}

export interface DueTimer {
  readonly dueMs: number
  readonly wake: () => void
}

/**
 * A queue of timers as a binary heap: adding and taking cost log n, so that tens of thousands of calls in flight
 * stay cheap. Timers of the same millisecond fire in the order in which they were set.
 */
export interface TimerHeap {
  /** Adds a timer and gives the function that cancels it. */
  add(dueMs: number, wake: () => void): () => void
  /** Takes the earliest timer due at `nowMs` or before, or undefined. */
  takeDue(nowMs: number): DueTimer | undefined
  /** When the earliest timer is due, or undefined when none waits. */
  nextDueMs(): number | undefined
  /** How many timers wait, without the cancelled ones. */
  size(): number
}

export function timerHeap(): TimerHeap {
  let heap: Timer[] = []
  let order = 0
  let cancelled = 0

  function add(dueMs: number, wake: () => void): () => void {
    const timer: Timer = { dueMs, order: order++, wake }
    heap.push(timer)
    siftUp(heap, heap.length - 1)
    return () => {
      if (timer.wake === undefined) return
      timer.wake = undefined
      cancelled += 1
      // Cancelled timers stay in place until half of the heap is dead: amortised constant work per cancellation.
      if (cancelled > 64 && cancelled * 2 > heap.length) compact()
    }
  }

  function compact(): void {
    heap = heap.filter((timer) => timer.wake !== undefined)
    cancelled = 0
    for (let at = (heap.length >> 1) - 1; at >= 0; at--) siftDown(heap, at)
  }

  function dropCancelledHead(): void {
    while (heap.length > 0 && heap[0]?.wake === undefined) {
      takeHead(heap)
      cancelled -= 1
    }
  }

  function takeDue(nowMs: number): DueTimer | undefined {
    dropCancelledHead()
    const head = heap[0]
    if (head?.wake === undefined || head.dueMs > nowMs) return undefined
    takeHead(heap)
    const { wake } = head
    head.wake = undefined
    return { dueMs: head.dueMs, wake }
  }

  function nextDueMs(): number | undefined {
    dropCancelledHead()
    return heap[0]?.dueMs
  }

  return { add, takeDue, nextDueMs, size: () => heap.length - cancelled }
}

function isBefore(left: Timer, right: Timer): boolean {
  return left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.order < right.order)
}

function takeHead(heap: Timer[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  heap[0] = last
  siftDown(heap, 0)
}

function siftUp(heap: Timer[], start: number): void {
  let at = start
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!swapIfBefore(heap, at, parent)) return
    at = parent
  }
}

function siftDown(heap: Timer[], start: number): void {
  let at = start
  for (;;) {
    const left = 2 * at + 1
    if (left >= heap.length) return
    const right = left + 1
    const smaller = right < heap.length && isBefore(heap[right] as Timer, heap[left] as Timer) ? right : left
    if (!swapIfBefore(heap, smaller, at)) return
    at = smaller
  }
}

function swapIfBefore(heap: Timer[], lower: number, upper: number): boolean {
  const below = heap[lower] as Timer
  const above = heap[upper] as Timer
  if (!isBefore(below, above)) return false
  heap[lower] = above
  heap[upper] = below
  return true
}
