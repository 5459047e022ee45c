import type { CampaignId, FaqArticle, FaqVersion, PersonId } from '@sekisho/contract'
import { type Tx, tenantOf } from '../platform/database/index.ts'

export interface CampaignOfFaq {
  readonly campaignId: CampaignId
  readonly kind: 'production' | 'test'
}

/** The campaign, if it is in the row scope; adding articles is one at a time, so that there are never too many. */
export async function lockCampaign(tx: Tx, campaignId: CampaignId): Promise<CampaignOfFaq | undefined> {
  const { rows } = await tx.client.query<{ kind: CampaignOfFaq['kind'] }>(
    'select kind from tenant.campaigns where tenant_id = $1 and campaign_id = $2 for no key update',
    [tenantOf(tx), campaignId],
  )
  const [row] = rows
  return row === undefined ? undefined : { campaignId, kind: row.kind }
}

export async function countArticles(tx: Tx, campaignId: CampaignId): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::int as count from tenant.faq_articles
      where tenant_id = $1 and campaign_id = $2 and withdrawn_at is null`,
    [tenantOf(tx), campaignId],
  )
  return rows[0]?.count ?? 0
}

interface VersionRow {
  readonly article_id: string
  readonly version: number
  readonly question: string
  readonly answer: string
  readonly by: string
  readonly written_at: Date
}

const versionOf = ({ version, question, answer, by, written_at: at }: VersionRow): FaqVersion => ({
  ...{ version, question, answer, by, at: at.getTime() },
})

/** Articles that stand, by their questions. @returns null when the campaign is not in the row scope */
export async function readArticles(tx: Tx, campaignId: CampaignId): Promise<FaqArticle[] | null> {
  const { rows } = await tx.client.query<Partial<VersionRow>>(
    // by the index faq_articles_campaign
    `select v.article_id, v.version, v.question, v.answer, v.by, v.written_at
      from tenant.campaigns k left join lateral (
        select f.article_id, f.version, w.question, w.answer, p.display_name as by, w.written_at
        from tenant.faq_articles f
          join tenant.faq_versions w on w.tenant_id = f.tenant_id and w.article_id = f.article_id and w.version = f.version
          join house.persons p on p.person_id = w.written_by
        where f.tenant_id = $1 and f.campaign_id = k.campaign_id and f.withdrawn_at is null) v on true
      where k.tenant_id = $1 and k.campaign_id = $2
      order by v.question, v.article_id`,
    [tenantOf(tx), campaignId],
  )
  if (rows.length === 0) return null
  const isThere = (row: Partial<VersionRow>): row is VersionRow =>
    row.article_id !== undefined && row.article_id !== null
  return rows.filter(isThere).map((row) => ({ articleId: row.article_id, ...versionOf(row) }))
}

export async function readVersions(tx: Tx, campaignId: CampaignId, articleId: string): Promise<FaqVersion[]> {
  const { rows } = await tx.client.query<VersionRow>(
    `select w.article_id, w.version, w.question, w.answer, p.display_name as by, w.written_at
      from tenant.faq_versions w join house.persons p on p.person_id = w.written_by
      where w.tenant_id = $1 and w.article_id = $3 and w.campaign_id = $2
      order by w.version desc limit 200`,
    [tenantOf(tx), campaignId, articleId],
  )
  return rows.map(versionOf)
}

export interface LockedArticle {
  readonly version: number
  readonly isWithdrawn: boolean
  readonly kind: CampaignOfFaq['kind']
}

export async function lockArticle(
  tx: Tx,
  campaignId: CampaignId,
  articleId: string,
): Promise<LockedArticle | undefined> {
  const { rows } = await tx.client.query<{ version: number; is_withdrawn: boolean; kind: CampaignOfFaq['kind'] }>(
    `select f.version, f.withdrawn_at is not null as is_withdrawn, k.kind
      from tenant.faq_articles f join tenant.campaigns k on k.tenant_id = f.tenant_id and k.campaign_id = f.campaign_id
      where f.tenant_id = $1 and f.campaign_id = $2 and f.article_id = $3 for update of f`,
    [tenantOf(tx), campaignId, articleId],
  )
  const [row] = rows
  return row === undefined ? undefined : { version: row.version, isWithdrawn: row.is_withdrawn, kind: row.kind }
}

export async function addVersion(
  tx: Tx,
  version: {
    readonly articleId: string
    readonly version: number
    readonly campaignId: CampaignId
    readonly question: string
    readonly answer: string
    readonly writtenBy: PersonId
    readonly atMs: number
  },
): Promise<void> {
  const { articleId, campaignId, writtenBy, atMs, question, answer } = version
  await tx.db
    .insertInto('tenant.faq_versions')
    .values({
      ...{ tenant_id: tenantOf(tx), article_id: articleId, version: version.version, campaign_id: campaignId },
      ...{ question, answer, written_by: writtenBy, written_at: new Date(atMs) },
    })
    .execute()
}
