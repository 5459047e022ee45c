import { createHash } from 'node:crypto'
import type { CompanyId, DoNotCallScope, JobId } from '@sekisho/contract'
import type { DoNotCallRule } from '@sekisho/dialer'

/** One person or number that a refusal stops, as it is kept. */
export interface RefusalRow {
  readonly keyIndex: Buffer
  readonly keyKind: 'number' | 'customer' | 'person'
  readonly scope: DoNotCallScope
  readonly jobId: JobId | null
  readonly onlyFor: Buffer | null
}

/** Whom a result is about: blind indexes, as they stand in the tables. */
export interface RefusingContact {
  readonly jobId: JobId
  readonly customer: Buffer | null
  readonly person: Buffer | null
  /** Of the number that was dialled. */
  readonly dialled: Buffer
  readonly numbers: readonly Buffer[]
}

/** What a rule stops of a contact. Empty where a wrong number's contact is known by nothing but its numbers. */
export function rowsOf(rule: DoNotCallRule, contact: RefusingContact): RefusalRow[] {
  const { scope } = rule
  const common = { scope, jobId: scope === 'job' ? contact.jobId : null }
  const people = [
    ...(contact.customer === null ? [] : [{ keyKind: 'customer', keyIndex: contact.customer } as const]),
    ...(contact.person === null ? [] : [{ keyKind: 'person', keyIndex: contact.person } as const]),
  ]
  const numbers = numbersOf(rule, contact, people.length > 0)
  if (rule.isForContactOnly) {
    // by the better of the two, if any is known
    return people
      .slice(0, 1)
      .flatMap(({ keyIndex: onlyFor }) =>
        numbers.map((keyIndex) => ({ ...common, keyKind: 'number' as const, keyIndex, onlyFor })),
      )
  }
  return [
    ...(rule.bindsPerson ? people.map((key) => ({ ...common, ...key, onlyFor: null })) : []),
    ...numbers.map((keyIndex) => ({ ...common, keyKind: 'number' as const, keyIndex, onlyFor: null })),
  ]
}

function numbersOf(rule: DoNotCallRule, contact: RefusingContact, isPersonKnown: boolean): readonly Buffer[] {
  if (rule.numbers === 'dialled') return [contact.dialled]
  if (rule.numbers === 'if_person_unknown' && isPersonKnown) return []
  const byText = new Map([...contact.numbers, contact.dialled].map((index) => [index.toString('hex'), index]))
  return [...byText.values()]
}

/**
 * The SHA-256, hex, of everything that one entry put on the list: the entry carries it, so that a row that was changed,
 * taken away or added afterwards does not fit its entry any more. Blind indexes are 16 bytes under a key that only the key
 * service holds, so a digest of them can stand in clear: nobody guesses what it is of.
 */
export function digestOf(clientId: CompanyId, disposition: string, rows: readonly RefusalRow[]): string {
  const lines = rows.map(({ keyIndex, keyKind, scope, jobId, onlyFor }) =>
    [keyKind, keyIndex.toString('hex'), scope, jobId ?? '-', onlyFor?.toString('hex') ?? '-'].join(' '),
  )
  const text = ['sekisho do-not-call v1', clientId, disposition, ...lines.sort()].join('\n')
  return createHash('sha256').update(text).digest('hex')
}
