import type { FieldCode } from '@sekisho/contract'
import type { GuessReasonCode } from './codes.ts'
import { contentKinds, lookAtContent } from './content.ts'
import type { ColumnContent, ContentKind } from './content.ts'
import { customFields, describeField, phoneFields } from './fields.ts'
import { meaningOf } from './headings.ts'
import type { HeadingMeaning } from './headings.ts'

export interface ColumnGuess {
  readonly field: FieldCode | null
  /** 0 to 1: below 0.7 the page asks for a look. */
  readonly confidence: number
  readonly why: GuessReasonCode
}

export interface HeaderGuess {
  readonly isPresent: boolean
  readonly confidence: number
}

const dataShaped = (cell: string, today: string): boolean => {
  const { shares } = lookAtContent([cell], today)
  return shares.phone + shares.email + shares.postal_code + shares.birth_date + shares.amount > 0 || /\d{4,}/.test(cell)
}

/**
 * Tells whether the first record is a heading row: known words in it say yes, a cell that is a number, date or
 * address says no. In doubt no: a first person shown as headings would be a leak, a heading read as a row is refused
 * by its missing phone.
 */
export function guessHeader(first: readonly string[], today: string): HeaderGuess {
  const filled = first.filter((cell) => cell.trim() !== '')
  if (filled.length === 0) return { isPresent: false, confidence: 0.5 }
  if (filled.some((cell) => dataShaped(cell, today))) return { isPresent: false, confidence: 0.95 }
  const meanings = filled.map(meaningOf)
  const exact = meanings.filter((meaning) => meaning?.isExact === true).length
  const known = meanings.filter((meaning) => meaning !== null).length
  if (exact >= 2 || (exact === 1 && filled.length <= 3)) return { isPresent: true, confidence: 0.98 }
  if (known >= 2 || exact === 1) return { isPresent: true, confidence: 0.8 }
  return { isPresent: false, confidence: 0.6 }
}

interface Candidate {
  readonly meaning: HeadingMeaning
  readonly confidence: number
  readonly why: GuessReasonCode
}

/** How sure content alone makes us of a kind when most cells have its shape. */
const contentWeight: Record<ContentKind, number> = {
  phone: 0.9,
  email: 0.95,
  postal_code: 0.9,
  birth_date: 0.6,
  gender: 0.9,
  address: 0.85,
  kana: 0.8,
  name: 0.75,
  amount: 0.6,
  customer_number: 0.5,
}

function fromContent({ shares }: ColumnContent): Candidate | null {
  for (const kind of contentKinds) {
    if (shares[kind] >= 0.55 && (shares[kind] >= 0.8 || kind === 'postal_code')) {
      return { meaning: kind, confidence: contentWeight[kind] * shares[kind], why: 'content_only' }
    }
  }
  return null
}

function fromHeading(heading: string, content: ColumnContent): Candidate | null {
  const found = meaningOf(heading)
  if (found === null) return null
  const { meaning, isExact } = found
  if (content.filled === 0)
    return { meaning, confidence: isExact ? 0.8 : 0.5, why: isExact ? 'heading_exact' : 'heading_similar' }
  const share = content.shares[meaning]
  // Parts (姓, 番地), free numbers and coded genders have no shape to compare with.
  const hasShape = meaning === 'phone' || meaning === 'email' || meaning === 'birth_date' || meaning === 'postal_code'
  if (share >= 0.5) return { meaning, confidence: isExact ? 0.99 : 0.9, why: 'heading_and_content' }
  if (hasShape) return { meaning, confidence: isExact ? 0.5 : 0.3, why: 'heading_but_content_differs' }
  return { meaning, confidence: isExact ? 0.9 : 0.7, why: isExact ? 'heading_exact' : 'heading_similar' }
}

/**
 * Guesses the field of every column from its heading (null: no heading row) and a sample of its values.
 * A field is given once; name, kana and address may be kept in several columns when their headings say so.
 */
export function guessColumns(
  header: readonly string[] | null,
  sample: readonly (readonly string[])[],
  today: string,
): readonly ColumnGuess[] {
  const width = Math.max(header?.length ?? 0, ...sample.map((cells) => cells.length))
  const contents = Array.from({ length: width }, (_, index) =>
    lookAtContent(
      sample.map((cells) => cells[index] ?? ''),
      today,
    ),
  )
  const candidates = contents.map((content, index) => {
    const byHeading = header === null ? null : fromHeading(header[index] ?? '', content)
    // An unknown heading over dates or codes says that they are something else (加入日, 契約コース).
    const isUnknownHeading = header !== null && (header[index] ?? '').trim() !== ''
    const byContent = fromContent(content)
    if (byHeading !== null || byContent === null || !isUnknownHeading) return byHeading ?? byContent
    const speaksForItself = ['phone', 'email', 'address'].includes(byContent.meaning)
    return speaksForItself ? { ...byContent, confidence: byContent.confidence * 0.8 } : null
  })

  const guesses: (ColumnGuess | null)[] = candidates.map(() => null)
  const phoneColumns = candidates.flatMap((candidate, index) => (candidate?.meaning === 'phone' ? [index] : []))
  phoneColumns.forEach((index, order) => {
    const field = phoneFields[order]
    const { confidence, why } = candidates[index] as Candidate
    if (field !== undefined) guesses[index] = { field, confidence, why }
  })
  const byStrength = candidates
    .flatMap((candidate, index) =>
      candidate === null || candidate.meaning === 'phone' ? [] : [{ ...candidate, index }],
    )
    .sort((a, b) => b.confidence - a.confidence || a.index - b.index)
  const taken = new Set<FieldCode>()
  for (const { meaning, confidence, why, index } of byStrength) {
    const field = meaning as FieldCode
    const mayJoin = describeField(field).joinedBy !== null && header !== null && why !== 'content_only'
    if (taken.has(field) && !mayJoin) continue
    taken.add(field)
    guesses[index] = { field, confidence, why }
  }
  const spare = customFields.values()
  return guesses.map((guess, index) => {
    if (guess !== null) return guess
    const content = contents[index] as ColumnContent
    if (content.filled === 0 && (header?.[index] ?? '').trim() === '')
      return { field: null, confidence: 0.9, why: 'column_empty' }
    const why = candidates[index] === null ? 'nothing_recognised' : 'field_taken_already'
    return { field: spare.next().value ?? null, confidence: 0.3, why }
  })
}
