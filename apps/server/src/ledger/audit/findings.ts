import type { Entry } from '@sekisho/contract'
import type { SystemEntryDraft } from '../system-entry.ts'
import type { AuditDatabase } from './audit-database.ts'

/** Something that does not fit together, about one log. */
export interface Finding {
  readonly type: SystemEntryDraft['type']
  readonly log: string
  readonly counts?: Entry['counts']
}

/** Findings that were entered, so that each is entered once, whatever restarts lie between. */
export interface Findings {
  /** Enters it in the head-office log unless it stands there; resolves when it has its place. */
  enter(finding: Finding): Promise<void>
  /** Enters what was put right meanwhile, and so is another finding when it happens again. */
  enterAnew(finding: Finding): Promise<void>
}

/**
 * @param enter  writes an entry of the sequencer in the head-office log, and resolves when it has its place
 */
export function createFindings(
  database: Pick<AuditDatabase, 'findings'>,
  enter: (draft: SystemEntryDraft) => Promise<void>,
): Findings {
  let entered: Set<string> | undefined

  return {
    async enter(finding) {
      entered ??= new Set((await database.findings()).map(keyOf))
      const draft = draftOf(finding)
      if (entered.has(keyOf(draft))) return
      await enter(draft)
      entered.add(keyOf(draft))
    },
    enterAnew: (finding) => enter(draftOf(finding)),
  }
}

function draftOf({ type, log, counts }: Finding): SystemEntryDraft {
  return { type, refs: { log }, ...(counts === undefined ? {} : { counts }) }
}

/** What makes a finding the same one. */
function keyOf({ type, refs, counts }: Pick<Entry, 'type' | 'refs' | 'counts'>): string {
  return [type, refs?.log ?? '', counts?.from_position ?? '', counts?.rows ?? ''].join(' ')
}
