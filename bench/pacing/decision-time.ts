import { createPredictivePacer, type FloorView, seededRandom } from '@sekisho/dialer'

const operators = 300
const lines = 600
/** Forty minutes of a campaign, from its start on. */
const decisions = 10_000
const aimMs = 2

/**
 * What a decision for 300 operators and 600 ringing lines takes, in milliseconds by the wall clock; the longest are those in which
 * the machine did something else, or compiled.
 */
export function decisionTimes(): Record<string, number> {
  const pacer = createPredictivePacer()
  const random = seededRandom(1, 1)
  const startMs = 10_000_000
  /** What is told of lines: four kinds of numbers. */
  const expected = [0.1, 0.2, 0.3, 0.5]
  const states = ['talking', 'talking', 'talking', 'talking', 'wrapping_up', 'waiting'] as const
  const view: FloorView = {
    nowMs: startMs,
    ringing: Array.from({ length: lines }, (_, at) => ({
      sinceMs: startMs - 25_000 * random.next(),
      expectedRate: expected[at % expected.length],
    })),
    expectedRate: 0.25,
    seats: Array.from({ length: operators }, (_, at) => ({
      operator: String(at),
      state: states[at % states.length] ?? 'talking',
      sinceMs: startMs - 120_000 * random.next(),
      leavesAtMs: at % 10 === 0 ? startMs + 600_000 : null,
    })),
    ...{ answeredWaiting: 0, callInsWaiting: 0, rivals: [] },
    ...{ today: { answered: 5_000, abandoned: 100 }, window: { answered: 100_000, abandoned: 2_000 } },
    ...{ dueLeads: 10_000, dueOneToOne: 0, freeLines: 1_000, launchable: 1_000, stop: null, endsAtMs: null },
  }
  // each operator is as fast as it is, and known for it
  for (let talk = 0; talk < 30 * operators; talk += 1) {
    const talkMs = 60_000 * (0.5 + (talk % operators) / operators) * random.exponential()
    pacer.observe({ kind: 'talk_ended', atMs: startMs, talkMs, operator: String(talk % operators) })
  }
  const spentMs: number[] = []
  for (let decision = 0; decision < decisions; decision += 1) {
    const seen = later(view, decision * 250)
    const startedAt = performance.now()
    pacer.decide(seen)
    spentMs.push(performance.now() - startedAt)
  }
  spentMs.sort((one, other) => one - other)
  return {
    decisionMsP50: spentMs[decisions / 2] ?? 0,
    decisionMsP99: spentMs[decisions * 0.99] ?? 0,
    decisionMsP999: spentMs[decisions * 0.999] ?? 0,
    decisionMsMax: spentMs[decisions - 1] ?? 0,
    decisionsAboveAim: spentMs.filter((ms) => ms > aimMs).length / decisions,
  }
}

/** The same floor at another time: whoever rings, talks or leaves does so as much later. */
function later(view: FloorView, byMs: number): FloorView {
  return {
    ...view,
    nowMs: view.nowMs + byMs,
    ringing: view.ringing.map((line) => ({ ...line, sinceMs: line.sinceMs + byMs })),
    seats: view.seats.map((seat) => ({
      ...seat,
      sinceMs: seat.sinceMs + byMs,
      leavesAtMs: seat.leavesAtMs === null ? null : seat.leavesAtMs + byMs,
    })),
  }
}
