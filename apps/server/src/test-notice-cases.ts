import type { PersonId } from '@sekisho/contract'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld, TestJob } from './test-access-world.ts'
import type { ComposedProduct } from './test-composed-product.ts'
import type { SignedInBrowser, TestBrowser } from './test-product.ts'

/** A notice of the job in its first version. */
export async function jobNotice({ spine }: ComposedProduct, job: TestJob): Promise<string> {
  const noticeId = newId<string>()
  const { superuser } = spine.test
  await superuser.query('insert into tenant.notices (tenant_id, notice_id, job_id, version) values ($1, $2, $3, 1)', [
    job.tenantId,
    noticeId,
    job.jobId,
  ])
  await superuser.query(
    `insert into tenant.notice_versions (tenant_id, notice_id, version, job_id, entry_id, title, body, level, valid_until,
        written_by, written_at)
      values ($1, $2, 1, $3, $4, '受付時間', '17時までです', 'confirmed', '2999-12-31', $5, now())`,
    [job.tenantId, noticeId, job.jobId, newId(), job.supervisor.actor.personId],
  )
  return noticeId
}

/** How the routes of notices are reached. */
export function noticeCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const seat = 'supervisor'
  const words = { title: '受付時間', text: '16時までです', level: 'confirmed', validUntil: '2999-12-31' }
  const notice = async () => ({ params: { noticeId: await jobNotice(product, own) } })
  const { superuser } = product.spine.test

  /** Sits at a desk: of the own job's campaign unless at another one before. */
  async function atDesk(browser: TestBrowser): Promise<void> {
    const operatorId: PersonId = (browser as Partial<SignedInBrowser>).actor?.personId ?? own.supervisor.actor.personId
    await superuser.query(
      `insert into tenant.desks (tenant_id, operator_id, campaign_id, connection, session_id, state, since)
        values ($1, $2, $3, $4, $4, 'away', now())
        on conflict (tenant_id, operator_id) do nothing`,
      [own.tenantId, operatorId, own.campaignId, newId()],
    )
  }

  matrix.positiveCase('notices.list', {
    seat,
    parts: async () => {
      await notice()
      return {}
    },
    shows: (body) => JSON.stringify(body).includes(own.jobId),
  })
  matrix.positiveCase('notices.readers', { seat, parts: notice })
  matrix.positiveCase('notices.publish', {
    seat,
    parts: () => ({ body: { jobId: own.jobId, campaignId: own.campaignId, ...words } }),
  })
  matrix.positiveCase('notices.change', {
    seat,
    parts: async () => ({ ...(await notice()), body: { version: 1, ...words } }),
  })
  matrix.positiveCase('notices.withdraw', { seat, parts: async () => ({ ...(await notice()), body: { version: 1 } }) })
  matrix.positiveCase('notices.atDesk', {
    seat: 'operator',
    parts: async (browser) => {
      await notice()
      await atDesk(browser)
      return {}
    },
    shows: (body) => JSON.stringify(body).includes('17時までです'),
  })
  matrix.positiveCase('notices.confirm', {
    seat: 'operator',
    parts: async (browser) => {
      await atDesk(browser)
      return { ...(await notice()), body: { version: 1 } }
    },
  })
}
