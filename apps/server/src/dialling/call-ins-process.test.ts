import { simulatedNetwork } from '@sekisho/telephony'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { diligentOperator } from '../desk/test-desk.ts'
import { startSpine, type Spine } from '../test-spine.ts'
import { callInSteps } from './steps.ts'
import { callIn, ownNumberOf, patientCallers, somebody } from './test-call-ins.ts'
import { startDesks, type TestDesks } from './test-desks.ts'
import { tuesdayAtTen } from './test-dialling.ts'
import { fastClock, type FastClockSettings } from './test-fast-clock.ts'
import { violatedIn } from './test-invariants.ts'
import { type StartedDialler, startDiallerProcess } from './test-start-dialler.ts'

// A dialler in a process of its own ends itself by `kill -9` at one step of a call-in; another one goes on.

const clockSettings: FastClockSettings = { standsAtMs: tuesdayAtTen, startedAtMs: Date.now(), speed: 8 }
const clock = fastClock(clockSettings)
let spine: Spine
let floor: TestDesks
const started: StartedDialler[] = []
const leaving: (() => void)[] = []

beforeAll(async () => {
  spine = await startSpine()
  floor = await startDesks(spine, clock)
})
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
  for (const { child } of started.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await floor.stop()
  await spine.stop()
})

describe('a dialler that is killed while somebody calls', () => {
  it.each(callInSteps.map((step, index) => ({ step, index })))(
    'at $step leaves one outcome, one talk at most and no operator stuck',
    async ({ step, index }) => {
      const profile = {
        ...patientCallers,
        // long enough for a successor to start on a busy machine: four and 75 of real seconds
        ...{ talk: { medianMs: 32_000, sigma: 0 }, refusalTalk: { medianMs: 32_000, sigma: 0 } },
        callBack: { ...patientCallers.callBack, patience: { medianMs: 600_000, sigma: 0 } },
      }
      const network = simulatedNetwork({ clock, seed: 27, profile })
      const tenant = await spine.tenant()
      const { tenantId, campaignId } = tenant
      const ours = `030000${6_000 + index}`
      await ownNumberOf(spine, tenant, ours)
      const person = await somebody({ spine, tenant, clock })
      const actor = await spine.person(tenant, 'operator')
      const decision = await spine.authorise(actor, 'desk.work', { kind: 'tenant', tenantId })
      if (!decision.allowed) throw new Error('not an operator')
      leaving.push(await diligentOperator(floor.desks, { actor, tenantId, campaignId, decision }))
      const victim = startDiallerProcess(spine, clockSettings, { step, passing: 1 }, network.carrier)
      const successor = startDiallerProcess(spine, clockSettings, null, network.carrier)
      started.push(victim, successor)
      victim.child.send('go')
      callIn({ network }, person.from, ours)
      expect(await victim.ended).toBe('SIGKILL')
      // five seconds pass for its leases and its word
      for (const ended of ['campaign_leases set leased_until = now()', 'call_ins set kept_until = now()'])
        await spine.test.superuser.query(`update tenant.${ended}`)
      successor.child.send('go')
      const outcome = async () => {
        const { rows } = await spine.test.superuser.query<{ outcome: string }>(
          `select i.outcome from tenant.call_ins i where i.tenant_id = $1 and i.state = 'ended' and not exists (
            select from tenant.attempts a where a.tenant_id = i.tenant_id and a.state <> 'ended')`,
          [tenantId],
        )
        return rows.map((row) => row.outcome)
      }
      // what was recorded and not looked up is never looked up by the same entry: the caller is asked to call again
      const expected = step === 'caller_recorded' ? 'interrupted' : 'answered'
      await expect.poll(outcome, { timeout: 40_000 }).toEqual([expected])
      await expect.poll(() => network.carrier.listCallIns(), { timeout: 20_000 }).toEqual([])
      expect(await violatedIn(spine, tenant)).toEqual({})
      expect(floor.errors).toEqual([])
      successor.child.kill('SIGKILL')
      await spine.test.superuser.query(`update tenant.campaigns set state = 'closed' where tenant_id = $1`, [tenantId])
      await network.carrier.close()
    },
  )
})
