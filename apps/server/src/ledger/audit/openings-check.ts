import type { Entry, EntryId } from '@sekisho/contract'
import { entrySchema } from '@sekisho/contract'
import { parseLeaf } from '@sekisho/ledger'
import type { KeyServiceCalls } from '@sekisho/vault'
import type { OpenLog } from '../recovery.ts'
import type { AuditDatabase } from './audit-database.ts'

/** Calls last minutes, and so many are dialled meanwhile at most. */
const rememberedCalls = 50_000

/** Canonical JSON has one spelling, so entries of other types need not be parsed. */
const judged = ['"type":"contact.opened"', '"type":"number.unsealed"'].map((text) => Buffer.from(text))

interface Placed {
  readonly position: number
  readonly entryId: EntryId
}

/**
 * Holds contacts that were shown against the numbers that were dialled. A contact opens for a call, and a call begins
 * with the dialler's entry for one number of it, which the key service has spent. Whoever writes to the tables can invent
 * a live call; he cannot spend the dialler's right for it (K-07, M-01).
 */
export function createOpeningsCheck({
  keys,
  database,
}: {
  readonly keys: Pick<KeyServiceCalls, 'spent'>
  readonly database: Pick<AuditDatabase, 'subjects'>
}) {
  const dialledByLog = new Map<string, Map<string, Placed>>()

  function dialledIn(log: string): Map<string, Placed> {
    const known = dialledByLog.get(log)
    if (known !== undefined) return known
    const made = new Map<string, Placed>()
    dialledByLog.set(log, made)
    return made
  }

  /** Takes in the numbers that were opened; gives each opening of a contact with the number that came before it. */
  function read(
    log: string,
    from: number,
    leaves: readonly Buffer[],
  ): { opened: Placed; dialled: Placed | undefined }[] {
    const dialled = dialledIn(log)
    const found: { opened: Placed; dialled: Placed | undefined }[] = []
    for (const [offset, leaf] of leaves.entries()) {
      const entry = readJudged(leaf)
      if (entry?.outcome !== 'done') continue
      const attempt = entry.refs?.attempt ?? ''
      const placed = { position: from + offset, entryId: entry.id }
      if (entry.type === 'contact.opened') found.push({ opened: placed, dialled: dialled.get(attempt) })
      else if (entry.actor_kind === 'dialler' && attempt !== '') dialled.set(attempt, placed)
    }
    // a Map gives its keys in the order of insertion
    for (const attempt of dialled.keys()) {
      if (dialled.size <= rememberedCalls) break
      dialled.delete(attempt)
    }
    return found
  }

  return {
    /** Takes in what was judged before, so that calls that began there are known. */
    remember(log: string, from: number, leaves: readonly Buffer[]): void {
      read(log, from, leaves)
    },

    /** Positions of contacts that were opened without a dialled and used number, or for another contact than the dialled one. */
    async unexplained({ tenantId, state }: OpenLog, from: number, leaves: readonly Buffer[]): Promise<number[]> {
      const pairs = read(state.log, from, leaves)
      if (pairs.length === 0) return []
      const calls = pairs.flatMap(({ dialled }) => (dialled === undefined ? [] : [dialled]))
      const positions = [...new Set(calls.map(({ position }) => position))]
      const answers = positions.length === 0 ? [] : await keys.spent({ log: state.log, positions })
      const unused = new Set(positions.filter((_position, index) => answers[index] === false))
      const subjects = await database.subjects(
        tenantId,
        pairs.flatMap(({ opened, dialled }) => (dialled === undefined ? [] : [opened.entryId, dialled.entryId])),
      )
      return pairs
        .filter(({ opened, dialled }) => {
          if (dialled === undefined || unused.has(dialled.position)) return true
          const [shown, called] = [subjects.get(opened.entryId), subjects.get(dialled.entryId)]
          // a row that is missing, or names another than the entry commits to, is found by the index scan
          return shown !== undefined && called !== undefined && shown.contactId !== called.contactId
        })
        .map(({ opened }) => opened.position)
    },
  }
}

function readJudged(leaf: Buffer): Entry | undefined {
  if (!judged.some((text) => leaf.includes(text))) return undefined
  return entrySchema.safeParse(parseLeaf(leaf).entry).data
}
