import type { CallInHand, CampaignSettings } from '@sekisho/contract'

/**
 * The results that may be chosen for a call. Whoever is on no list is called only when they ask for it: results that lead to
 * another call by a rule are left out, and where the number is withheld those with a time, too.
 */
export function resultsForCall(
  dispositions: CampaignSettings['dispositions'],
  { onNoList }: Pick<CallInHand, 'onNoList'>,
): CampaignSettings['dispositions'] {
  if (onNoList === null) return dispositions
  return dispositions.filter(({ next }) => next !== 'retry' && (next !== 'callback' || onNoList.hasNumber))
}
