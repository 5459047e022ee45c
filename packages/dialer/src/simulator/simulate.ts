import type { FloorView, Observation } from '../predictive/floor-view.ts'
import { startCallIns } from './call-ins.ts'
import { type CampaignFloor, createCampaignFloor } from './campaign-floor.ts'
import { createCarrier } from './carrier.ts'
import { createEventQueue } from './event-queue.ts'
import { createMeasures, type DayResult } from './measures.ts'
import { createOperators } from './operators.ts'
import { scenarioPeople } from './people.ts'
import { seededRandom } from './random.ts'
import { answerRateAt, type CampaignScenario, type Scenario } from './scenario.ts'
import { scheduleStaff } from './staff.ts'
import { createTurns } from './turns.ts'

/** What paces a campaign in a simulated day. */
export interface SimulatedPacer {
  /** How many calls to begin now; what the carrier does not take is not begun. */
  launch(view: FloorView): number
  /** How many lines to hang up by what was decided last, of those that have rung for the shortest time. */
  surplus?(): number
  observe?(observation: Observation): void
  /** Whether it would have begun more at its last look if operators were free; without it as long as leads are left. */
  isWanting?(): boolean
}

type Changing<Value> = { -readonly [Key in keyof Value]: Value[Key] }

/** How often a campaign is decided upon, as in the product's loop. */
export const beatMs = 250
/** When nothing happened only ages change: then a decision a second is enough. */
export const quietMs = 1_000

/**
 * Plays one day in virtual time. The same scenario, number of operators, seed and pacers give the same day on every
 * machine. After its end nothing is dialled and what rings is still served, so that the day's account is complete.
 *
 * @param pacers  one for each campaign of the scenario, in its order
 */
export function simulateDay(
  scenario: Scenario,
  operatorCount: number,
  seed: number,
  pacers: readonly SimulatedPacer[],
): DayResult {
  const dayMs = scenario.daySeconds * 1_000
  const { endsAtSeconds = scenario.daySeconds } = scenario
  const events = createEventQueue()
  const measures = createMeasures(dayMs, scenario.campaigns.length)
  const operators = createOperators(operatorCount, measures, serve)
  scheduleStaff(scenario, operators, events)
  const carrier = createCarrier(scenario.carrier)
  let decisions = 0
  let decidedAtMs = Number.NEGATIVE_INFINITY

  function pacerOf(index: number): SimulatedPacer {
    const pacer = pacers[index]
    if (pacer === undefined) throw new RangeError(`no pacer for campaign ${index}`)
    return pacer
  }

  const floors = scenario.campaigns.map((campaign, index): CampaignFloor => {
    const counted = measures.campaigns[index]
    const pacer = pacerOf(index)
    if (counted === undefined) throw new RangeError(`campaign ${index} is not measured`)
    const leads = leadsOf(campaign, operatorCount)
    return createCampaignFloor({
      people: scenarioPeople(campaign, leads, (purpose) => seededRandom(seed, 16 * (index + 1) + purpose)),
      leads,
      ...{ patienceMs: scenario.patienceSeconds * 1_000, events, operators, carrier, counted, onAnswer: serve },
      observe(observation) {
        turns.observe(index, observation)
        pacer.observe?.(observation)
      },
    })
  })
  const turns = createTurns(scenario.campaigns.length)
  const callIns = startCallIns(scenario, events, operators, seededRandom(seed, 1), measures.callIns, {
    onArrival(atMs) {
      for (const pacer of pacers) pacer.observe?.({ kind: 'called_in', atMs })
      serve(atMs)
    },
    wrapUp: scenario.campaigns[0]?.wrapUp,
  })

  /** People dialled wait two seconds at most: they come first, and who waited longest before others. */
  function serve(nowMs: number): void {
    for (;;) {
      let first: CampaignFloor | undefined
      for (const floor of floors)
        if (floor.waitingSinceMs() < (first?.waitingSinceMs() ?? Number.POSITIVE_INFINITY)) first = floor
      const isServed = first === undefined ? callIns.serve(nowMs) : first.serve(nowMs)
      if (!isServed) return
    }
  }

  function decide(nowMs: number): void {
    for (const [index, { floor, pacer, view, others }] of decided.entries()) {
      view.nowMs = nowMs
      view.answeredWaiting = floor.waiting()
      view.callInsWaiting = callIns.waiting()
      view.dueLeads = floor.leadsLeft()
      view.expectedRate = floor.expectedNext(nowMs)
      view.freeLines = scenario.carrier.lines - carrier.usedLines
      view.launchable = carrier.launchable(nowMs)
      view.stop = carrier.isAway ? 'carrier_disconnected' : null
      // what the rival's own strategy learns in the product; here the truth
      for (const { rival, steps } of others) rival.answerRate = answerRateAt(steps, nowMs / 1_000)
      decisions += 1
      const isLeft = turns.isLeftToOthers(index, nowMs)
      if (floors.length > 1) operators.leaveToOthers(isLeft)
      const wanted = Math.min(pacer.launch(view), view.launchable, view.dueLeads)
      const count = isLeft ? 0 : wanted
      turns.looked(index, view.stop === null && view.dueLeads > 0 && (pacer.isWanting?.() ?? true))
      carrier.launched(count, nowMs)
      floor.launch(nowMs, count)
    }
  }

  for (const { fromSeconds, seconds } of scenario.carrier.outages) {
    events.add(fromSeconds * 1_000, () => {
      carrier.isAway = true
      // what rings is lost, talks go on
      for (const floor of floors) floor.lose()
    })
    events.add((fromSeconds + seconds) * 1_000, () => {
      carrier.isAway = false
    })
  }
  const decided = floors.map((floor, index) => {
    const others = floors.flatMap((other, at) => {
      const steps = scenario.campaigns[at]?.answerRate
      return at === index || steps === undefined ? [] : [{ rival: { lines: other.ringing, answerRate: 0 }, steps }]
    })
    const view: Changing<FloorView> = {
      ...{ nowMs: 0, ringing: floor.ringing, seats: operators.seats, answeredWaiting: 0, callInsWaiting: 0 },
      ...{ rivals: others.map(({ rival }) => rival), dueLeads: 0, dueOneToOne: 0 },
      // each day is its campaign's first
      ...{ today: floor.today, window: floor.today },
      ...{ freeLines: 0, launchable: 0, stop: null },
      endsAtMs: endsAtSeconds === null ? null : endsAtSeconds * 1_000,
    }
    return { floor, pacer: pacerOf(index), view, others }
  })
  // beats are no events of the queue: they are as many as all others together
  for (let nowMs = 0; nowMs < dayMs; nowMs += beatMs) {
    const hasHappened = events.happenUntil(nowMs)
    if (!hasHappened && nowMs - decidedAtMs < quietMs) continue
    decide(nowMs)
    decidedAtMs = nowMs
  }
  for (let event = events.take(); event !== null; event = events.take()) {
    event.happen()
    if (event.atMs >= dayMs && floors.every((floor) => floor.isDone())) break
  }
  operators.close(dayMs)
  return measures.result(decisions)
}

function leadsOf({ leadsPerOperator }: CampaignScenario, operators: number): number {
  return leadsPerOperator === null ? Number.POSITIVE_INFINITY : Math.round(leadsPerOperator * operators)
}
