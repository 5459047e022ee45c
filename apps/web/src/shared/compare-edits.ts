import { hashKey } from '@tanstack/react-query'

/** How two changes of one document stand to each other, by its topmost parts. */
export interface ComparedEdits<Value extends object> {
  /** What they changed and I did not. */
  readonly theirs: readonly (keyof Value)[]
  /** What both changed, each in another way. */
  readonly both: readonly (keyof Value)[]
  /** Theirs and mine together; what both changed is as I have it. */
  readonly merged: Value
}

/**
 * @param base    what both began with
 * @param mine    what stands here
 * @param theirs  what somebody else saved meanwhile
 */
export function compareEdits<Value extends object>(base: Value, mine: Value, theirs: Value): ComparedEdits<Value> {
  const parts = Object.keys({ ...base, ...mine, ...theirs }) as (keyof Value)[]
  const ofTheirs = parts.filter((part) => !isSame(theirs[part], base[part]) && !isSame(theirs[part], mine[part]))
  const isMine = (part: keyof Value) => !isSame(mine[part], base[part])
  const both = ofTheirs.filter(isMine)
  const mineOnly = parts.filter(isMine)
  return {
    theirs: ofTheirs.filter((part) => !isMine(part)),
    both,
    merged: { ...theirs, ...(Object.fromEntries(mineOnly.map((part) => [part, mine[part]])) as Partial<Value>) },
  }
}

/** Whether two documents say the same, in whatever order their parts stand. */
export function isSame(left: unknown, right: unknown): boolean {
  return hashKey([left]) === hashKey([right])
}
