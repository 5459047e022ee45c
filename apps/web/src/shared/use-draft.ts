import { type ComparedEdits, compareEdits } from './compare-edits.ts'
import { useKept } from './use-kept.ts'

/** A document that is kept as versions: whoever saves says which one the change was made on. */
export interface Versioned<Value> {
  readonly version: number
  readonly value: Value
}

interface Kept<Value> {
  readonly base: Versioned<Value>
  readonly value: Value
}

export interface Draft<Value extends object> {
  /** What stands on the screen. */
  readonly value: Value
  /** The version it goes back to. */
  readonly base: Versioned<Value>
  readonly isChanged: boolean
  /** What somebody else saved while this was typed; null while nobody did. */
  readonly overtaken: ComparedEdits<Value> | null
  edit(value: Value): void
  /** Forgets what was typed. */
  drop(): void
  /** Goes on from the newest version with both changes; what both changed stays as it is here. */
  merge(): void
}

/**
 * What somebody types on a version of a document. It stays in this tab until it is saved or dropped, also when somebody
 * else saves first. Only for documents without personal data: it rests in the session storage.
 */
export function useDraft<Value extends object>(name: string, current: Versioned<Value>): Draft<Value> {
  const [kept, setKept] = useKept<Kept<Value> | null>(name, null)
  const value = kept?.value ?? current.value
  const isBehind = kept !== null && kept.base.version !== current.version
  const compared = isBehind ? compareEdits(kept.base.value, value, current.value) : null
  // what they saved is what stands here, e.g. because it was saved here: nothing to choose
  const isSettled = compared === null || (compared.theirs.length === 0 && compared.both.length === 0)
  const base = kept === null || (isBehind && isSettled) ? current : kept.base
  const overtaken = isSettled ? null : compared
  return {
    ...{ value, base, overtaken, isChanged: kept !== null },
    edit: (next) => setKept({ base, value: next }),
    drop: () => setKept(null),
    merge: () => overtaken !== null && setKept({ base: current, value: overtaken.merged }),
  }
}
