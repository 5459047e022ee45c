import { describe, expect, it } from 'vitest'
import { runDay } from './day.ts'
import { planDay } from './support/day/plan.ts'

describe('the benchmark of a day', () => {
  it('has the day of the requirement at full scale', () => {
    const plan = planDay(1, Date.parse('2026-11-20T18:00:00+09:00'))
    expect(plan).toMatchObject({ clients: 5, campaigns: 12, operators: 300, attempts: 150_000 })
    expect(plan.paidRows).toBeGreaterThanOrEqual(100_000)
    // the 21st and 22nd are a weekend, the 23rd is a holiday
    expect(plan.midnightMs).toBe(Date.parse('2026-11-24T00:00:00+09:00'))
  })

  it('lives through a tiny day, every attempt of it in the ledger', async () => {
    const { figures, details, isKept } = await runDay(planDay(0.0002, Date.now()))
    const { counts } = details as { counts: { attempts: number } }
    expect(counts.attempts).toBeGreaterThanOrEqual(30)
    for (const figure of Object.values(figures)) expect(figure).toBeGreaterThan(0)
    expect(isKept).toBe(false)
  }, 600_000)
})
