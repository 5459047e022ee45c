import type { ChildProcess } from 'node:child_process'
import type { AttemptId } from '@sekisho/contract'
import { fictitiousNumber } from '@sekisho/fictitious'
import { simulatedNetwork } from '@sekisho/telephony'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { diligentOperator } from '../desk/test-desk.ts'
import { startSpine, type Spine, type TestTenant } from '../test-spine.ts'
import { type DiallerStep, previewSteps } from './steps.ts'
import { startDesks, type TestDesks } from './test-desks.ts'
import { everybodyAnswers, tuesdayAtTen } from './test-dialling.ts'
import { fastClock, type FastClockSettings } from './test-fast-clock.ts'
import { violatedIn } from './test-invariants.ts'
import { startDiallerProcess } from './test-start-dialler.ts'

// A dialler of its own process is killed with SIGKILL while operators look at whom they will call, and dial them.

const clockSettings: FastClockSettings = { standsAtMs: tuesdayAtTen, startedAtMs: Date.now(), speed: 8 }
const clock = fastClock(clockSettings)
const leads = 4

let spine: Spine
let floor: TestDesks
const children: ChildProcess[] = []
const leaving: (() => void)[] = []

beforeAll(async () => {
  spine = await startSpine()
  floor = await startDesks(spine, clock)
})
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await floor.stop()
  await spine.stop()
})

async function addLeads(tenant: TestTenant): Promise<void> {
  for (let index = 0; index < leads; index += 1) {
    const contact = await spine.contact(tenant, { name: `架空 ${index}` }, `+81${fictitiousNumber(5, index).slice(1)}`)
    await spine.test.superuser.query('update tenant.leads set due_at = $1 where lead_id = $2', [
      new Date(clock.now() - 1_000),
      contact.leadId,
    ])
  }
}

/** An operator who dials whomever they are shown, and records. */
async function seatOperator(tenant: TestTenant): Promise<void> {
  const { tenantId, campaignId } = tenant
  const actor = await spine.person(tenant, 'operator')
  const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
  if (!decision.allowed) throw new Error('not an operator')
  leaving.push(await diligentOperator(floor.desks, { actor, tenantId, campaignId, decision }))
}

async function count(sql: string, tenant: TestTenant): Promise<number> {
  const { rows } = await spine.test.superuser.query<{ count: number }>(sql, [tenant.tenantId])
  return rows[0]?.count ?? 0
}

describe('a dialler that is killed in a campaign in preview', () => {
  const steps: readonly DiallerStep[] = [...previewSteps, 'intended', 'originated']
  it.each(steps)(
    'when it is %s loses no lead, dials none twice, and leaves no operator looking at nobody',
    async (step) => {
      const network = simulatedNetwork({
        ...{ clock, seed: 11 },
        profile: {
          ...everybodyAnswers,
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
      // no look of this test lasts so long: what nobody is told of would be stuck
      const tenant = await spine.tenant({ mode: 'preview', preview: { seconds: 900, atLimit: 'goes_back' } })
      await addLeads(tenant)
      for (let index = 0; index < 2; index += 1) await seatOperator(tenant)
      const victim = startDiallerProcess(spine, clockSettings, { step, passing: 1 }, carrier)
      const successor = startDiallerProcess(spine, clockSettings, null, carrier)
      children.push(victim.child, successor.child)
      victim.child.send('go')
      expect(await victim.ended).toBe('SIGKILL')
      // five seconds pass for the lease
      await spine.test.superuser.query('update tenant.campaign_leases set leased_until = now()')
      successor.child.send('go')
      const untouched = 'select count(*)::int from tenant.leads where tenant_id = $1 and attempts = 0'
      await expect
        .poll(
          async () => {
            // what was interrupted is due again in five minutes: not in this test
            await spine.test.superuser.query(
              `update tenant.leads set due_at = $2 where tenant_id = $1 and state = 'waiting'
              and last_disposition in ('S07', 'S09') and due_at > $2`,
              [tenant.tenantId, new Date(clock.now())],
            )
            return count(untouched, tenant)
          },
          { timeout: 120_000, interval: 200 },
        )
        .toBe(0)
      const open = `select (select count(*) from tenant.attempts where tenant_id = $1 and state <> 'ended')::int
      + (select count(*) from tenant.previews where tenant_id = $1 and ended_at is null)::int as count`
      await expect.poll(() => count(open, tenant), { timeout: 40_000, interval: 200 }).toBe(0)
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
})
