import type { CampaignId, MeasuredCalls, PersonId } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { dayOfDate } from '@sekisho/figures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonActor } from '../platform/actor.ts'
import { systemClock } from '../platform/clock.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { reportRows } from '../reports/test-report-rows.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { createWhatIf, type WhatIf } from './what-if.ts'

/** A Tuesday. */
const noon = startOfDay(dayOfDate('2026-12-01')) + 12 * 3_600_000
const minute = 60_000
let spine: Spine
let tenant: TestTenant
let supervisor: PersonActor
let operators: PersonId[]
let whatIf: WhatIf
let measured: MeasuredCalls

interface Call {
  readonly beforeMs: number
  readonly ringMs: number
  readonly talkMs?: number
  readonly wrapUpMs?: number
  readonly operator?: number
  readonly campaignId?: CampaignId
}

/** As the dialler leaves a call that is over; without a talk nobody was reached. */
function rowOf({ beforeMs, ringMs, talkMs, wrapUpMs = 0, operator = 0, campaignId = tenant.campaignId }: Call) {
  const intendedAtMs = noon - beforeMs
  const answeredAtMs = intendedAtMs + ringMs
  const isReached = talkMs !== undefined
  return {
    ...{ campaignId, leadId: newId(), attemptId: newId(), intendedAtMs, disposition: isReached ? '12' : 'S02' },
    ...{ operatorId: isReached ? (operators[operator] ?? null) : null, answeredAtMs: isReached ? answeredAtMs : null },
    connectedAtMs: isReached ? answeredAtMs : null,
    hungUpAtMs: isReached ? answeredAtMs + talkMs : null,
    endedAtMs: answeredAtMs + (talkMs ?? 0) + wrapUpMs,
  }
}

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  supervisor = await spine.person(tenant, 'supervisor')
  operators = [(await spine.person(tenant, 'operator')).personId, (await spine.person(tenant, 'operator')).personId]
  const rows = reportRows(spine.test.superuser)
  const elsewhere = newId<CampaignId>()
  await rows.addCampaign(tenant, elsewhere)
  const calledIn = rowOf({ beforeMs: 5 * minute, ringMs: 3_000, talkMs: 9_000 })
  await rows.addAttempts(tenant.tenantId, [
    rowOf({ beforeMs: 10 * minute, ringMs: 9_000, talkMs: 100_000, wrapUpMs: 20_000 }),
    rowOf({ beforeMs: 20 * minute, ringMs: 9_000, talkMs: 200, wrapUpMs: 0, operator: 1 }),
    rowOf({ beforeMs: 70 * minute, ringMs: 25_000 }),
    rowOf({ beforeMs: 26 * 60 * minute, ringMs: 9_000, talkMs: 100_000, wrapUpMs: 7_200_000 }),
    rowOf({ beforeMs: 15 * 24 * 60 * minute, ringMs: 9_000, talkMs: 100_000 }),
    rowOf({ beforeMs: 30 * minute, ringMs: 9_000, talkMs: 100_000, campaignId: elsewhere }),
    calledIn,
  ])
  await spine.test.superuser.query(`update tenant.attempts set direction = 'in' where attempt_id = $1`, [
    calledIn.attemptId,
  ])
  whatIf = createWhatIf({ database: spine.test.database, clock: { ...systemClock, now: () => noon } })
  const asking = { actor: supervisor, tenantId: tenant.tenantId, rowScope: wholeTenant }
  measured = await whatIf.measured(asking, tenant.campaignId)
}, 120_000)
afterAll(() => spine.stop())

/** Whether exactly so many took between the bounds of the class in which this lies. */
const counted = (durations: MeasuredCalls['talk'], ms: number) =>
  durations.find(({ fromMs, untilMs }) => fromMs <= ms && ms <= untilMs)?.count

describe('what a simulated day is made of', () => {
  it('is the outgoing calls of this campaign in two weeks, by hour', () => {
    expect(measured.calls).toBe(4)
    expect(measured.since).toBe(noon - 26 * 60 * minute)
    expect(measured.hours).toEqual([
      { hour: 10, calls: 2, answered: 1 },
      { hour: 11, calls: 2, answered: 2 },
    ])
  })

  it('is how long each part of them took, in classes that lose nobody', () => {
    expect(counted(measured.ringToAnswer, 9_000)).toBe(3)
    expect(measured.ringToFailure).toHaveLength(1)
    expect(counted(measured.ringToFailure, 25_000)).toBe(1)
    expect(counted(measured.talk, 100_000)).toBe(2)
    expect(counted(measured.talk, 200)).toBe(1)
    // whoever recorded two hours later was not wrapping up
    expect(measured.wrapUp.reduce((sum, { count }) => sum + count, 0)).toBe(2)
    expect(counted(measured.wrapUp, 20_000)).toBe(1)
  })

  it('is who talked in the last hour of it, who is left, and until when calls are allowed', () => {
    expect(measured.operators).toBe(2)
    expect(measured.left).toEqual([{ triesLeft: 5, leads: 6 }])
    expect(measured.calling?.from).toBe(noon)
    expect(dayOf(measured.calling?.until ?? 0)).toBe(dayOf(noon))
  })

  it('is nothing for whoever’s jobs do not reach the campaign (A-04)', async () => {
    const narrow = { actor: supervisor, tenantId: tenant.tenantId, rowScope: { jobs: [] } }
    await expect(whatIf.measured(narrow, tenant.campaignId)).rejects.toMatchObject({ code: 'not_found' })
  })
})
