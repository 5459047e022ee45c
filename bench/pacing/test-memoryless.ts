import type { Scenario } from '@sekisho/dialer'

/** A day of the floor that the tests of the optimum and of its bounds compute: a quarter answers, talks of two minutes. */
export function memorylessDay(daySeconds: number): Scenario {
  return {
    ...{ name: 'memoryless', about: '', daySeconds, isMemoryless: true, patienceSeconds: 2 },
    campaigns: [
      {
        answerRate: [{ fromSeconds: 0, rate: 0.25 }],
        ...{ ringToAnswer: { kind: 'exponential', mean: 15 }, ringToFailure: { kind: 'exponential', mean: 15 } },
        ...{ talk: { kind: 'exponential', mean: 120 }, wrapUp: { kind: 'constant', seconds: 0 } },
        ...{ leadsPerOperator: null, list: null, detection: null },
      },
    ],
    ...{ staff: [], carrier: { lines: 1_000, callsPerSecond: 1_000, outages: [] }, callIns: null },
  }
}
