import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Scenario } from '@sekisho/dialer'
import { dayChart, occupancyChart } from './pacing/charts.ts'
import { decisionTimes } from './pacing/decision-time.ts'
import type { CellFigures } from './pacing/figures.ts'
import { type Cell, POLICIES, type PlayedCell } from './pacing/play.ts'
import { playAll } from './pacing/pool.ts'
import { readScenario, type ScenarioRun } from './pacing/scenario-file.ts'
import { writeTable } from './pacing/table.ts'

const scenarioFolder = fileURLToPath(new URL('./pacing/scenarios/', import.meta.url))

const chartFolder = fileURLToPath(new URL('../docs/pacing/', import.meta.url))
const page = fileURLToPath(new URL('../docs/pacing.md', import.meta.url))

/** What `--quick` plays: enough to see that nothing is broken. */
const quick = { scenarios: ['stationary', 'memoryless', 'hourly-steps', 'outage'], operators: [5, 20], days: 3 }

/**
 * How busy operators are, and how many people are abandoned, under each way to pace calls: simulated days in virtual time,
 * the same days for each. `--quick` takes less than a minute, `--scenario FILE` plays one's own; neither is kept.
 * `--days N` plays fewer days, and the result says how many; `--only NAME,NAME` plays some scenarios and draws their charts.
 * The whole also writes the table of docs/pacing.md.
 */
export async function run(): Promise<{ figures: Record<string, number>; details: unknown; isKept: boolean }> {
  const isQuick = process.argv.includes('--quick')
  const own = valueOf('--scenario')
  const runs = own === null ? scenariosOf(isQuick) : [readScenario(resolve(own))]
  const days = isQuick ? quick.days : Number(valueOf('--days') ?? Number.POSITIVE_INFINITY)
  const cells = cellsOf(runs, isQuick, days)
  const threads = Number(process.env.SEKISHO_BENCH_THREADS ?? availableParallelism())
  const played = await playAll(cells, threads, tell)
  played.sort(byPlace)
  if (!isQuick && own === null) drawCharts(played)
  const isKept = !isQuick && own === null && valueOf('--only') === null
  if (isKept) writeTable(page, played)
  return { figures: { ...decisionTimes(), ...figuresOf(played) }, details: { cells: played.map(kept) }, isKept }
}

/** Of the scenarios that were played. */
function drawCharts(played: readonly PlayedCell[]): void {
  mkdirSync(chartFolder, { recursive: true })
  const charts: Record<string, () => string> = {
    stationary: () => occupancyChart(played, 'stationary', 'A usual campaign: time spent talking and wrapping up'),
    memoryless: () => occupancyChart(played, 'memoryless', 'A memoryless floor, beside the computed optimum'),
    'hourly-steps': () => dayChart(played, 'hourly-steps', 20, 'Answer rate jumping every hour, 20 operators'),
    outage: () => dayChart(played, 'outage', 20, 'Carrier away at 2:30 for ten minutes, at 5:00 for one, 20 operators'),
  }
  for (const [scenario, draw] of Object.entries(charts))
    if (played.some((cell) => cell.scenario === scenario)) writeFileSync(join(chartFolder, `${scenario}.svg`), draw())
}

function scenariosOf(isQuick: boolean): ScenarioRun[] {
  const wanted = isQuick ? quick.scenarios : (valueOf('--only')?.split(',') ?? null)
  return readdirSync(scenarioFolder)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => wanted === null || wanted.includes(name.slice(0, -'.json'.length)))
    .sort()
    .map((name) => readScenario(join(scenarioFolder, name)))
}

function valueOf(flag: string): string | null {
  const at = process.argv.indexOf(flag)
  return at === -1 ? null : (process.argv[at + 1] ?? null)
}

function cellsOf(runs: readonly ScenarioRun[], isQuick: boolean, days: number): Cell[] {
  return runs.flatMap((run) =>
    run.operators
      .filter((operators) => !isQuick || quick.operators.includes(operators))
      .flatMap((operators) =>
        POLICIES.filter((policy) => policy !== 'optimum' || (run.scenario.isMemoryless && operators <= 50))
          .filter((policy) => policy !== 'predictive told nothing' || isToldApart(run.scenario))
          .filter((policy) => !isQuick || policy !== 'tapered best settings')
          .map((policy) => ({ run, operators, policy, days: Math.min(days, run.days) })),
      ),
  )
}

/** Whether people on the list, or operators, differ in what a strategy may know of them. */
function isToldApart({ campaigns, staff }: Scenario): boolean {
  return campaigns.some(({ list }) => list !== null) || staff.some(({ pace }) => pace !== 1)
}

function tell({ scenario, operators, policy, figures, found }: PlayedCell): void {
  const percent = (share: number) => (share * 100).toFixed(2).padStart(6)
  const texts = Object.entries(found).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? value.toFixed(3) : value}`,
  )
  process.stdout.write(
    `${scenario.padEnd(20)} ${String(operators).padStart(3)} ${policy.padEnd(22)} busy ${percent(figures.occupancy)} ` +
      `abandoned ${percent(figures.abandonedWindow)} worst day ${percent(figures.abandonedWorstDay)} least part ${percent(figures.leastPart)} ${texts.join(', ')}\n`,
  )
}

function byPlace(left: PlayedCell, right: PlayedCell): number {
  return (
    left.scenario.localeCompare(right.scenario) ||
    left.operators - right.operators ||
    POLICIES.indexOf(left.policy) - POLICIES.indexOf(right.policy)
  )
}

/** Minutes are for charts: for each cell they would be most of the file. */
function kept({ scenario, operators, policy, days, found, figures, decisionMicroseconds }: PlayedCell): unknown {
  return { scenario, operators, policy, days, found, figures: rounded(figures), decisionMicroseconds }
}

function rounded(figures: CellFigures): unknown {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(5)) : value,
    ]),
  )
}

function figuresOf(played: readonly PlayedCell[]): Record<string, number> {
  return Object.fromEntries(
    played.map(({ scenario, operators, policy, figures }) => [`${scenario} ${operators} ${policy}`, figures.occupancy]),
  )
}
