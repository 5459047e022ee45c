import { randomBytes } from 'node:crypto'
import type { AttemptId, EntryId, PersonId } from '@sekisho/contract'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld } from './test-access-world.ts'
import type { SignedInBrowser, TestBrowser } from './test-product.ts'

/** How spoken numbers are taken down, in a call of one's own, and who sees how many were. */
export function spokenNumberCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { superuser } = product.spine.test
  const { tenantId, campaignId, leadId } = own

  const noTalk = () =>
    superuser.query(`update tenant.attempts set state = 'ended' where lead_id = $1 and state <> 'ended'`, [leadId])

  /**
   * A call whose result is owed: one that goes on without a telephone would be ended by the dialler. Whoever is refused before
   * anything is looked at talks with nobody in particular.
   */
  async function talkOf(browser: TestBrowser): Promise<AttemptId> {
    const person: PersonId = (browser as Partial<SignedInBrowser>).actor?.personId ?? own.supervisor.actor.personId
    const attemptId = newId<AttemptId>()
    await noTalk()
    await superuser.query(
      `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state,
          operator_id, dialler, intended_at, connected_at, hung_up_at)
        select tenant_id, $2, $3, lead_id, contact_id, 1, clock_timestamp(), 'wrap_up', $5, $2, now(), now(), now()
        from tenant.leads where tenant_id = $1 and lead_id = $4`,
      [tenantId, attemptId, campaignId, leadId, person],
    )
    return attemptId
  }

  matrix.positiveCase('doNotCall.takeDown', {
    seat: 'operator',
    parts: async (browser) => ({
      params: { attemptId: await talkOf(browser) },
      body: { commandId: randomBytes(16).toString('hex'), number: '090-0000-0099', reach: 'number' },
    }),
  })
  matrix.positiveCase('doNotCall.withdrawSpoken', {
    seat: 'supervisor',
    parts: async (browser) => {
      const attemptId = await talkOf(browser)
      await noTalk()
      const entryId = newId<EntryId>()
      await superuser.query(
        `insert into house.do_not_call (client_id, key_index, entry_id, key_kind, scope, disposition, tenant_id, recorded_at)
          select client_id, decode(md5($2), 'hex'), $2::uuid, 'number', 'number', 'N1', tenant_id, now()
          from house.tenants where tenant_id = $1`,
        [tenantId, entryId],
      )
      await superuser.query(
        `insert into tenant.spoken_numbers (tenant_id, attempt_id, ordinal, command_id, entry_id, recorded_at)
          values ($1, $2, 1, $3, $3, now())`,
        [tenantId, attemptId, entryId],
      )
      return { params: { attemptId, ordinal: '1' }, body: { reason: 'operator_told' } }
    },
  })
  matrix.positiveCase('doNotCall.spoken', {
    seat: 'supervisor',
    parts: async () => {
      // whoever talked for the route before talks no more
      await noTalk()
      return {}
    },
  })
}
