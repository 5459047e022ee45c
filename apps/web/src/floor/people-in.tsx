import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { assignments } from '../words/assignments.ts'
import { peopleIn } from './floor-figures.ts'
import type { FloorCampaign, FloorOperator } from './floor-figures.ts'

interface PeopleInProps {
  readonly campaign: FloorCampaign
  readonly campaigns: readonly FloorCampaign[]
  readonly operators: readonly FloorOperator[]
}

/** Who is in a campaign, and who of them is at work for another one at this moment. */
export function PeopleIn({ campaign, campaigns, operators }: PeopleInProps) {
  const { t } = useLanguage()
  const { count, shared, elsewhere } = peopleIn(operators, campaign.campaignId)
  if (count === 0) return null
  const names = elsewhere.map(({ displayName, campaignId }) => {
    const other = campaigns.find((each) => each.campaignId === campaignId)
    return `${displayName}(${other?.name ?? t(assignments.otherJob)})`
  })
  return (
    <>
      <dt>{t(assignments.people)}</dt>
      <dd>
        {t(assignments.inCampaign)(formatNumber(count), formatNumber(shared))}
        {names.length > 0 && ` · ${t(assignments.elsewhere)(names.join('、'))}`}
      </dd>
    </>
  )
}
