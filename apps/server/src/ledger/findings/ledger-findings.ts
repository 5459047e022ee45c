import { createKnownPeople } from '../known-people.ts'
import { type CloseFindingDependencies, createCloseFinding } from './close-finding.ts'
import { createFindingReader, type FindingReaderDependencies } from './finding-reader.ts'
import { createKnownFindings, type KnownFindings, type KnownFindingsDependencies } from './known-findings.ts'

export interface LedgerFindings {
  readonly known: KnownFindings
  readonly reader: ReturnType<typeof createFindingReader>
  readonly close: ReturnType<typeof createCloseFinding>
}

/** What the audit found: who sees it, and how it ends. */
export function createLedgerFindings(
  dependencies: Omit<KnownFindingsDependencies, 'people'> &
    Omit<CloseFindingDependencies, 'people' | 'findings'> &
    Omit<FindingReaderDependencies, 'findings'> & { readonly keys: Parameters<typeof createKnownPeople>[0] },
): LedgerFindings {
  const people = createKnownPeople(dependencies.keys)
  const known = createKnownFindings({ ...dependencies, people })
  return {
    known,
    reader: createFindingReader({ ...dependencies, findings: known }),
    close: createCloseFinding({ ...dependencies, people, findings: known }),
  }
}
