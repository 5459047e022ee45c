import { Readable } from 'node:stream'
import { type CampaignId, type JobId, ProblemError, problems, type TenantId } from '@sekisho/contract'
import { fictitiousNumber, listChunks } from '@sekisho/fictitious'
import type { ComposedServer } from '../compose.ts'
import { sleep } from '../platform/clock.ts'
import { type DemoParties, decisionOf } from './demo-parties.ts'
import { demoCampaignSettings } from './demo-campaigns.ts'
import { errorShare, people, type TenantKey, tenantKeys, tenants } from './demo-content.ts'

const lookMs = 250

/**
 * Fills one tenant the way its supervisor would: job, campaign, the client's file in Shift_JIS through upload, inspection
 * and import, start. A tenant whose supervisor has lost the seat is left alone; a step that was done is not done again,
 * also not after somebody undid it.
 *
 * @param hooks.isStopping  looked at between the steps
 * @param hooks.onImport    a file is about to be imported
 * @returns                 the campaign that simulated operators work for, or null where they have none
 */
export async function fillDemoTenant(
  server: ComposedServer,
  parties: DemoParties,
  key: TenantKey,
  { isStopping, onImport }: { readonly isStopping: () => boolean; readonly onImport: () => void },
): Promise<CampaignId | null> {
  const { identity, rights } = server.foundation
  const { demoPeople } = identity
  const tenantId = parties.tenantIds[key]
  const supervisor = people.find(
    ({ seat, tenants: reach }) => seat === 'supervisor' && reach !== 'house' && reach.includes(key),
  )
  const personId = supervisor === undefined ? undefined : parties.personIds.get(supervisor.login)
  if (demoPeople === null || personId === undefined) return null
  const actor = await demoPeople.beginSession(personId).catch(unlessRefused)
  if (actor === null) return null
  try {
    const decision = await rights.authorise(actor, 'campaigns.manage', { kind: 'tenant', tenantId })
    if (!decision.allowed) return null
    const { rowScope, policyHash } = decision
    const asking = { actor, tenantId, rowScope, policyHash }
    const campaignId = await ensureCampaign(server, asking, parties, key)
    if (campaignId === null || isStopping()) return null
    await ensureOwnNumber(server, asking, campaignId, key)
    await ensureList(server, asking, campaignId, key, { isStopping, onImport })
    if (isStopping() || !tenants[key].isStarted) return null
    const { campaigns } = server.slices
    const campaign = await campaigns.read(asking, campaignId)
    await decisionOf(server, actor, 'campaigns.run', { kind: 'tenant', tenantId })
    if (campaign.state === 'draft' && campaign.startedAt === null) await campaigns.start(asking, campaignId)
    return campaignId
  } finally {
    await demoPeople.endSession(actor)
  }
}

type Asking = Parameters<ComposedServer['slices']['campaigns']['list']>[0] & { readonly tenantId: TenantId }

/** The demo's campaign, which is the tenant's first; null when people have their own and none of ours. */
async function ensureCampaign(
  server: ComposedServer,
  asking: Asking,
  { siteIds }: DemoParties,
  key: TenantKey,
): Promise<CampaignId | null> {
  const { campaigns } = server.slices
  const known = await campaigns.list(asking)
  if (known.length > 0) return [...known].sort((a, b) => a.createdAt - b.createdAt)[0]?.campaignId ?? null
  const { parties } = server.foundation
  const tenant = tenants[key]
  const jobs = await parties.listJobs(asking.actor, asking.tenantId, asking.rowScope)
  const jobId: JobId =
    jobs.find(({ name }) => name === tenant.job)?.jobId ??
    (await parties.createJob({ actor: asking.actor, policyHash: asking.policyHash }, asking.tenantId, {
      name: tenant.job,
      siteIds: tenant.sites.map((site) => siteIds[site]),
    }))
  const settings = demoCampaignSettings(key)
  return campaigns.create(asking, { jobId, name: tenant.campaign, kind: 'test', settings })
}

/** A number that whoever missed a call may call back. Somebody who withdrew it had a reason. */
async function ensureOwnNumber(
  server: ComposedServer,
  asking: Asking,
  campaignId: CampaignId,
  key: TenantKey,
): Promise<void> {
  const { campaigns, ownNumbers } = server.slices
  if ((await campaigns.read(asking, campaignId)).startedAt !== null) return
  if ((await ownNumbers.read(asking, campaignId)).ownNumbers.length > 0) return
  const number = fictitiousNumber(9, tenantKeys.indexOf(key), 'landline')
  await ownNumbers.assign(asking, campaignId, number).catch((error: unknown) => {
    // somebody gave it to a campaign of their own
    if (!(error instanceof ProblemError) || error.code !== 'already_known') throw error
  })
}

async function ensureList(
  server: ComposedServer,
  asking: Asking,
  campaignId: CampaignId,
  key: TenantKey,
  { isStopping, onImport }: Parameters<typeof fillDemoTenant>[3],
): Promise<void> {
  const { lists } = server.slices
  const known = await lists.list(asking)
  if (known.some(({ state }) => state !== 'failed')) return
  onImport()
  const scope = { kind: 'tenant', tenantId: asking.tenantId } as const
  await decisionOf(server, asking.actor, 'lists.import', scope)
  const { label, ...shape } = tenants[key].list
  const file = Buffer.concat([...listChunks({ ...shape, encoding: 'shift_jis', errorShare })])
  const uploadId = await lists.receiveUpload(asking, Readable.from([file]), file.length)
  let seen = await lists.inspectUpload(asking, uploadId, {})
  while (seen.isInspecting) seen = await lists.inspectUpload(asking, uploadId, {})
  const { inspection } = seen
  if (inspection === null || inspection === undefined) throw new Error('the demo file was not understood')
  const { encoding, hasHeader, columns } = inspection
  const listId = await lists.import(asking, {
    ...{ uploadId, campaignId, label, encoding, mode: 'new' },
    mapping: {
      hasHeader,
      columns: columns.flatMap(({ column, guess, place }) =>
        guess === null ? [] : [{ column, field: guess, ...(place === null ? {} : { place }) }],
      ),
    },
    rules: { samePersonBy: 'customer_number', required: [], withoutRepairs: [] },
  })
  for (;;) {
    const { state, reasons } = await lists.read(asking, listId)
    if (state === 'failed') throw new DemoImportError(reasons[0])
    if (state !== 'importing' || isStopping()) return
    await sleep(server.foundation.clock, lookMs)
  }
}

/** The demo's own file could not be imported; why, in the words that a supervisor would read. */
export class DemoImportError extends Error {
  readonly ja: string
  readonly en: string

  constructor({ ja, en }: { readonly ja: string; readonly en: string } = problems.internal) {
    super(en)
    this.name = 'DemoImportError'
    this.ja = ja
    this.en = en
  }
}

/** A supervisor whose account was disabled no longer fills anything. */
function unlessRefused(error: unknown): null {
  if (error instanceof ProblemError && error.code === 'sign_in_refused') return null
  throw error
}
