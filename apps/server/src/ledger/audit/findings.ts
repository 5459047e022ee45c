import { type Entry, type EntryId, type EntryType, entryTypes } from '@sekisho/contract'
import type { SystemEntryDraft } from '../system-entry.ts'
import type { AuditDatabase } from './audit-database.ts'

/** Something that does not fit together. */
export interface Finding {
  readonly type: SystemEntryDraft['type']
  /** Whose log it is about, if it is about one. */
  readonly log?: string | undefined
  readonly counts?: Entry['counts']
  readonly refs?: Pick<NonNullable<Entry['refs']>, 'designation' | 'entry' | 'campaign' | 'company'>
}

/** Findings that were entered, so that each is entered once, whatever restarts lie between. */
export interface Findings {
  /** Enters it in the head-office log unless it stands there and is open; resolves when it has its place. */
  enter(finding: Finding): Promise<void>
  /** Enters what was put right meanwhile, and so is another finding when it happens again. */
  enterAnew(finding: Finding): Promise<void>
  /** Reads which findings there are and which were closed: what is seen again after that opens anew (N-10). */
  refresh(): Promise<void>
}

type Entered = Pick<Entry, 'type' | 'refs' | 'counts'>

const types: Readonly<Record<string, EntryType>> = entryTypes

/**
 * @param enter  writes an entry of the sequencer in the head-office log, and gives its id when it has its place
 */
export function createFindings(
  database: Pick<AuditDatabase, 'findings' | 'closings'>,
  enter: (draft: SystemEntryDraft) => Promise<EntryId>,
): Findings {
  /** What was ever seen in the log, by what makes it the same; somebody may take rows out of the index meanwhile. */
  const entered = new Map<string, Map<EntryId, Entered>>()
  let closed = new Set<string>()
  let isRead = false

  function remember(entryId: EntryId, entry: Entered): void {
    const same = entered.get(keyOf(entry)) ?? new Map<EntryId, Entered>()
    entered.set(keyOf(entry), same.set(entryId, entry))
  }

  function isKnown(draft: Entered): boolean {
    const same = [...(entered.get(keyOf(draft)) ?? [])]
    if (same.some(([entryId]) => !closed.has(entryId))) return true
    return types[draft.type]?.staysClosed === true && same.some(([, before]) => !hasGrown(draft, before))
  }

  async function refresh(): Promise<void> {
    for (const entry of await database.findings()) remember(entry.id, entry)
    const closings = await database.closings()
    closed = new Set(closings.flatMap(({ refs }) => refs?.entry ?? []))
    isRead = true
  }

  return {
    refresh,
    async enter(finding) {
      if (!isRead) await refresh()
      const draft = draftOf(finding)
      if (!isKnown(draft)) remember(await enter(draft), draft)
    },
    async enterAnew(finding) {
      await enter(draftOf(finding))
    },
  }
}

function draftOf({ type, log, counts, refs }: Finding): SystemEntryDraft {
  const about = { ...refs, ...(log === undefined ? {} : { log }) }
  return { type, refs: about, ...(counts === undefined ? {} : { counts }) }
}

/** What makes a finding the same one. */
function keyOf({ type, refs, counts }: Entered): string {
  const { log = '', designation = '', entry = '', campaign = '', company = '' } = refs ?? {}
  return [type, log, designation, entry, campaign, company, counts?.from_position ?? '', counts?.rows ?? ''].join(' ')
}

/** A log that went on after its finding was closed is not what was looked into. */
function hasGrown(now: Entered, before: Entered): boolean {
  return (now.counts?.size ?? 0) > (before.counts?.size ?? 0)
}
