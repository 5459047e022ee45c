import { readFileSync, writeFileSync } from 'node:fs'
import type { PlayedCell, PolicyName } from './play.ts'

type ResultCell = Pick<PlayedCell, 'scenario' | 'operators' | 'policy' | 'figures' | 'found'>

/** Occupancies that were set before anything was built, in percent. */
const toReach: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  stationary: { 5: 76, 10: 82, 20: 87.5, 50: 93, 100: 95.8 },
  'hourly-steps': { 5: 72.5, 20: 86, 50: 92 },
}
/** How far below the optimum of a memoryless floor is near enough, in points. */
const nearOptimum = 1.5

const columns: readonly (readonly [PolicyName, string])[] = [
  ['progressive', 'progressive'],
  ['best static ratio', 'best static ratio'],
  ['best static ratio from 34 answers', 'same from 34 answers'],
  ['tapered default', 'tapered default'],
  ['tapered available-only', 'available-only'],
  ['tapered best settings', 'best settings'],
]

/** One number of operators of one scenario, under every policy. */
interface Place {
  readonly name: string
  readonly operators: number
  readonly predictive: ResultCell
  readonly of: (policy: PolicyName) => ResultCell | undefined
}

/** The table of docs/pacing.md, and under it what was not reached. */
export function resultTable(cells: readonly ResultCell[]): string {
  const places = placesOf(cells)
  return [
    `| scenario | N | predictive | to reach | abandoned / worst day | ${columns.map(([, title]) => title).join(' | ')} |`,
    `|---|---|---|---|---|${columns.map(() => '---|').join('')}`,
    ...places.map(rowOf),
    ...toldTable(places),
    '',
    'What was not reached:',
    '',
    ...missesOf(places),
  ].join('\n')
}

/** Where people on the list or operators are told apart: what knowing them is worth. */
function toldTable(places: readonly Place[]): string[] {
  const rows = places.flatMap(({ name, operators, predictive, of }) => {
    const nothing = of('predictive told nothing')
    return nothing === undefined ? [] : [`| ${[name, operators, busy(predictive), busy(nothing)].join(' | ')} |`]
  })
  return rows.length === 0 ? [] : ['', '| scenario | N | predictive | told nothing |', '|---|---|---|---|', ...rows]
}

function busy({ figures: { occupancy, occupancyError } }: ResultCell): string {
  return `${percent(occupancy)} ± ${percent(occupancyError)}`
}

/** Writes the table between the marks of a page. */
export function writeTable(page: string, cells: readonly ResultCell[]): void {
  const text = readFileSync(page, 'utf8')
  const [before, rest] = text.split('<!-- results -->\n')
  const after = rest?.split('<!-- end of results -->')[1]
  if (before === undefined || after === undefined) throw new Error(`${page} has no marks for results`)
  writeFileSync(page, `${before}<!-- results -->\n${resultTable(cells)}\n<!-- end of results -->${after}`)
}

function placesOf(cells: readonly ResultCell[]): Place[] {
  return cells
    .filter(({ policy }) => policy === 'predictive')
    .map((predictive) => {
      const { scenario, operators } = predictive
      const here = cells.filter((cell) => cell.scenario === scenario && cell.operators === operators)
      return { name: scenario, operators, predictive, of: (policy) => here.find((cell) => cell.policy === policy) }
    })
}

function rowOf(place: Place): string {
  const { name, operators, predictive, of } = place
  const { abandonedWindow, abandonedWorstDay } = predictive.figures
  const others = columns.map(([policy]) => {
    const cell = of(policy)
    if (cell === undefined) return ''
    if (policy === 'progressive') return percent(cell.figures.occupancy)
    if (!policy.startsWith('tapered'))
      return `${percent(cell.figures.occupancy)}${isAhead(place, policy) ? ' **ahead**' : ''}`
    return `${percent(cell.figures.occupancy)} (${percent(cell.figures.abandonedWindow)})`
  })
  const account = `${percent(abandonedWindow)} / ${percent(abandonedWorstDay)}`
  return `| ${[name, operators, busy(predictive), aimOf(place), account, ...others].join(' | ')} |`
}

function aimOf({ name, operators, of }: Place): string {
  const { occupancy, bound, underRule } = of('optimum')?.found ?? {}
  if (typeof occupancy !== 'number') return String(toReach[name]?.[operators] ?? '')
  return [
    `${(occupancy * 100 - nearOptimum).toFixed(2)} (optimum − 1.5)`,
    ...(typeof bound === 'number' ? [`bound ${percent(bound)}`] : []),
    ...(typeof underRule === 'number' ? [`under the rule ${percent(underRule)}`] : []),
  ].join(', ')
}

function missesOf(places: readonly Place[]): string[] {
  const misses = places.flatMap((place) => {
    const { figures } = place.predictive
    const reached = figures.occupancy * 100
    const here = `${place.name} ${place.operators}`
    const found: string[] = []
    if (figures.daysAboveCap > 0)
      found.push(
        `- ${here}: ${percent(figures.daysAboveCap)} % of days above 3 %, worst ${percent(figures.abandonedWorstDay)} %`,
      )
    const aim = toReach[place.name]?.[place.operators]
    if (aim !== undefined && reached < aim) found.push(`- ${here}: ${(aim - reached).toFixed(2)} below ${aim} %`)
    const { occupancy } = place.of('optimum')?.found ?? {}
    if (typeof occupancy === 'number' && reached < occupancy * 100 - nearOptimum)
      found.push(`- ${here}: ${(occupancy * 100 - reached).toFixed(2)} below the optimum${belowBounds(place, reached)}`)
    for (const policy of ['best static ratio', 'best static ratio from 34 answers'] as const)
      if (isAhead(place, policy))
        found.push(
          `- ${here}: ${((place.of(policy)?.figures.occupancy ?? 0) * 100 - reached).toFixed(2)} behind the ${policy}`,
        )
    return found
  })
  return misses.length === 0 ? ['- nothing'] : misses
}

/** How far below what can be reached at all, and whether that lies below the aim itself. */
function belowBounds({ of }: Place, reached: number): string {
  const { occupancy, bound, underRule } = of('optimum')?.found ?? {}
  const below = (share: number) => (share * 100 - reached).toFixed(2)
  if (typeof underRule === 'number') {
    const isBeyond = typeof occupancy === 'number' && underRule * 100 < occupancy * 100 - nearOptimum
    return `, ${below(underRule)} below the bound under the rule${isBeyond ? ', which the aim lies beyond' : ''}`
  }
  return typeof bound === 'number' ? `, ${below(bound)} below the bound of days that keep the cap` : ''
}

function isAhead({ predictive, of }: Place, policy: PolicyName): boolean {
  return percentNumber(of(policy)?.figures.occupancy ?? 0) > percentNumber(predictive.figures.occupancy)
}

function percentNumber(share: number): number {
  return Math.round(share * 10_000)
}

function percent(share: number): string {
  return (share * 100).toFixed(2)
}
