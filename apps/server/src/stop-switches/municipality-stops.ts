import { type EntryId, ProblemError, type StopGround, type StopLifter } from '@sekisho/contract'
import { municipalityOf } from '@sekisho/municipalities'
import type { KeyServiceCalls } from '@sekisho/vault'
import { withReceipt } from '../gate/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { isSetAlready } from './queries.ts'
import type { StopEvents } from './stop-events.ts'
import { everywhere, holdIntents, indexDigest, ofWholeTenant, refsOf, type StopPlace } from './stop-place.ts'
import type { Asking } from './stop-switches.ts'

export interface MunicipalityStopsDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'await'>
  readonly keys: Pick<KeyServiceCalls, 'lookup'>
  readonly clock: Clock
  readonly events: StopEvents
}

export interface NewMunicipalityStops {
  /** By JIS X 0402. */
  readonly municipalities: readonly string[]
  readonly ground: StopGround
  readonly liftBy: StopLifter
}

/** Stops of municipalities, whose people are found by a blind index that only the key service can make. */
export interface MunicipalityStops {
  /**
   * Stops calling in each, all at once; those that are stopped for this ground already are left as they are. The key service
   * is asked before, by an entry for each: whoever learns which index is which town has left that in the ledger.
   *
   * @returns ids of the stops that were set, in the order asked
   * @throws ProblemError `invalid_input` no such municipality; `forbidden` who is designated for some jobs; `already_known` all of
   *         them are stopped; `ledger_unavailable`, `key_service_unavailable`, `key_service_refused`
   */
  set(asking: Asking, stops: NewMunicipalityStops): Promise<EntryId[]>
}

interface Found {
  readonly place: StopPlace
  readonly index: Buffer
}

export function createMunicipalityStops({
  database,
  writer,
  receipts,
  keys,
  clock,
  events,
}: MunicipalityStopsDependencies): MunicipalityStops {
  /** Enters that the indexes will be asked for, and asks. */
  async function indexesOf({ actor, tenantId, policyHash, rowScope }: Asking, towns: readonly string[]) {
    const entryIds = await database.transaction(
      ...([actor, tenantId] as const),
      (tx) =>
        writer.enterAll(
          tx,
          towns.map((municipality) => ({
            ...{ type: 'stop.area_looked_up', purpose: 'supervision', policyHash },
            counts: { lookups: 1 },
            refs: { session: actor.sessionId, municipality },
            commit: { query: `municipality:${municipality}` },
          })),
        ),
      rowScope,
    )
    return Promise.all(
      towns.map((value, at) =>
        withReceipt(receipts, tenantId, entryIds[at] as EntryId, (receipt) =>
          keys.lookup({ receipt, tenantId, kind: 'municipality', value }),
        ),
      ),
    )
  }

  async function stopThem(tx: Tx, { actor, tenantId, policyHash }: Asking, found: readonly Found[], terms: Terms) {
    const { ground, liftBy } = terms
    await holdIntents(tx, tenantId)
    const places = await notYetStopped(tx, found, ground)
    if (places.length === 0) throw new ProblemError('already_known')
    const entryIds = await writer.enterAll(
      tx,
      places.map(({ place, index }) => ({
        ...{ type: 'stop.set', purpose: 'supervision', policyHash },
        refs: { session: actor.sessionId, ...refsOf(place), stop_ground: ground, lift_by: liftBy },
        digest: indexDigest(index),
      })),
    )
    await tx.db
      .insertInto('house.stops')
      .values(
        places.map(({ place: { municipality }, index }, at) => ({
          ...{ entry_id: entryIds[at] as EntryId, tenant_id: tenantId, municipality, municipality_index: index },
          ...{ ground, lift_by: liftBy, set_by: actor.personId, set_at: new Date(clock.now()) },
        })),
      )
      .execute()
    await events.announce(tx, { tenantId })
    return entryIds
  }

  return {
    async set(asking, { municipalities, ...terms }) {
      const { actor, tenantId, rowScope } = asking
      const whole = ofWholeTenant(rowScope)
      const wanted = [...new Set(municipalities)].map((municipality) => {
        if (municipalityOf(municipality) === undefined) throw new ProblemError('invalid_input', 'body.municipalities')
        return { place: { ...whole, municipality }, index: null }
      })
      const missing = await database.transaction(
        ...([actor, tenantId] as const),
        (tx) => notYetStopped(tx, wanted, terms.ground),
        rowScope,
      )
      if (missing.length === 0) throw new ProblemError('already_known')
      const towns = missing.map(({ place }) => place.municipality)
      const indexes = await indexesOf(asking, towns)
      const found = indexes.map(({ opened }, at) => ({
        place: { ...everywhere, municipality: towns[at] as string },
        index: Buffer.from(opened),
      }))
      return database.transaction(actor, tenantId, (tx) => stopThem(tx, asking, found, terms), rowScope)
    },
  }
}

type Terms = Omit<NewMunicipalityStops, 'municipalities'>

async function notYetStopped<T extends { readonly place: StopPlace }>(
  tx: Tx,
  places: readonly T[],
  ground: StopGround,
): Promise<T[]> {
  const missing: T[] = []
  for (const each of places) if (!(await isSetAlready(tx, each.place, ground))) missing.push(each)
  return missing
}
