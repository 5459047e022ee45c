import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CellFigures } from './figures.ts'
import type { PlayedCell, PolicyName } from './play.ts'
import { resultTable, writeTable } from './table.ts'

const none: CellFigures = {
  ...{ occupancy: 0, occupancyError: 0.001, abandonedWindow: 0.028, abandonedWorstDay: 0.0295, daysAboveCap: 0 },
  ...{ abandonedWorst15Minutes: 0, idleP50Seconds: 0, idleP95Seconds: 0, answerToOperatorP95Seconds: 0 },
  ...{ answerToOperatorP99Seconds: 0, dialsPerContact: 4, contactsPerOperatorHour: 20, recoverySeconds: null },
  ...{ hungUpAsMachine: 0, callInsP95WaitSeconds: 0, callInsLost: 0, leastPart: 1, leastPartWorstDay: 1 },
}
const cell = (
  scenario: string,
  policy: PolicyName,
  figures: Partial<CellFigures>,
  found: PlayedCell['found'] = {},
) => ({ scenario, operators: 5, policy, figures: { ...none, ...figures }, found })

describe('the table of a whole run', () => {
  it('says of each floor what was reached, and below it everything that was not', () => {
    const table = resultTable([
      cell('stationary', 'predictive', { occupancy: 0.755 }),
      cell('stationary', 'best static ratio', { occupancy: 0.76 }),
      cell('stationary', 'best static ratio from 34 answers', { occupancy: 0.74 }),
      cell('memoryless', 'predictive', { occupancy: 0.75, daysAboveCap: 0.05, abandonedWorstDay: 0.031 }),
      cell('memoryless', 'optimum', { occupancy: 0.77 }, { occupancy: 0.77, bound: 0.7667 }),
      cell('memoryless-10', 'predictive', { occupancy: 0.677 }),
      cell('memoryless-10', 'optimum', { occupancy: 0.72 }, { occupancy: 0.7209, bound: 0.7059, underRule: 0.6885 }),
      cell('memoryless-60', 'predictive', { occupancy: 0.705 }),
      cell('paces', 'predictive', { occupancy: 0.76 }),
      cell('paces', 'predictive told nothing', { occupancy: 0.75, occupancyError: 0.002 }),
      cell('memoryless-60', 'optimum', { occupancy: 0.72 }, { occupancy: 0.7225, bound: 0.7188, underRule: 0.7092 }),
    ])
    expect(table).toContain('| stationary | 5 | 75.50 ± 0.10 | 76 | 2.80 / 2.95 |  | 76.00 **ahead** | 74.00 |')
    expect(table).toContain('|---|---|---|---|\n| paces | 5 | 76.00 ± 0.10 | 75.00 ± 0.20 |\n\nWhat')
    expect(table).toContain('75.50 (optimum − 1.5), bound 76.67 |')
    expect(table).toContain('70.59 (optimum − 1.5), bound 70.59, under the rule 68.85 |')
    expect(table.split('What was not reached:\n\n')[1]?.split('\n')).toEqual([
      '- stationary 5: 0.50 below 76 %',
      '- stationary 5: 0.50 behind the best static ratio',
      '- memoryless 5: 5.00 % of days above 3 %, worst 3.10 %',
      '- memoryless 5: 2.00 below the optimum, 1.67 below the bound of days that keep the cap',
      '- memoryless-10 5: 4.39 below the optimum, 1.15 below the bound under the rule, which the aim lies beyond',
      '- memoryless-60 5: 1.75 below the optimum, 0.42 below the bound under the rule',
    ])
  })

  it('stands between its marks and leaves the rest of the page', () => {
    const folder = mkdtempSync(join(tmpdir(), 'table-'))
    const page = join(folder, 'page.md')
    try {
      writeFileSync(page, 'before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n')
      writeTable(page, [cell('stationary', 'predictive', { occupancy: 0.77 })])
      const text = readFileSync(page, 'utf8')
      expect(text.startsWith('before\n<!-- results -->\n| scenario')).toBe(true)
      expect(text.endsWith('- nothing\n<!-- end of results -->\nafter\n')).toBe(true)
      expect(text).not.toContain('old')
      writeFileSync(page, 'no marks')
      expect(() => writeTable(page, [])).toThrow('no marks')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
