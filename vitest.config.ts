import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { LongFirst, RULES } from './tests/support/long-first.ts'

/** As long as a machine may take that does much else: what never comes fails all the same, and no test asks how fast. */
const patience = { timeout: 30_000 }
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } }

/** They look at all of their process, which must be their own. */
const alone = ['packages/telephony/src/simulated/keeps-no-number.test.ts']

/** Set by `npm test -- --no-rules`. */
const leftOut = process.env.SEKISHO_TEST_NO_RULES === '1' ? RULES : []

/** One more than cores, because each file waits for its database and its processes for a part of its time. */
const unitWorkers = availableParallelism() + 1

/**
 * `unit` runs everything beside the sources (with a real PostgreSQL and real processes), but for what `unit-alone` runs,
 * `drill` attacks the whole product as real processes, `browser` drives Debian's Chromium through the built product.
 */
export default defineConfig({
  ...source,
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          // Files share the process, its modules and its warm code: imports alone took a third of the processor's time.
          // So no test file may leave anything behind: no mock, no changed environment, no listener on the process.
          isolate: false,
          include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...alone, ...leftOut],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          expect: { poll: patience },
          maxWorkers: unitWorkers,
          globalSetup: [
            'tests/support/global-temp.ts',
            'tests/support/global-postgres.ts',
            'tests/support/global-import-thread.ts',
            'tests/support/global-programs.ts',
          ],
        },
      },
      { ...source, test: { name: 'unit-alone', include: alone, testTimeout: 180_000, maxWorkers: unitWorkers } },
      {
        ...source,
        test: {
          name: 'drill',
          include: ['drill/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...leftOut],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: patience },
          maxWorkers: 2, // they mostly wait
          sequence: { groupOrder: 1 },
          globalSetup: ['tests/support/global-postgres.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: patience },
          maxWorkers: 2, // they mostly wait
          sequence: { groupOrder: 2 },
          globalSetup: ['tests/browser/support/filled-demo.ts'],
        },
      },
    ],
  },
})
