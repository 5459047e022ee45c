/** `0312345678` to `03-1234-5678`, by the usual lengths of area codes; a number of another length stays as it is. */
export function written(number: string): string {
  const [head, middle] = partsOf(number)
  if (head === 0) return number
  return [number.slice(0, head), number.slice(head, head + middle), number.slice(head + middle)].join('-')
}

function partsOf(number: string): readonly [head: number, middle: number] {
  if (number.length === 11) return [3, 4]
  if (number.length !== 10) return [0, 0]
  if (number.startsWith('0120') || number.startsWith('0570')) return [4, 3]
  return number.startsWith('03') || number.startsWith('06') ? [2, 4] : [3, 3]
}
