/** The array with one element replaced. */
export function replaced<Element>(array: readonly Element[], at: number, element: Element): Element[] {
  return array.map((kept, index) => (index === at ? element : kept))
}

/** The array without one element. */
export function without<Element>(array: readonly Element[], at: number): Element[] {
  return array.filter((_, index) => index !== at)
}

/** The array with one element moved by `by` places, as far as there are places. */
export function moved<Element>(array: readonly Element[], at: number, by: number): Element[] {
  const rest = without(array, at)
  const to = Math.max(0, Math.min(at + by, rest.length))
  return [...rest.slice(0, to), ...array.slice(at, at + 1), ...rest.slice(to)]
}
