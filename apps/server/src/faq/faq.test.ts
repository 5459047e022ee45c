import { createHash } from 'node:crypto'
import type { Entry } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entriesOf, jobBeside } from '../do-not-call/test-refusals.ts'
import { systemClock } from '../platform/clock.ts'
import { wholeTenant } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import type { Asking } from './asking.ts'
import { createFaq, type Faq } from './index.ts'

let spine: Spine
let tenant: TestTenant
let faq: Faq
let asking: Asking

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  faq = createFaq({ database: spine.test.database, writer: spine.writer, clock: systemClock })
  const actor = await spine.person(tenant, 'supervisor')
  asking = { actor, tenantId: tenant.tenantId, rowScope: wholeTenant, policyHash: 'a'.repeat(64) }
})
afterAll(() => spine.stop())

const words = { question: '費用はかかりますか', answer: '無料です。\n持ち物は受診券だけです。' }
const entered = async (type: string) => (await entriesOf(spine, tenant.tenantId, type)) as unknown as Entry[]
const found = async (articleId: string) =>
  (await faq.list(asking, tenant.campaignId)).find((article) => article.articleId === articleId)

describe('what is often asked', () => {
  it('keeps every version, and enters each by the digest of its words (M-01)', async () => {
    const articleId = await faq.add(asking, tenant.campaignId, words)
    const later = { ...words, answer: '500円です。' }
    await faq.change(asking, tenant.campaignId, articleId, 1, later)
    expect(await found(articleId)).toMatchObject({ version: 2, ...later })
    expect(await faq.versions(asking, tenant.campaignId, articleId)).toMatchObject([
      { version: 2, ...later },
      { version: 1, ...words },
    ])
    const digest = createHash('sha256').update(canonicalBytes(later)).digest('hex')
    const entries = await entered('faq.changed')
    expect(entries.at(-1)).toMatchObject({ digest, refs: { campaign: tenant.campaignId } })
    expect(JSON.stringify(entries)).not.toContain('500円')
  })

  it('is changed by one of two who do it at once', async () => {
    const articleId = await faq.add(asking, tenant.campaignId, words)
    const change = (answer: string) => faq.change(asking, tenant.campaignId, articleId, 1, { ...words, answer })
    const both = await Promise.allSettled([change('甲'), change('乙')])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' })
  })

  it('leaves the desks when it is withdrawn, keeps its versions, and is changed no more', async () => {
    const articleId = await faq.add(asking, tenant.campaignId, words)
    await faq.withdraw(asking, tenant.campaignId, articleId, 1)
    expect(await found(articleId)).toBeUndefined()
    expect(await faq.versions(asking, tenant.campaignId, articleId)).toHaveLength(1)
    await expect(faq.change(asking, tenant.campaignId, articleId, 1, words)).rejects.toMatchObject({ code: 'conflict' })
    expect(await entered('faq.withdrawn')).toHaveLength(1)
  })

  it('leaves nobody of the product a way to change or delete a version (lazy manager)', async () => {
    const articleId = await faq.add(asking, tenant.campaignId, words)
    for (const change of [
      `update tenant.faq_versions set answer = 'x' where article_id = $1`,
      'delete from tenant.faq_versions where article_id = $1',
      'delete from tenant.faq_articles where article_id = $1',
    ])
      await expect(
        spine.test.database.transaction(asking.actor, tenant.tenantId, (tx) => tx.client.query(change, [articleId])),
      ).rejects.toThrow(/permission denied/)
  })

  it('of another job or tenant is neither read nor written (A-02, A-05)', async () => {
    const articleId = await faq.add(asking, tenant.campaignId, words)
    const { jobId, campaignId } = await jobBeside(spine, tenant)
    const other = await spine.tenant()
    const strangers: Asking[] = [
      { ...asking, rowScope: { jobs: [jobId] } },
      { ...asking, actor: await spine.person(other, 'supervisor'), tenantId: other.tenantId },
    ]
    for (const stranger of strangers) {
      for (const work of [
        () => faq.list(stranger, tenant.campaignId),
        () => faq.versions(stranger, tenant.campaignId, articleId),
        () => faq.add(stranger, tenant.campaignId, words),
        () => faq.change(stranger, tenant.campaignId, articleId, 1, words),
        () => faq.withdraw(stranger, tenant.campaignId, articleId, 1),
      ])
        await expect(work()).rejects.toMatchObject({ code: 'not_found' })
    }
    // nor by way of a campaign that one may write in
    await expect(faq.change(asking, campaignId, articleId, 1, words)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is at most three hundred in a campaign', async () => {
    const full = await jobBeside(spine, tenant)
    await spine.test.superuser.query(
      `insert into tenant.faq_articles (tenant_id, article_id, campaign_id, version)
        select $1, gen_random_uuid(), $2, 1 from generate_series(1, 300)`,
      [tenant.tenantId, full.campaignId],
    )
    await expect(faq.add(asking, full.campaignId, words)).rejects.toMatchObject({ detail: ['too_many'] })
    await expect(faq.versions(asking, tenant.campaignId, newId<string>())).rejects.toMatchObject({ code: 'not_found' })
  })
})
