import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** As long as a machine may take that does much else: what never comes fails all the same, and no test asks how fast. */
const patience = { timeout: 30_000 }
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } }

/**
 * Three projects: `unit` runs everything beside the sources (with a real PostgreSQL and real processes),
 * `drill` attacks the whole product as real processes, `browser` drives Debian's Chromium through the built product.
 */
export default defineConfig({
  ...source,
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          expect: { poll: patience },
          // vitest's own choice leaves one core free, which on a machine with two means one file at a time
          maxWorkers: Math.max(2, availableParallelism()),
          globalSetup: ['tests/support/global-postgres.ts', 'tests/support/global-import-thread.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'drill',
          include: ['drill/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: patience },
          maxWorkers: 2, // they mostly wait
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
          globalSetup: ['tests/browser/support/filled-demo.ts'],
        },
      },
    ],
  },
})
