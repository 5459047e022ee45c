import { createHash } from 'node:crypto'
import { type CampaignId, type FaqArticle, type FaqVersion, mostFaqArticles, ProblemError } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import type { EntryWriter } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { newId } from '../platform/new-id.ts'
import type { Asking } from './asking.ts'
import {
  addVersion,
  countArticles,
  type CampaignOfFaq,
  type LockedArticle,
  lockArticle,
  lockCampaign,
  readArticles,
  readVersions,
} from './queries.ts'

export interface FaqDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly clock: Clock
}

/** A question and its answer. */
export interface FaqWords {
  readonly question: string
  readonly answer: string
}

/** What is often asked in a campaign: written by supervisors, looked up at the desk. */
export interface Faq {
  /** By their questions. @throws ProblemError `not_found` */
  list(asking: Asking, campaignId: CampaignId): Promise<FaqArticle[]>
  /** Newest first, of a withdrawn article, too. @throws ProblemError `not_found` */
  versions(asking: Asking, campaignId: CampaignId, articleId: string): Promise<FaqVersion[]>
  /** @throws ProblemError `not_found`, `invalid_input` too many, `ledger_unavailable` */
  add(asking: Asking, campaignId: CampaignId, words: FaqWords): Promise<string>
  /**
   * @param version  what the change was made on
   * @throws ProblemError `not_found`; `conflict` somebody changed or withdrew it first; `ledger_unavailable`
   */
  change(asking: Asking, campaignId: CampaignId, articleId: string, version: number, words: FaqWords): Promise<void>
  /** @throws ProblemError as `change` */
  withdraw(asking: Asking, campaignId: CampaignId, articleId: string, version: number): Promise<void>
}

export function createFaq({ database, writer, clock }: FaqDependencies): Faq {
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  /** Writes one version, and that it was written: the digest tells which words those were. */
  async function write(
    tx: Tx,
    { actor, policyHash }: Asking,
    { campaignId, kind }: CampaignOfFaq,
    article: { readonly articleId: string; readonly version: number },
    words: FaqWords,
  ): Promise<void> {
    await addVersion(tx, { ...article, ...words, campaignId, writtenBy: actor.personId, atMs: clock.now() })
    const { question, answer } = words
    await writer.enter(tx, {
      type: 'faq.changed',
      purpose: 'set_up',
      campaignKind: kind,
      policyHash,
      refs: { campaign: campaignId, session: actor.sessionId },
      digest: createHash('sha256').update(canonicalBytes({ question, answer })).digest('hex'),
    })
  }

  async function articleOf(tx: Tx, campaignId: CampaignId, articleId: string, version: number): Promise<LockedArticle> {
    const article = await lockArticle(tx, campaignId, articleId)
    if (article === undefined) throw new ProblemError('not_found')
    if (article.version !== version || article.isWithdrawn) throw new ProblemError('conflict')
    return article
  }

  return {
    list: (asking, campaignId) =>
      within(asking, async (tx) => {
        const articles = await readArticles(tx, campaignId)
        if (articles === null) throw new ProblemError('not_found')
        return articles
      }),

    versions: (asking, campaignId, articleId) =>
      within(asking, async (tx) => {
        const versions = await readVersions(tx, campaignId, articleId)
        if (versions.length === 0) throw new ProblemError('not_found')
        return versions
      }),

    add: (asking, campaignId, words) =>
      within(asking, async (tx) => {
        const campaign = await lockCampaign(tx, campaignId)
        if (campaign === undefined) throw new ProblemError('not_found')
        if ((await countArticles(tx, campaignId)) >= mostFaqArticles)
          throw new ProblemError('invalid_input', 'too_many')
        const articleId = newId<string>()
        await tx.db
          .insertInto('tenant.faq_articles')
          .values({ tenant_id: asking.tenantId, article_id: articleId, campaign_id: campaignId, version: 1 })
          .execute()
        await write(tx, asking, campaign, { articleId, version: 1 }, words)
        return articleId
      }),

    change: (asking, campaignId, articleId, seen, words) =>
      within(asking, async (tx) => {
        const { kind } = await articleOf(tx, campaignId, articleId, seen)
        const version = seen + 1
        await tx.db.updateTable('tenant.faq_articles').set({ version }).where('article_id', '=', articleId).execute()
        await write(tx, asking, { campaignId, kind }, { articleId, version }, words)
      }),

    withdraw: (asking, campaignId, articleId, seen) =>
      within(asking, async (tx) => {
        const { kind } = await articleOf(tx, campaignId, articleId, seen)
        await tx.db
          .updateTable('tenant.faq_articles')
          .set({ withdrawn_at: new Date(clock.now()) })
          .where('article_id', '=', articleId)
          .execute()
        const { actor, policyHash } = asking
        await writer.enter(tx, {
          type: 'faq.withdrawn',
          purpose: 'set_up',
          campaignKind: kind,
          policyHash,
          refs: { campaign: campaignId, session: actor.sessionId },
        })
      }),
  }
}
