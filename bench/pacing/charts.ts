import type { PlayedCell, PolicyName } from './play.ts'

/** Charts as plain SVG, readable on light and dark pages: colour is never the only sign, each line carries its name. */
interface Line {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

interface Chart {
  readonly title: string
  readonly xName: string
  readonly xTicks: readonly { readonly at: number; readonly text: string }[]
  /** Percent. */
  readonly from: number
  readonly until: number
  readonly lines: readonly Line[]
}

const size = { width: 760, height: 400, left: 56, right: 190, top: 40, bottom: 48 }
const colours = ['#0b7285', '#868e96', '#e8590c', '#7048e8', '#2b8a3e', '#c2255c', '#1864ab']
const dashes = ['', '2 3', '7 3', '1 4', '9 3 2 3', '4 4', '12 4']

/** Occupancy by number of operators: one line a policy. */
export function occupancyChart(cells: readonly PlayedCell[], scenario: string, title: string): string {
  const here = cells.filter((cell) => cell.scenario === scenario)
  const operators = [...new Set(here.map((cell) => cell.operators))].sort((one, other) => one - other)
  return drawChart({
    title,
    xName: 'operators',
    xTicks: operators.map((count, at) => ({ at, text: String(count) })),
    ...{ from: 50, until: 100 },
    lines: policiesOf(here).map((name) => ({
      name,
      points: here
        .filter((cell) => cell.policy === name)
        .map((cell) => ({ x: operators.indexOf(cell.operators), y: cell.figures.occupancy * 100 })),
    })),
  })
}

/** Occupancy over the day, in means of ten minutes. */
export function dayChart(cells: readonly PlayedCell[], scenario: string, operators: number, title: string): string {
  const here = cells.filter((cell) => cell.scenario === scenario && cell.operators === operators)
  const minutes = here[0]?.occupancyByMinute.length ?? 0
  const hours = Array.from({ length: Math.floor(minutes / 60) + 1 }, (_, hour) => hour)
  return drawChart({
    title,
    xName: 'hour of the day',
    xTicks: hours.map((hour) => ({ at: hour * 60, text: String(hour) })),
    ...{ from: 0, until: 100 },
    lines: policiesOf(here)
      .filter((name) => name !== 'tapered best settings')
      .map((name) => ({
        name,
        points: tenMinutes(here.find((cell) => cell.policy === name)?.occupancyByMinute ?? []),
      })),
  })
}

function policiesOf(cells: readonly PlayedCell[]): PolicyName[] {
  return [...new Set(cells.map((cell) => cell.policy))]
}

function tenMinutes(byMinute: readonly number[]): { x: number; y: number }[] {
  return Array.from({ length: Math.floor(byMinute.length / 10) }, (_, at) => {
    const part = byMinute.slice(10 * at, 10 * at + 10)
    return { x: 10 * at + 5, y: (part.reduce((sum, value) => sum + value, 0) / part.length) * 100 }
  })
}

function drawChart({ title, xName, xTicks, from, until, lines }: Chart): string {
  const { width, height, left, right, top, bottom } = size
  const first = xTicks[0]?.at ?? 0
  const last = Math.max(first + 1, xTicks.at(-1)?.at ?? 1)
  const x = (at: number): number => left + ((at - first) / (last - first)) * (width - left - right)
  const y = (at: number): number => top + ((until - at) / (until - from)) * (height - top - bottom)
  const grid = Array.from({ length: 6 }, (_, step) => from + ((until - from) / 5) * step)
  const names = spread(lines.map(({ points }) => y(points.at(-1)?.y ?? from)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${title}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${left}" y="20" font-size="14" font-weight="bold">${title}</text>`,
    ...grid.flatMap((at) => [
      `<line x1="${left}" x2="${width - right}" y1="${round(y(at))}" y2="${round(y(at))}" stroke="#dee2e6"/>`,
      `<text x="${left - 8}" y="${round(y(at) + 4)}" text-anchor="end">${round(at)} %</text>`,
    ]),
    ...xTicks.map(
      ({ at, text }) => `<text x="${round(x(at))}" y="${height - bottom + 18}" text-anchor="middle">${text}</text>`,
    ),
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">${xName}</text>`,
    ...lines.flatMap(({ name, points }, index) => {
      const path = points.map((point) => `${round(x(point.x))},${round(y(Math.max(from, point.y)))}`).join(' ')
      const colour = colours[index % colours.length]
      return [
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes[index % dashes.length]}"/>`,
        `<text x="${width - right + 8}" y="${round((names[index] ?? 0) + 4)}" fill="${colour}">${name}</text>`,
      ]
    }),
    '</svg>',
    '',
  ].join('\n')
}

/** Moves names apart that would lie on each other. */
function spread(wanted: readonly number[]): number[] {
  const order = [...wanted.keys()].sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0))
  const placed = [...wanted]
  let lowest = size.top
  for (const index of order) {
    placed[index] = Math.max(lowest, wanted[index] ?? 0)
    lowest = (placed[index] ?? 0) + 15
  }
  return placed
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
