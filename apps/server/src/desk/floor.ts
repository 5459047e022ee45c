import { awayReasons, type CampaignId, type FloorToClient, type TenantId } from '@sekisho/contract'
import { defaultDisposition } from '@sekisho/dialer'
import { type CampaignBook, type CampaignDescription, type CallEvents } from '../dialling/index.ts'
import type { EntryWriter, Receipts } from '../ledger/index.ts'
import { systemActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, RowScope } from '../platform/database/index.ts'
import type { SocketConnection, SocketHandler } from '../platform/sockets/index.ts'
import { labelOf } from './desk-view.ts'
import { createFloorFigures, type FloorFigures } from './floor-figures.ts'
import { createFloorHands } from './floor-hands.ts'

export interface FloorDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'state' | 'onChange'>
  readonly clock: Clock
  readonly events: CallEvents
  readonly campaigns: CampaignBook
  readonly onError: (error: unknown) => void
}

export interface Floors {
  /** The supervisor's socket, /ws/floor. */
  readonly socket: SocketHandler<'floor'>
  stop(): void
}

type FloorConnection = SocketConnection<'floor'>
type FloorMessage = Extract<FloorToClient, { readonly type: 'floor' }>
type Sentence = FloorMessage['campaigns'][number]['because']

interface WatchedFloor {
  readonly viewers: Set<FloorConnection>
  readonly figures: ReturnType<typeof createFloorFigures>
  cancel(): void
  isReading: boolean
}

const everyMs = 1_000
/** Try again later (RFC 6455 registry, 1013): the watching could not be entered. */
const tryAgainLater = 1013
const dialler = systemActor('dialler')

/** Everything a floor shows, read once a second for all who watch it, and not at all while nobody does. */
export function createFloors(dependencies: FloorDependencies): Floors {
  const { database, writer, receipts, clock, events, campaigns, onError } = dependencies
  const floors = new Map<TenantId, WatchedFloor>()
  const sentences = new Map<CampaignId, Sentence>()
  const hands = createFloorHands(dependencies, (tenantId) => floors.get(tenantId)?.viewers ?? [])

  async function beat(tenantId: TenantId, floor: WatchedFloor): Promise<void> {
    if (floor.isReading || floor.viewers.size === 0) return
    floor.isReading = true
    // by itself: a hand does not wait for the counting of a large floor, nor the floor for hands
    hands.look(tenantId)
    try {
      const figures = await floor.figures.read(clock.now())
      const facts = await factsOf(tenantId, figures)
      for (const viewer of floor.viewers) viewer.send(floorFor(viewer.rowScope, figures, facts))
    } catch (error) {
      // the next second tries again; the page sees that the figures stand still by their time
      onError(error)
    } finally {
      floor.isReading = false
      floor.cancel()
      floor.cancel = clock.setTimer(everyMs, () => void beat(tenantId, floor))
    }
  }

  async function factsOf(tenantId: TenantId, figures: FloorFigures): Promise<Map<CampaignId, CampaignDescription>> {
    return database.transaction(dialler, tenantId, async (tx) => {
      const facts = new Map<CampaignId, CampaignDescription>()
      for (const { campaign_id, revision } of figures.campaigns)
        facts.set(campaign_id, await campaigns.describe(tx, campaign_id, revision))
      return facts
    })
  }

  function floorFor(
    scope: RowScope,
    figures: FloorFigures,
    facts: ReadonlyMap<CampaignId, CampaignDescription>,
  ): FloorMessage {
    const seen = figures.campaigns.filter(({ job_id }) => scope.jobs === '*' || scope.jobs.includes(job_id))
    const inSight = new Set(seen.map(({ campaign_id }) => campaign_id))
    return {
      type: 'floor',
      now: clock.now(),
      operators: figures.operators
        .filter(({ campaign_id, serves }) => [campaign_id, ...serves].some((each) => inSight.has(each)))
        .map((operator) => {
          const own = figures.counts.filter(
            ({ operator_id, campaign_id }) => operator_id === operator.person_id && inSight.has(campaign_id),
          )
          const looked = figures.previews.filter(
            ({ operator_id, campaign_id }) => operator_id === operator.person_id && inSight.has(campaign_id),
          )
          const spoken = figures.spoken.filter(
            ({ operator_id, campaign_id }) => operator_id === operator.person_id && inSight.has(campaign_id),
          )
          return {
            personId: operator.person_id,
            displayName: operator.display_name,
            campaignId: inSight.has(operator.campaign_id) ? operator.campaign_id : null,
            serves: operator.serves.filter((each) => inSight.has(each)),
            state: operator.state,
            awayReason: awayReasons.find((reason) => reason === operator.away_reason) ?? null,
            since: operator.since.getTime(),
            calls: sum(own, ({ recorded }) => recorded),
            successes: sum(own, (count) =>
              isSuccess(facts.get(count.campaign_id), count.disposition) ? count.recorded : 0,
            ),
            previews: {
              shown: sum(looked, ({ shown }) => shown),
              undialled: sum(looked, ({ undialled }) => undialled),
            },
            spokenNumbers: sum(spoken, ({ count }) => count),
          }
        }),
      campaigns: seen.map((campaign) => {
        const counts = figures.counts.filter(({ campaign_id }) => campaign_id === campaign.campaign_id)
        const leads = figures.leads.find(({ campaign_id }) => campaign_id === campaign.campaign_id)
        const own = facts.get(campaign.campaign_id)
        const { imported = 0, callable = 0, in_progress: inProgress = 0, held = 0 } = leads ?? {}
        const total = Math.max(imported, callable + inProgress + held)
        return {
          campaignId: campaign.campaign_id,
          name: campaign.name,
          kind: campaign.kind,
          state: campaign.state,
          lines: { dialling: campaign.dialling, ringing: campaign.ringing, connected: campaign.connected },
          callIns: { waiting: campaign.calling_in, longestSince: campaign.longest_since?.getTime() ?? null },
          today: {
            attempts: sum(counts, (count) => (wasDialled(count.disposition) ? count.attempts : 0)),
            answered: sum(counts, ({ answered }) => answered),
            talks: sum(counts, ({ talks }) => talks),
            abandoned: sum(counts, (count) => (count.disposition === 'S08' ? count.attempts : 0)),
            successes: sum(counts, (count) => (isSuccess(own, count.disposition) ? count.recorded : 0)),
          },
          abandonCapPercent: own?.settings.abandonCapPercent ?? 0,
          outcomes: outcomesOf(counts, own),
          leads: { total, finished: total - callable - inProgress - held, callable, inProgress, held },
          because: campaign.state === 'running' ? (sentences.get(campaign.campaign_id) ?? null) : null,
        }
      }),
    }
  }

  async function open(connection: FloorConnection): Promise<void> {
    const { actor, tenantId, decision } = connection
    await database.transaction(actor, tenantId, (tx) =>
      writer.enter(tx, {
        type: 'floor.watched',
        purpose: 'supervision',
        policyHash: decision.policyHash,
        refs: { session: actor.sessionId },
      }),
    )
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.kind === 'hand_changed') hands.tell(event.tenantId)
    if (event.kind === 'pacing') sentences.set(event.campaignId, event.because)
  })
  const unsubscribeLedger = receipts.onChange(({ isAvailable }) => {
    for (const { viewers } of floors.values())
      for (const viewer of viewers) viewer.send({ type: 'ledger', isAvailable })
  })

  return {
    async socket(connection) {
      const { tenantId } = connection
      try {
        await open(connection)
      } catch (error) {
        onError(error)
        connection.send({ type: 'ledger', isAvailable: receipts.state().isAvailable })
        connection.close(tryAgainLater)
        return {}
      }
      const floor = floors.get(tenantId) ?? {
        viewers: new Set<FloorConnection>(),
        figures: createFloorFigures(database, tenantId),
        cancel: () => undefined,
        isReading: false,
      }
      floors.set(tenantId, floor)
      floor.viewers.add(connection)
      hands.tell(tenantId)
      void beat(tenantId, floor)
      return {
        closed() {
          floor.viewers.delete(connection)
          if (floor.viewers.size > 0) return
          floor.cancel()
          floors.delete(tenantId)
        },
      }
    },
    stop() {
      unsubscribe()
      unsubscribeLedger()
      for (const floor of floors.values()) floor.cancel()
      floors.clear()
    },
  }
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}

/** What never became a call is no try: a connect rate would otherwise sink with every outage of ours. */
function wasDialled(code: string | null): boolean {
  return code === null || defaultDisposition(code)?.isDialled !== false
}

function isSuccess(facts: CampaignDescription | undefined, code: string | null): boolean {
  return facts?.settings.dispositions.some((disposition) => disposition.code === code && disposition.isSuccess) === true
}

/** Results of today, the most frequent first. */
function outcomesOf(
  counts: FloorFigures['counts'],
  facts: CampaignDescription | undefined,
): FloorMessage['campaigns'][number]['outcomes'] {
  const byCode = new Map<string, number>()
  for (const { disposition, results } of counts)
    if (disposition !== null) byCode.set(disposition, (byCode.get(disposition) ?? 0) + results)
  return [...byCode]
    .map(([code, count]) => ({ code, label: facts === undefined ? code : labelOf(code, facts), count }))
    .sort((left, right) => right.count - left.count || (left.code < right.code ? -1 : 1))
}
