import type { CampaignSettings } from './api/campaigns.ts'

/** What happens when nobody has decided within the limit: the telephone is dialled, or the lead goes back. */
export const previewLimits = ['dials', 'goes_back'] as const
export type PreviewLimit = (typeof previewLimits)[number]

/** Why an operator does not call whom they were shown: closed codes, because entries and figures hold no free text. */
export const previewSkips = ['not_now', 'wrong_person_data', 'needs_supervisor'] as const
export type PreviewSkip = (typeof previewSkips)[number]

/** What becomes of a lead that was skipped: it is due again so much later, or waits for a supervisor. */
export const skipRules = {
  not_now: { kind: 'later', minutes: 60 },
  wrong_person_data: { kind: 'hold' },
  needs_supervisor: { kind: 'hold' },
} as const satisfies Record<PreviewSkip, { kind: 'later'; minutes: number } | { kind: 'hold' }>

/** Ends by which the telephone was dialled: by the operator's key, or by the limit. */
export const dialledEnds = ['dialled', 'dialled_at_limit'] as const
/** Ends by which whoever saw the contact did not call: what is counted for each operator. */
export const undialledEnds = [...previewSkips, 'went_back', 'paused', 'left'] as const
/** Ends that the product brought about, so that nobody is called who must not be, or a caller waits less. */
export const withdrawnEnds = [
  'callers_first',
  'calls_us',
  'do_not_call',
  'excluded',
  'number_busy',
  'number_gone',
  'calling_stopped',
  'outside_hours',
  'outside_period',
] as const
export const previewEnds = [...dialledEnds, ...undialledEnds, ...withdrawnEnds] as const
export type PreviewEnd = (typeof previewEnds)[number]

/** How long an operator may look in a campaign that says nothing about it, and what follows. */
export const defaultPreview = { seconds: 120, atLimit: 'goes_back' } as const

/** The bounds of the limit, in seconds: long enough to read a contact, short enough that nobody keeps one. */
export const previewSeconds = { least: 10, most: 900 } as const

/** How previews of a campaign end by themselves. */
export function previewRule({ preview }: Pick<CampaignSettings, 'preview'>): {
  readonly seconds: number
  readonly atLimit: PreviewLimit
} {
  return preview ?? defaultPreview
}
