import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld, TestJob } from './test-access-world.ts'
import type { ComposedProduct } from './test-composed-product.ts'

/** An article of the job's campaign in its first version. */
export async function faqArticle({ spine }: ComposedProduct, job: TestJob): Promise<string> {
  const articleId = newId<string>()
  const { superuser } = spine.test
  await superuser.query(
    'insert into tenant.faq_articles (tenant_id, article_id, campaign_id, version) values ($1, $2, $3, 1)',
    [job.tenantId, articleId, job.campaignId],
  )
  await superuser.query(
    `insert into tenant.faq_versions (tenant_id, article_id, version, campaign_id, question, answer, written_by, written_at)
      values ($1, $2, 1, $3, '費用は', '無料です', $4, now())`,
    [job.tenantId, articleId, job.campaignId, job.supervisor.actor.personId],
  )
  return articleId
}

/** How the routes of questions that are often asked are reached. */
export function faqCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { campaignId } = own
  const seat = 'supervisor'
  const words = { question: '費用は', answer: '無料です' }
  const article = async () => ({ campaignId, articleId: await faqArticle(product, own) })
  matrix.positiveCase('faq.list', { seat, parts: () => ({ params: { campaignId } }) })
  matrix.positiveCase('faq.add', { seat, parts: () => ({ params: { campaignId }, body: words }) })
  matrix.positiveCase('faq.versions', { seat, parts: async () => ({ params: await article() }) })
  matrix.positiveCase('faq.change', {
    seat,
    parts: async () => ({ params: await article(), body: { version: 1, ...words } }),
  })
  matrix.positiveCase('faq.withdraw', { seat, parts: async () => ({ params: await article(), body: { version: 1 } }) })
}
