import {
  type CampaignId,
  type EntryId,
  type JobId,
  type LiftGround,
  type ListId,
  ProblemError,
  type StandingStop,
  type StopGround,
  type StopLifter,
  type TenantId,
} from '@sekisho/contract'
import { municipalityOf } from '@sekisho/municipalities'
import type { EntryWriter } from '../ledger/index.ts'
import { type PersonActor, systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { campaignOf, isJob, isSetAlready, jobOf, readStanding, readStop, type StopRow } from './queries.ts'
import { type AreaReach, readReach, type StopArea } from './reach.ts'
import type { StopEvents } from './stop-events.ts'
import { everywhere, holdIntents, ofWholeTenant, refsOf, type StopPlace } from './stop-place.ts'

export interface StopSwitchesDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
  readonly events: StopEvents
  readonly onError: (error: unknown) => void
}

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

/** Which stops somebody may lift, by the policies: the jobs of each right, null without it. */
export interface LiftRights {
  /** As the stop itself says. */
  readonly asSaid: RowScope | null
  /** Whoever set it, and whatever it says. */
  readonly any: RowScope | null
}

export type NewStop = { readonly ground: StopGround; readonly liftBy: StopLifter } & (
  | { readonly extent: 'tenant' }
  | { readonly extent: 'prefecture'; readonly prefecture: number }
  | { readonly extent: 'area_code'; readonly areaCode: string }
  | { readonly extent: 'job'; readonly jobId: JobId }
  | { readonly extent: 'campaign'; readonly campaignId: CampaignId }
  | { readonly extent: 'list'; readonly listId: ListId }
)

/** Switches that stop calling for a whole tenant, an area of it, a job, a campaign or whoever came with a list. */
export interface StopSwitches {
  /** What holds now, of the jobs of whoever asks and of the whole tenant; the widest first. */
  list(asking: Asking, rights: LiftRights): Promise<StandingStop[]>
  /**
   * Stops calling. When this is done no attempt begins there any more; what rings is hung up within a moment, talks go on.
   *
   * @throws ProblemError `not_found` no such job, campaign or list; `forbidden` everything of a tenant, or an area, by who is designated for
   *         some of its jobs; `already_known` the same holds; `ledger_unavailable` (calling stands still then anyway)
   */
  set(asking: Asking, stop: NewStop): Promise<EntryId>
  /**
   * Lifts one stop. Calling goes on where no other holds.
   *
   * @throws ProblemError `not_found`, `not_yours_to_lift`, `conflict` it was lifted already, `ledger_unavailable`
   */
  lift(asking: Asking, rights: LiftRights, stopId: EntryId, ground: LiftGround): Promise<void>
  /**
   * Of those who may still be called: whom a stop of the area holds for, and of how many nothing is known. Of a municipality
   * where no stop holds only the latter.
   */
  reach(asking: Asking, area: StopArea): Promise<AreaReach>
  /** Tells of each change, by any process. @returns a function that ends the subscription */
  onChange(listener: (tenantIds: readonly TenantId[]) => void): () => void
  /** Changes may have been missed: whoever dials looks again. */
  missed(): void
  stop(): Promise<void>
}

const scheduler = systemActor('scheduler')

export function createStopSwitches({
  database,
  writer,
  clock,
  events,
  onError,
}: StopSwitchesDependencies): StopSwitches {
  const listeners = new Set<(tenantIds: readonly TenantId[]) => void>()
  const running = new Set<Promise<void>>()
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)
  const tell = (tenantIds: readonly TenantId[]): void => {
    for (const listener of listeners) listener(tenantIds)
  }
  const unsubscribe = events.subscribe(({ tenantId }) => tell([tenantId]))

  async function tellAll(): Promise<void> {
    const rows = await database.transaction(scheduler, 'house', (tx) =>
      tx.db.selectFrom('house.tenants').select('tenant_id').execute(),
    )
    tell(rows.map((row) => row.tenant_id))
  }

  return {
    list: (asking, rights) =>
      within(asking, async (tx) =>
        (await readStanding(tx)).map((row) => ({
          ...{ stopId: row.stop_id, extent: row.extent, jobName: row.job_name, campaignName: row.campaign_name },
          ...{ listLabel: row.list_label, prefecture: row.prefecture, areaCode: row.area_code },
          municipality: row.municipality,
          municipalityName: municipalityOf(row.municipality ?? '')?.name ?? null,
          ...{ ground: row.ground, liftBy: row.lift_by, setBy: row.set_by_name, setAt: row.set_at.getTime() },
          mayLift: mayLift(asking.actor, rights, { jobId: row.job_id, setBy: row.set_by, liftBy: row.lift_by }),
        })),
      ),

    set: (asking, stop) =>
      within(asking, async (tx) => {
        const { actor, tenantId, policyHash } = asking
        const place = await placeOf(tx, asking, stop)
        const { jobId, campaignId, listId, prefecture, areaCode } = place
        const { ground, liftBy } = stop
        await holdIntents(tx, tenantId)
        if (await isSetAlready(tx, place, ground)) throw new ProblemError('already_known')
        const entryId = await writer.enter(tx, {
          type: 'stop.set',
          purpose: 'supervision',
          policyHash,
          refs: { session: actor.sessionId, ...refsOf(place), stop_ground: ground, lift_by: liftBy },
        })
        await tx.db
          .insertInto('house.stops')
          .values({
            ...{ entry_id: entryId, tenant_id: tenantId, job_id: jobId, campaign_id: campaignId, list_id: listId },
            ...{ prefecture, area_code: areaCode },
            ...{ ground, lift_by: liftBy, set_by: actor.personId, set_at: new Date(clock.now()) },
          })
          .execute()
        await events.announce(tx, { tenantId })
        return entryId
      }),

    lift: (asking, rights, stopId, ground) =>
      within(asking, async (tx) => {
        const { actor, tenantId, policyHash } = asking
        await holdIntents(tx, tenantId)
        const stop = await readStop(tx, stopId)
        if (stop === null) throw new ProblemError('not_found')
        if (!mayLift(actor, rights, stop)) throw new ProblemError('not_yours_to_lift')
        if (stop.isLifted) throw new ProblemError('conflict')
        const entryId = await writer.enter(tx, {
          type: 'stop.lifted',
          purpose: 'supervision',
          policyHash,
          refs: { session: actor.sessionId, ...refsOf(stop), entry: stopId, lift_ground: ground },
        })
        await tx.db
          .insertInto('house.stop_lifts')
          .values({
            ...{ stop_id: stopId, tenant_id: tenantId, entry_id: entryId, ground },
            ...{ lifted_by: actor.personId, lifted_at: new Date(clock.now()) },
          })
          .execute()
        await events.announce(tx, { tenantId })
      }),

    reach: (asking, area) => within(asking, (tx) => readReach(tx, area)),

    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    missed() {
      const told: Promise<void> = tellAll()
        .catch(onError)
        .finally(() => running.delete(told))
      running.add(told)
    },
    async stop() {
      unsubscribe()
      await Promise.all(running)
    },
  }
}

async function placeOf(tx: Tx, { rowScope }: Asking, stop: NewStop): Promise<StopPlace> {
  switch (stop.extent) {
    case 'tenant':
      return ofWholeTenant(rowScope)
    case 'prefecture':
      return { ...ofWholeTenant(rowScope), prefecture: stop.prefecture }
    case 'area_code':
      return { ...ofWholeTenant(rowScope), areaCode: stop.areaCode }
    case 'job':
      if (!(await isJob(tx, stop.jobId))) throw new ProblemError('not_found')
      return { ...everywhere, jobId: stop.jobId }
    case 'campaign':
      return campaignPlace(tx, stop.campaignId)
    case 'list':
      return { ...(await campaignPlace(tx, await campaignOf(tx, stop.listId))), listId: stop.listId }
  }
}

/** @param campaignId  null when the list that was named is not there */
async function campaignPlace(tx: Tx, campaignId: CampaignId | null): Promise<StopPlace> {
  const jobId = campaignId === null ? null : await jobOf(tx, campaignId)
  if (jobId === null) throw new ProblemError('not_found')
  return { ...everywhere, jobId, campaignId }
}

/** A right to some jobs lifts nothing that reaches further than these. */
function mayLift(
  { personId }: PersonActor,
  { asSaid, any }: LiftRights,
  { jobId, setBy, liftBy }: Pick<StopRow, 'jobId' | 'setBy' | 'liftBy'>,
): boolean {
  if (covers(any, jobId)) return true
  return covers(asSaid, jobId) && (liftBy === 'supervisors' || (liftBy === 'setter' && setBy === personId))
}

function covers(scope: RowScope | null, jobId: JobId | null): boolean {
  if (scope === null) return false
  return scope.jobs === '*' || (jobId !== null && scope.jobs.includes(jobId))
}
