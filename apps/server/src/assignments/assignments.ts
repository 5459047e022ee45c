import { randomBytes } from 'node:crypto'
import {
  type AssignableCampaign,
  type AssignablePerson,
  type Assignment,
  type AssignmentPriority,
  type CampaignId,
  type PersonId,
  ProblemError,
  type SkillLevel,
  type TenantId,
} from '@sekisho/contract'
import type { EntryWriter } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { digestOf } from './digest.ts'
import {
  addVersion,
  currentVersion,
  lockCampaign,
  mayWork,
  readAssignments,
  readCampaigns,
  readPeople,
} from './queries.ts'

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

export interface AssignmentDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  /** An operator's seat may give and get other calls from here on. */
  readonly onChange: (tx: Tx, changed: { campaignId: CampaignId; operatorId: PersonId }) => Promise<void>
}

export interface AssignmentPlace {
  readonly personId: PersonId
  readonly campaignId: CampaignId
}

export interface AssignmentChange extends AssignmentPlace {
  /** What the change was made on; 0 where there was none. */
  readonly version: number
  /** Null withdraws it. */
  readonly assigned: { readonly skill: SkillLevel; readonly priority: AssignmentPriority } | null
}

/** Which campaigns operators work (担当), how skilled they are there and which comes first. No right: that is a designation. */
export interface Assignments {
  list(
    asking: Asking,
  ): Promise<{ campaigns: AssignableCampaign[]; people: AssignablePerson[]; assignments: Assignment[] }>
  /**
   * Holds from the commit on: a call in hand goes on, the next one is by what was set.
   *
   * @throws ProblemError `not_found` no such campaign in reach, or nobody who may work there; `conflict` somebody else
   *         changed it first; `ledger_unavailable`
   */
  set(asking: Asking, change: AssignmentChange): Promise<void>
}

export function createAssignments({ database, writer, clock, onChange }: AssignmentDependencies): Assignments {
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  return {
    list: (asking) =>
      within(asking, async (tx) => ({
        campaigns: await readCampaigns(tx),
        people: await readPeople(tx, clock.now()),
        assignments: await readAssignments(tx),
      })),

    set: (asking, { personId, campaignId, version: seen, assigned }) =>
      within(asking, async (tx) => {
        const { actor, policyHash } = asking
        const kind = await lockCampaign(tx, campaignId)
        if (kind === undefined) throw new ProblemError('not_found')
        const current = await currentVersion(tx, personId, campaignId)
        // whoever lost the right may be taken out, and nobody without it put in
        const isThere = assigned === null ? current !== undefined : await mayWork(tx, personId, campaignId, clock.now())
        if (!isThere) throw new ProblemError('not_found')
        if ((current?.version ?? 0) !== seen) throw new ProblemError('conflict')
        if (assigned === null && current?.isWithdrawn === true) throw new ProblemError('not_found')
        const next = {
          ...{ personId, campaignId, version: seen + 1, nonce: randomBytes(16) },
          ...{ skill: assigned?.skill ?? null, priority: assigned?.priority ?? null },
        }
        const entryId = await writer.enter(tx, {
          type: assigned === null ? 'assignment.withdrawn' : 'assignment.set',
          purpose: 'supervision',
          campaignKind: kind,
          policyHash,
          ...(assigned === null ? {} : { counts: { skill: assigned.skill, priority: assigned.priority } }),
          refs: {
            ...{ campaign: campaignId, session: actor.sessionId },
            ...(current === undefined ? {} : { entry: current.entryId }),
          },
          commit: { person: personId },
          digest: digestOf(next),
        })
        await addVersion(tx, { ...next, entryId, setBy: actor.personId, atMs: clock.now() })
        await onChange(tx, { campaignId, operatorId: personId })
      }),
  }
}
