import type { EntryId, PersonId } from '@sekisho/contract'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld, TestJob } from './test-access-world.ts'
import type { ComposedProduct } from './test-composed-product.ts'
import type { SignedInBrowser, TestBrowser } from './test-product.ts'

/** Sits at a desk of the job's campaign, with no hand up. */
async function atDesk({ spine }: ComposedProduct, job: TestJob, operatorId: PersonId): Promise<void> {
  const { superuser } = spine.test
  await superuser.query(
    `delete from tenant.hand_messages m using tenant.hands h where h.hand_id = m.hand_id and h.operator_id = $1`,
    [operatorId],
  )
  await superuser.query('delete from tenant.hands where operator_id = $1', [operatorId])
  await superuser.query(
    `insert into tenant.desks (tenant_id, operator_id, campaign_id, connection, session_id, state, since)
      values ($1, $2, $3, $4, $4, 'away', now())
      on conflict (tenant_id, operator_id) do update set campaign_id = excluded.campaign_id, state = 'away'`,
    [job.tenantId, operatorId, job.campaignId, newId()],
  )
}

/** A hand that is up at the job's desk. */
export async function raisedHand(
  product: ComposedProduct,
  job: TestJob,
  operatorId: PersonId = job.supervisor.actor.personId,
  takenBy: PersonId | null = null,
): Promise<EntryId> {
  const handId = newId<EntryId>()
  await atDesk(product, job, operatorId)
  await product.spine.test.superuser.query(
    `insert into tenant.hands (tenant_id, hand_id, campaign_id, operator_id, attempt_id, raised_at, taken_by, taken_at)
      values ($1, $2, $3, $4, $5, now(), $6, case when $6::uuid is not null then now() end)`,
    [job.tenantId, handId, job.campaignId, operatorId, job.attemptId, takenBy],
  )
  return handId
}

/** How the routes of raised hands are reached. */
export function handCases(matrix: PositiveCases, { product, own, neighbour }: AccessWorld): void {
  /** Whoever is refused before anything is looked at stands for nobody in particular. */
  const personOf = (browser: TestBrowser): PersonId =>
    (browser as Partial<SignedInBrowser>).actor?.personId ?? own.supervisor.actor.personId

  /** People of the neighbouring job sit at that job's desk. */
  async function jobOf(personId: PersonId): Promise<TestJob> {
    const { rows } = await product.spine.test.superuser.query(
      'select from house.designations where person_id = $1 and (job_id = $2 or site_id = $3)',
      [personId, neighbour.jobId, neighbour.siteId],
    )
    return rows.length > 0 ? neighbour : own
  }

  const seated = async (browser: TestBrowser) => {
    const personId = personOf(browser)
    await atDesk(product, await jobOf(personId), personId)
    return {}
  }
  const raised = async (browser: TestBrowser) => {
    const personId = personOf(browser)
    await raisedHand(product, await jobOf(personId), personId)
    return {}
  }
  const operator = { seat: 'operator' } as const
  matrix.positiveCase('hands.own', {
    ...{ ...operator, parts: raised },
    shows: (body) => JSON.stringify(body).includes(own.campaignId),
  })
  matrix.positiveCase('hands.raise', { ...operator, parts: seated })
  matrix.positiveCase('hands.lower', { ...operator, parts: raised })
  matrix.positiveCase('hands.openOwn', { ...operator, parts: raised })
  matrix.positiveCase('hands.say', {
    ...operator,
    parts: async (browser) => ({ ...(await raised(browser)), body: { phrase: 'question' } }),
  })

  const operatorId = neighbour.supervisor.actor.personId
  const supervisor = { seat: 'supervisor' } as const
  const taken = async (browser: TestBrowser) => ({
    params: { handId: await raisedHand(product, own, operatorId, personOf(browser)) },
  })
  matrix.positiveCase('hands.take', {
    ...supervisor,
    parts: async () => ({ params: { handId: await raisedHand(product, own, operatorId) }, body: { revision: 0 } }),
  })
  matrix.positiveCase('hands.answer', {
    ...supervisor,
    parts: async (browser) => ({ ...(await taken(browser)), body: { phrase: 'coming' } }),
  })
  matrix.positiveCase('hands.open', { ...supervisor, parts: taken })
  matrix.positiveCase('hands.end', { ...supervisor, parts: taken })
}
