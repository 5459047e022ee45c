import type { Entry, EntryId } from '@sekisho/contract'
import { entrySchema } from '@sekisho/contract'
import { parseLeaf } from '@sekisho/ledger'
import type { KeyServiceCalls } from '@sekisho/vault'
import type { OpenLog } from '../recovery.ts'
import type { AuditDatabase } from './audit-database.ts'

/** Calls last minutes, and so many are dialled meanwhile at most. */
const rememberedCalls = 50_000

/** Canonical JSON has one spelling, so entries of other types need not be parsed. */
const judged = [
  'contact.opened',
  'contact.previewed',
  'number.unsealed',
  'call_in.arrived',
  'call_in.answered',
  'preview.given',
].map((type) => Buffer.from(`"type":"${type}"`))

interface Placed {
  readonly position: number
  readonly entryId: EntryId
}

/** What a call of an attempt began with: the entry that was spent for it, and the one that names its contact. */
interface Begun {
  /** Null for a preview: nothing rings before the operator has looked. */
  readonly spent: Placed | null
  readonly named: Placed
}

interface BegunInLog {
  readonly calls: Map<string, Begun>
  readonly arrived: Map<string, Placed>
  /** Contacts that were given to be looked at, by the entry that gave them. */
  readonly given: Map<string, Begun>
}

/**
 * Holds contacts that were shown against the numbers that were dialled. A contact opens for a call, and a call begins
 * with the dialler's entry for one number of it, which the key service has spent. Whoever writes to the tables can invent
 * a live call; he cannot spend the dialler's right for it (K-07, M-01).
 *
 * A call to an own number begins with the entry of its arrival, by which the caller's number was looked up, and names the
 * contact when an operator answers it: the same two things, in two entries.
 *
 * A contact that is shown before a call was given by the dialler, whose entry commits to it. Nothing is spent for that: who
 * writes a preview into the table finds no such entry, and who writes the entry cannot make what it commits to.
 */
export function createOpeningsCheck({
  keys,
  database,
}: {
  readonly keys: Pick<KeyServiceCalls, 'spent'>
  readonly database: Pick<AuditDatabase, 'subjects'>
}) {
  const begunByLog = new Map<string, BegunInLog>()

  function begunIn(log: string) {
    const known = begunByLog.get(log)
    if (known !== undefined) return known
    const made: BegunInLog = { calls: new Map(), arrived: new Map(), given: new Map() }
    begunByLog.set(log, made)
    return made
  }

  /** Takes in how calls began; gives each opening of a contact with the beginning of its call. */
  function read(log: string, from: number, leaves: readonly Buffer[]): { opened: Placed; begun: Begun | undefined }[] {
    const { calls, arrived, given } = begunIn(log)
    const found: { opened: Placed; begun: Begun | undefined }[] = []
    for (const [offset, leaf] of leaves.entries()) {
      const entry = readJudged(leaf)
      if (entry?.outcome !== 'done') continue
      const attempt = entry.refs?.attempt ?? ''
      const placed = { position: from + offset, entryId: entry.id }
      if (entry.type === 'contact.opened') found.push({ opened: placed, begun: calls.get(attempt) })
      else if (entry.type === 'contact.previewed')
        found.push({ opened: placed, begun: given.get(entry.refs?.entry ?? '') })
      else if (entry.actor_kind !== 'dialler') continue
      else if (entry.type === 'preview.given') given.set(entry.id, { spent: null, named: placed })
      else if (entry.type === 'call_in.arrived') arrived.set(entry.id, placed)
      else if (entry.type === 'number.unsealed' && attempt !== '') calls.set(attempt, { spent: placed, named: placed })
      else if (entry.type === 'call_in.answered') {
        const arrival = arrived.get(entry.refs?.entry ?? '')
        // an arrival belongs to one call: whoever names it again begins none by it
        arrived.delete(entry.refs?.entry ?? '')
        if (arrival !== undefined && attempt !== '') calls.set(attempt, { spent: arrival, named: placed })
      }
    }
    for (const begun of [calls, arrived, given]) forgetOldest(begun)
    return found
  }

  return {
    /** Takes in what was judged before, so that calls that began there are known. */
    remember(log: string, from: number, leaves: readonly Buffer[]): void {
      read(log, from, leaves)
    },

    /** Positions of contacts that were opened without a call that truly began, or for another contact than that of the call. */
    async unexplained({ tenantId, state }: OpenLog, from: number, leaves: readonly Buffer[]): Promise<number[]> {
      const pairs = read(state.log, from, leaves)
      if (pairs.length === 0) return []
      const positions = [...new Set(pairs.flatMap(({ begun }) => begun?.spent?.position ?? []))]
      const answers = positions.length === 0 ? [] : await keys.spent({ log: state.log, positions })
      const unused = new Set(positions.filter((_position, index) => answers[index] === false))
      const subjects = await database.subjects(
        tenantId,
        pairs.flatMap(({ opened, begun }) => (begun === undefined ? [] : [opened.entryId, begun.named.entryId])),
      )
      return pairs
        .filter(({ opened, begun }) => {
          if (begun === undefined || (begun.spent !== null && unused.has(begun.spent.position))) return true
          const [shown, called] = [subjects.get(opened.entryId), subjects.get(begun.named.entryId)]
          // a row that is missing, or names another than the entry commits to, is found by the index scan
          return shown !== undefined && called !== undefined && shown.contactId !== called.contactId
        })
        .map(({ opened }) => opened.position)
    },
  }
}

/** A Map gives its keys in the order of insertion. */
function forgetOldest(begun: Map<string, unknown>): void {
  for (const key of begun.keys()) {
    if (begun.size <= rememberedCalls) return
    begun.delete(key)
  }
}

function readJudged(leaf: Buffer): Entry | undefined {
  if (!judged.some((text) => leaf.includes(text))) return undefined
  return entrySchema.safeParse(parseLeaf(leaf).entry).data
}
