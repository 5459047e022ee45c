import { createHash } from 'node:crypto'
import { type CampaignId, type CampaignSettings, ratioOf } from '@sekisho/contract'
import { canonicalBytes } from '@sekisho/ledger'
import type { EntryDraft } from '../ledger/index.ts'

/**
 * Which settings were entered: SHA-256 in hex, as their entry has it.
 *
 * @param settings  as they stand in the table, so that what a later version reads into old ones does not change it
 */
export function digestOfSettings(campaignId: CampaignId, settings: unknown): string {
  const stored: unknown = JSON.parse(JSON.stringify(settings))
  return createHash('sha256')
    .update(canonicalBytes({ campaignId, settings: stored }))
    .digest('hex')
}

/** What an entry says of the settings that a campaign has from it on. */
export function enteredSettings(
  campaignId: CampaignId,
  settings: CampaignSettings,
): Required<Pick<EntryDraft, 'counts' | 'digest'>> & { readonly mode: { dialling_mode: CampaignSettings['mode'] } } {
  const ratio = ratioOf(settings)
  return {
    counts: {
      cap_percent: settings.abandonCapPercent,
      ...(ratio === null ? {} : { lines_per_ten: ratio }),
    },
    digest: digestOfSettings(campaignId, settings),
    mode: { dialling_mode: settings.mode },
  }
}
