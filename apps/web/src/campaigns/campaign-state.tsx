import { Badge } from '@mantine/core'
import type { CampaignView } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { common } from '../words/common.ts'
import { campaigns } from '../words/campaigns.ts'

export function CampaignState({ state }: { readonly state: CampaignView['state'] }) {
  const { t } = useLanguage()
  return (
    <Badge variant={state === 'running' ? 'filled' : 'outline'} color={state === 'running' ? 'ai' : 'gray'}>
      {state === 'running' ? '▶ ' : ''}
      {t(campaigns.states[state])}
    </Badge>
  )
}

/** Only the unusual is marked: a test is never taken for real work, or real work for a test. */
export function CampaignKindMark({ kind }: { readonly kind: CampaignView['kind'] }) {
  const { t } = useLanguage()
  if (kind === 'production') return null
  return (
    <Badge variant="outline" color="gray">
      {t(common.test)}
    </Badge>
  )
}
