import type { EntryId, PersonId } from '@sekisho/contract'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld, TestJob } from './test-access-world.ts'
import type { ComposedProduct } from './test-composed-product.ts'
import type { SignedInBrowser, TestBrowser } from './test-product.ts'

/** A hand-over ticket of the job's call, the only one. @param ownerId  who took it; left out while nobody has */
export async function callTicket(
  { spine }: ComposedProduct,
  job: TestJob,
  ownerId: PersonId | null = null,
): Promise<EntryId> {
  const ticketId = newId<EntryId>()
  const { superuser } = spine.test
  await superuser.query(
    `update tenant.call_tickets set state = 'withdrawn', owner_id = null, waits_until = null, outcome = null where attempt_id = $1`,
    [job.attemptId],
  )
  await superuser.query(
    `insert into tenant.call_tickets (tenant_id, ticket_id, campaign_id, attempt_id, disposition, reason, addressee, due_on,
        made_at, state, owner_id)
      values ($1, $2, $3, $4, '52', 'complaint', 'supervisor', '2026-11-24', now(),
        case when $5::uuid is null then 'open' else 'taken' end, $5)`,
    [job.tenantId, ticketId, job.campaignId, job.attemptId, ownerId],
  )
  await superuser.query(
    `insert into tenant.call_ticket_steps (tenant_id, ticket_id, revision, campaign_id, entry_id, kind, by_person, at)
      values ($1, $2, 1, $3, $2, 'made', $4, now())`,
    [job.tenantId, ticketId, job.campaignId, job.supervisor.actor.personId],
  )
  return ticketId
}

/** How the routes of hand-over tickets are reached. */
export function ticketCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const seat = 'supervisor'
  /** Whoever is refused before anything is looked at stands for nobody in particular. */
  const personOf = (browser: TestBrowser): PersonId =>
    (browser as Partial<SignedInBrowser>).actor?.personId ?? own.supervisor.actor.personId
  const open = async () => ({ params: { ticketId: await callTicket(product, own) } })
  const taken = async (browser: TestBrowser) => ({
    params: { ticketId: await callTicket(product, own, personOf(browser)) },
  })
  matrix.positiveCase('tickets.list', {
    seat,
    parts: async () => {
      await callTicket(product, own)
      return {}
    },
    shows: (body) => JSON.stringify(body).includes(own.attemptId),
  })
  matrix.positiveCase('tickets.overdue', { seat })
  matrix.positiveCase('tickets.history', { seat, parts: open })
  matrix.positiveCase('tickets.owners', { seat, parts: open })
  matrix.positiveCase('tickets.take', { seat, parts: async () => ({ ...(await open()), body: { revision: 1 } }) })
  matrix.positiveCase('tickets.give', {
    seat,
    parts: async () => ({ ...(await open()), body: { revision: 1, ownerId: own.supervisor.actor.personId } }),
  })
  matrix.positiveCase('tickets.note', {
    seat,
    parts: async (browser) => ({ ...(await taken(browser)), body: { text: '折り返し済み' } }),
  })
  matrix.positiveCase('tickets.wait', {
    seat,
    parts: async (browser) => {
      const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
      return { ...(await taken(browser)), body: { revision: 1, until } }
    },
  })
  matrix.positiveCase('tickets.done', {
    seat,
    parts: async (browser) => ({ ...(await taken(browser)), body: { revision: 1, outcome: 'settled' } }),
  })
  matrix.positiveCase('tickets.open', { seat, parts: open })
  matrix.positiveCase('tickets.looks', { seat })
  matrix.positiveCase('tickets.isInHand', { seat, parts: taken })
  matrix.positiveCase('tickets.openContact', {
    seat,
    async parts(browser) {
      const parts = await taken(browser)
      await product.spine.test.superuser.query(
        `insert into tenant.call_ticket_steps (tenant_id, ticket_id, revision, campaign_id, entry_id, kind, by_person, at, owner_id)
          values ($1, $2, 2, $3, $4, 'taken', $5, now(), $5)`,
        [own.tenantId, parts.params.ticketId, own.campaignId, newId(), personOf(browser)],
      )
      return parts
    },
  })
}
