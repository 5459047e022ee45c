import { IntakeError } from '../codes.ts'
import type { Chunks } from '../read-rows.ts'
import type { PackedLimits } from './limits.ts'
import { readXml } from './read-xml.ts'

/** The texts that cells share, as bytes outside the heap. */
export interface StringTable {
  /** @throws IntakeError `packed_damaged` */
  get(index: number): string
}

export const noStrings: StringTable = {
  get() {
    throw new IntakeError('packed_damaged')
  },
}

/** Reads the shared texts; furigana that Excel keeps beside a name is no part of it. */
export async function readStrings(chunks: Chunks, limits: PackedLimits): Promise<StringTable> {
  let bytes = Buffer.alloc(1024 * 1024)
  let ends = new Uint32Array(16 * 1024)
  let [count, end] = [0, 0]
  const text = textGatherer(limits)

  function add(value: string): void {
    const needed = end + value.length * 3
    if (needed > limits.maxStringBytes) throw new IntakeError('packed_expands', { limit: limits.maxStringBytes })
    if (needed > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(Math.max(bytes.length, value.length * 3))])
    if (count === ends.length) {
      const longer = new Uint32Array(ends.length * 2)
      longer.set(ends)
      ends = longer
    }
    end += bytes.write(value, end, 'utf8')
    ends[count] = end
    count++
  }

  await readXml(chunks, limits, {
    open(name) {
      if (name === 'si') text.begin()
      text.open(name)
    },
    close(name) {
      text.close(name)
      if (name === 'si') add(text.take())
    },
    text: (read) => text.add(read),
  })
  return {
    get(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) throw new IntakeError('packed_damaged')
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index])
    },
  }
}

/** Gathers what stands in `t` elements, those of furigana (`rPh`) left out. */
export function textGatherer({ maxCellChars }: PackedLimits) {
  let gathered = ''
  let isText = false
  let inFurigana = false
  return {
    begin() {
      gathered = ''
      isText = false
      inFurigana = false
    },
    open(name: string): void {
      if (name === 'rPh') inFurigana = true
      else if (name === 't') isText = !inFurigana
    },
    close(name: string): void {
      if (name === 'rPh') inFurigana = false
      else if (name === 't') isText = false
    },
    add(text: string): void {
      if (!isText) return
      gathered += text
      if (gathered.length > maxCellChars) throw new IntakeError('field_too_long', { limit: maxCellChars })
    },
    /** Characters that XML cannot hold are written `_x000D_`. */
    take: (): string =>
      gathered.includes('_x')
        ? gathered.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        : gathered,
  }
}
