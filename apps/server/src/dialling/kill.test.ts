import type { ChildProcess } from 'node:child_process'
import type { AttemptId } from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import { simulatedNetwork } from '@sekisho/telephony'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { diligentOperator } from '../desk/test-desk.ts'
import { createLog } from '../platform/log/index.ts'
import { createStopEvents, createStopSwitches, type StopEvents, type StopSwitches } from '../stop-switches/index.ts'
import { startSpine, type Spine, type TestTenant } from '../test-spine.ts'
import { type DiallerStep, diallerSteps } from './steps.ts'
import { startDesks, type TestDesks } from './test-desks.ts'
import { everybodyAnswers, tuesdayAtTen } from './test-dialling.ts'
import type { DiallerProcessSettings } from './test-dialler-process.ts'
import { startDiallerProcess } from './test-start-dialler.ts'
import { fastClock, type FastClockSettings } from './test-fast-clock.ts'
import { violatedIn } from './test-invariants.ts'

const clockSettings: FastClockSettings = { standsAtMs: tuesdayAtTen, startedAtMs: Date.now(), speed: 8 }
const clock = fastClock(clockSettings)
const leads = 6
const operators = 3

let spine: Spine
let floor: TestDesks
let stopEvents: StopEvents
let stops: StopSwitches
const children: ChildProcess[] = []
const leaving: (() => void)[] = []

beforeAll(async () => {
  spine = await startSpine()
  const { database } = spine.test
  floor = await startDesks(spine, clock)
  stopEvents = await createStopEvents({ database, clock, log: createLog({ level: 'silent' }) })
  stops = createStopSwitches({
    ...{ database, writer: spine.writer, clock, events: stopEvents },
    onError: (error) => void floor.errors.push(error),
  })
})
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await floor.stop()
  await stops.stop()
  await stopEvents.close()
  await spine.stop()
})

function startProcess(killAt: DiallerProcessSettings['killAt'], network: ReturnType<typeof simulatedNetwork>) {
  const started = startDiallerProcess(spine, clockSettings, killAt, network.carrier)
  children.push(started.child)
  return started
}

async function addLeads(tenant: TestTenant): Promise<void> {
  for (let index = 0; index < leads; index += 1) {
    const number = `+81${fictitiousNumber(3, index).slice(1)}`
    const contact = await spine.contact(tenant, { name: `架空 ${index}` }, number)
    await spine.test.superuser.query('update tenant.leads set due_at = $1 where lead_id = $2', [
      new Date(clock.now() - 1_000),
      contact.leadId,
    ])
  }
}

async function seatOperators(tenant: TestTenant): Promise<void> {
  for (let index = 0; index < operators; index += 1) {
    const actor = await spine.person(tenant, 'operator')
    const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId: tenant.tenantId })
    if (!decision.allowed) throw new Error('not an operator')
    const { tenantId, campaignId } = tenant
    leaving.push(await diligentOperator(floor.desks, { actor, tenantId, campaignId, decision }))
  }
}

async function count(sql: string, tenant: TestTenant): Promise<number> {
  const { rows } = await spine.test.superuser.query<{ count: number }>(sql, [tenant.tenantId])
  return rows[0]?.count ?? 0
}

/** Every lead was dealt with once, and nothing is open. */
async function untilAtRest(tenant: TestTenant): Promise<void> {
  for (;;) {
    const fresh = await count(`select count(*)::int from tenant.leads where tenant_id = $1 and attempts = 0`, tenant)
    const open = await count(
      `select count(*)::int from tenant.attempts where tenant_id = $1 and state <> 'ended'`,
      tenant,
    )
    if (fresh === 0 && open === 0) return
    // what was interrupted is due again in five minutes: not in this test
    await spine.test.superuser.query(
      `update tenant.leads set due_at = $2 where tenant_id = $1 and state = 'waiting' and last_disposition in ('S07', 'S09') and due_at > $2`,
      [tenant.tenantId, new Date(clock.now())],
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('a dialler that is killed', () => {
  const points: { step: DiallerStep; passing: number }[] = diallerSteps.map((step, index) => ({
    step,
    passing: 1 + (index % 2),
  }))
  it.each(points)(
    'when it is $step leaves one outcome for each attempt, nobody called twice for one due time, and no operator stuck',
    async (killAt) => {
      const network = simulatedNetwork({
        clock,
        seed: 11,
        profile: {
          ...everybodyAnswers,
          // calls that end without an operator for the steps that only those reach
          busyRate: killAt.step === 'ending' || killAt.step === 'ended' ? 1 : 0,
          talk: { medianMs: 4_000, sigma: 0.3 },
          refusalTalk: { medianMs: 3_000, sigma: 0.3 },
        },
      })
      const placed: AttemptId[] = []
      const carrier = {
        ...network.carrier,
        originate(request: Parameters<typeof network.carrier.originate>[0]) {
          placed.push(request.attemptId)
          return network.carrier.originate(request)
        },
      }
      const tenant = await spine.tenant()
      await addLeads(tenant)
      await seatOperators(tenant)
      const { child: victim, ended } = startProcess(killAt, { ...network, carrier })
      const successor = startProcess(null, { ...network, carrier })
      victim.send('go')
      expect(await ended).toBe('SIGKILL')
      // five seconds pass for the lease
      await spine.test.superuser.query(`update tenant.campaign_leases set leased_until = now()`)
      successor.child.send('go')
      await untilAtRest(tenant)
      expect(await violatedIn(spine, tenant)).toEqual({})
      expect(new Set(placed).size).toBe(placed.length)
      expect(floor.errors).toEqual([])
      successor.child.kill('SIGKILL')
      await spine.test.superuser.query(`update tenant.campaigns set state = 'closed' where tenant_id = $1`, [
        tenant.tenantId,
      ])
      await network.carrier.close()
    },
  )

  it('leaves a stop of calling standing: its successor hangs up what rings and calls nobody', async () => {
    // it rings for a minute, which is longer than all that follows
    const profile = { ...everybodyAnswers, answerAfter: { medianMs: 60_000, sigma: 0 } }
    const network = simulatedNetwork({ clock, seed: 12, profile })
    const tenant = await spine.tenant({ ringSeconds: 60 })
    await addLeads(tenant)
    await seatOperators(tenant)
    const { child: victim, ended } = startProcess({ step: 'originated', passing: 1 }, network)
    const successor = startProcess(null, network)
    victim.send('go')
    expect(await ended).toBe('SIGKILL')
    const actor = await spine.person(tenant, 'supervisor')
    const { tenantId } = tenant
    await stops.set(
      { actor, tenantId, rowScope: { jobs: '*' }, policyHash: 'a'.repeat(64) },
      { extent: 'tenant', ground: 'disaster', liftBy: 'supervisors' },
    )
    expect(await network.carrier.listCalls()).not.toEqual([])
    const begun = () => count('select count(*)::int from tenant.attempts where tenant_id = $1', tenant)
    const before = await begun()
    await spine.test.superuser.query(`update tenant.campaign_leases set leased_until = now()`)
    successor.child.send('go')
    await expect.poll(() => network.carrier.listCalls(), { timeout: 4_000 }).toEqual([])
    // ten seconds of the diallers' time: leads are due, operators wait, and nobody is dialled
    await new Promise((resolve) => setTimeout(resolve, 1_250))
    expect(await begun()).toBe(before)
    expect(floor.errors).toEqual([])
    successor.child.kill('SIGKILL')
    await network.carrier.close()
  })
})
