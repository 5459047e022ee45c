import type { CallInHand, CampaignSettings } from '@sekisho/contract'
import { isSomebodyElse } from './who-answered.tsx'

type Step = CampaignSettings['script'][number]

/** The steps for whoever is on the line, and how many wait until it is certain who that is. */
export function stepsFor(
  script: readonly Step[],
  { answeredBy, confirmedAt }: Pick<CallInHand, 'answeredBy' | 'confirmedAt'>,
): { readonly steps: readonly Step[]; readonly waiting: number } {
  const written = script.filter(({ title, text }) => title !== '' || text !== '')
  const isElse = isSomebodyElse(answeredBy)
  const steps = written.filter(({ audience = 'anybody' }) => {
    if (audience === 'confirmed') return confirmedAt !== null
    return audience === 'anybody' || isElse
  })
  // whoever is not the person hears none of them, so nothing is announced
  const waiting = isElse || confirmedAt !== null ? 0 : written.filter(({ audience }) => audience === 'confirmed').length
  return { steps, waiting }
}
