import { Button } from '@mantine/core'
import { mostChosen } from '@sekisho/contract'
import { useState } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { assignments as words } from '../words/assignments.ts'
import { desk } from '../words/desk.ts'
import type { OfferedCampaign } from './choose-campaign.tsx'
import shared from './desk.module.css'
import styles from './idle.module.css'
import { useDeskKeys } from './use-desk-keys.ts'
import { withOperator } from './with-operator.ts'

interface ChooseServedProps {
  readonly campaigns: readonly OfferedCampaign[]
  readonly operatorName: string
  readonly onChoose: (campaignIds: readonly string[]) => void
}

/** An assigned operator's campaigns of today: all of them, unless some are left out. */
export function ChooseServed({ campaigns, operatorName, onChoose }: ChooseServedProps) {
  const { t } = useLanguage()
  const [leftOut, setLeftOut] = useState<readonly string[]>([])
  const chosen = campaigns.flatMap(({ campaignId }) => (leftOut.includes(campaignId) ? [] : [campaignId]))
  const toggle = (campaignId: string) =>
    setLeftOut(leftOut.includes(campaignId) ? leftOut.filter((each) => each !== campaignId) : [...leftOut, campaignId])
  const begin = () => {
    if (chosen.length > 0) onChoose(chosen.slice(0, mostChosen))
  }
  useDeskKeys((key) => {
    const campaign = key.type === 'digit' ? campaigns[Number(key.digit) - 1] : undefined
    if (campaign === undefined) return false
    toggle(campaign.campaignId)
    return true
  })
  return (
    <form
      className={styles.idle}
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
    >
      <h1>{t(words.chooseTitle)}</h1>
      <p>{t(words.chooseHint)}</p>
      <div className={styles.choices}>
        {campaigns.map((campaign, index) => (
          <label key={campaign.campaignId} className={styles.choice}>
            <kbd className={shared.hint}>{index + 1}</kbd>
            <span>
              <strong>{campaign.name}</strong>
              <small>
                {t(desk.callerName)}: {withOperator(campaign.callerName, operatorName)}
              </small>
              <small>
                {campaign.assigned !== null &&
                  `${t(words.skills[campaign.assigned.skill])}・${t(words.priorities[campaign.assigned.priority])}`}
                {campaign.isBeyondSkill && ` ▲ ${t(words.tooLow)}`}
              </small>
            </span>
            <span>
              {campaign.isRunning ? `▶ ${t(desk.isRunning)}` : t(desk.isStopped)}
              {campaign.kind === 'test' && ` · ${t(desk.test)}`}{' '}
              <input
                type="checkbox"
                aria-label={campaign.name}
                checked={chosen.includes(campaign.campaignId)}
                onChange={() => toggle(campaign.campaignId)}
              />
            </span>
          </label>
        ))}
      </div>
      {chosen.length === 0 && <p role="alert">{t(words.chooseOne)}</p>}
      <Button type="submit" size="lg" mt="md" disabled={chosen.length === 0} rightSection="Enter" autoFocus>
        {t(words.begin)}
      </Button>
    </form>
  )
}
