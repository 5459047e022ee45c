import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../platform/database/index.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { type DiallingTest, startDialling } from './test-dialling.ts'

let spine: Spine
let test: DiallingTest

beforeAll(async () => {
  spine = await startSpine()
  test = await startDialling({ spine })
})
afterAll(async () => {
  await test.stop()
  await spine.stop()
})

interface Plans {
  readonly generic_plans: number
  readonly custom_plans: number
}

describe('a look at a campaign', () => {
  it('is planned once a connection, not once a look', async () => {
    const seen: Plans[] = []
    /** The product's own, which tells after each transaction how its connection has planned the look so far. */
    const database: Database = {
      ...test.database,
      transaction: (actor, scope, work, rows, urgency) =>
        test.database.transaction(
          actor,
          scope,
          async (tx) => {
            const result = await work(tx)
            const { rows: plans } = await tx.client.query<Plans>(
              `select generic_plans::int, custom_plans::int from pg_prepared_statements where name = 'look at campaign'`,
            )
            seen.push(...plans)
            return result
          },
          rows,
          urgency,
        ),
    }
    await test.lead()
    await test.operator()
    test.startDialler({ database })
    await expect
      .poll(
        async () => {
          await test.pass(1_000)
          return Math.max(0, ...seen.map(({ generic_plans }) => generic_plans))
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(3)
    expect(seen.filter(({ custom_plans }) => custom_plans > 0)).toEqual([])
  })
})
