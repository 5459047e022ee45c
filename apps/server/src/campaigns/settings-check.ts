import type { CampaignId, EntryId, TenantId } from '@sekisho/contract'
import { LedgerError } from '@sekisho/ledger'
import type { AuditCheck } from '../ledger/index.ts'
import { digestOfSettings } from './settings-digest.ts'

const defaultEveryMs = 20_000
/** Campaigns or entries judged in one step: receipts wait meanwhile. */
const campaignsAStep = 16
const entriesAStep = 64
/** Everything is read again after so many looks, in case somebody hid an entry in the index while it was read. */
const looksUntilAnew = 30

/** The newest entry that says what a campaign's settings are; without a digest where it is older than that. */
interface Said {
  readonly entry: EntryId
  readonly digest: string | undefined
  readonly log: string
}

interface Row {
  readonly tenant_id: TenantId
  readonly campaign_id: CampaignId
  readonly settings: unknown
  readonly log_id: string | null
}

interface Look {
  readonly logs: { readonly tenantId: TenantId; readonly log: string }[]
  isLedgerRead: boolean
  after: readonly [string, string]
  readonly seen: Set<CampaignId>
  /** What does not fit, by campaign and what stands there. */
  readonly unfit: Set<string>
}

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Holds settings of campaigns against the ledger (K-07): whoever changes one past the product, such as its cap on abandoned
 * calls or its mode, is found, and the dialler goes one to one there until the finding is closed. The newest entry of a
 * campaign says what holds; so older settings that somebody puts back do not fit, either.
 *
 * What does not fit is found when it was so in two looks: its entry may still be on its way the first time.
 *
 * @param everyMs  from the end of one look to the next
 */
export function campaignSettingsCheck({ everyMs = defaultEveryMs }: { readonly everyMs?: number } = {}): AuditCheck {
  return ({ database, held, findings, clock }) => {
    const said = new Map<CampaignId, Said>()
    /** Where to go on reading, by log. */
    const positions = new Map<string, number>()
    let suspects: ReadonlySet<string> = new Set()
    let looks = 0
    let restUntilMs = 0
    let look: Look | undefined

    function begin(): void {
      if (suspects.size > 0 || looks % looksUntilAnew === 0) {
        said.clear()
        positions.clear()
      }
      looks += 1
      look = { logs: held.logs(), isLedgerRead: false, after: [nobody, nobody], seen: new Set(), unfit: new Set() }
    }

    async function readLedger(current: Look): Promise<void> {
      const [next] = current.logs
      if (next === undefined) return void (current.isLedgerRead = true)
      const { tenantId, log } = next
      const from = positions.get(log) ?? 0
      const page = await held.page(['campaign.created', 'campaign.changed'], from, entriesAStep, tenantId)
      for (const { id: entry, outcome, refs, digest } of page.entries)
        if (outcome === 'done' && refs?.campaign !== undefined) said.set(refs.campaign, { entry, digest, log })
      positions.set(log, page.nextPosition)
      if (page.isLast) current.logs.shift()
    }

    async function judge(current: Look, campaign: CampaignId, stands: string, log: string | undefined): Promise<void> {
      const key = `${campaign} ${stands}`
      current.unfit.add(key)
      if (!suspects.has(key)) return
      const entry = said.get(campaign)?.entry
      await findings.enter({
        ...{ type: 'finding.campaign_changed', log },
        refs: { campaign, ...(entry === undefined ? {} : { entry }) },
      })
    }

    async function judgeRows(current: Look): Promise<void> {
      const rows = await database.select<Row>(rowsText, [...current.after, campaignsAStep])
      for (const { tenant_id: tenantId, campaign_id: campaign, settings, log_id: log } of rows) {
        current.after = [tenantId, campaign]
        current.seen.add(campaign)
        const known = said.get(campaign)
        // settings from before entries said what they are
        if (known !== undefined && known.digest === undefined && known.log === log) continue
        const stands = digestOfStored(campaign, settings)
        if (known?.digest !== stands || known.log !== log) await judge(current, campaign, stands, log ?? undefined)
      }
      if (rows.length === campaignsAStep) return
      for (const [campaign, { log }] of said)
        if (!current.seen.has(campaign)) await judge(current, campaign, 'gone', log)
      suspects = current.unfit
      look = undefined
      restUntilMs = clock.monotonicMs() + everyMs
    }

    return {
      async step() {
        if (look === undefined) {
          if (clock.monotonicMs() >= restUntilMs) begin()
        } else if (!look.isLedgerRead) await readLedger(look)
        else await judgeRows(look)
        return look !== undefined
      },
    }
  }
}

/** Whoever administers the database controls these bytes: what no entry can have said fits none. */
function digestOfStored(campaign: CampaignId, settings: unknown): string {
  try {
    return digestOfSettings(campaign, settings)
  } catch (error) {
    if (error instanceof LedgerError) return 'unreadable'
    throw error
  }
}

const rowsText = `
  select c.tenant_id, c.campaign_id, c.settings,
    (select l.log_id from house.logs l where l.tenant_id = c.tenant_id) as log_id
  from tenant.campaigns c where (c.tenant_id, c.campaign_id) > ($1, $2) order by c.tenant_id, c.campaign_id limit $3`
