import type { CallOutput } from '../shared/api/call.ts'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { PageState } from '../shared/ui/page.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { assignments as words } from '../words/assignments.ts'
import { desk } from '../words/desk.ts'
import { ChooseServed } from './choose-served.tsx'
import shared from './desk.module.css'
import styles from './idle.module.css'
import { useDeskKeys } from './use-desk-keys.ts'
import { withOperator } from './with-operator.ts'

interface ChooseCampaignProps {
  readonly tenantId: string
  readonly operatorName: string
  /** The first is where the seat begins. */
  readonly onChoose: (campaignIds: readonly string[]) => void
}

export type OfferedCampaign = CallOutput<'desk.campaigns'>['campaigns'][number]

export function ChooseCampaign({ tenantId, operatorName, onChoose }: ChooseCampaignProps) {
  const { t } = useLanguage()
  const read = useRead('desk.campaigns', { params: { tenantId } }, { refetchInterval: 10_000 })
  const campaigns = read.data?.campaigns ?? []
  const isAssigned = campaigns.some(({ assigned }) => assigned !== null)
  useDeskKeys((key) => {
    if (isAssigned) return false
    const chosen = key.type === 'digit' ? campaigns[Number(key.digit) - 1] : undefined
    if (chosen === undefined) return false
    onChoose([chosen.campaignId])
    return true
  })
  if (read.isPending) return <Loading />
  if (isAssigned) return <ChooseServed campaigns={campaigns} operatorName={operatorName} onChoose={onChoose} />
  return (
    <div className={styles.idle}>
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      {read.data !== undefined && campaigns.length === 0 && (
        <PageState title={t(desk.noCampaigns)}>{t(desk.noCampaignsBody)}</PageState>
      )}
      {campaigns.length > 0 && (
        <>
          <h1>{t(desk.choose)}</h1>
          <p>{t(desk.chooseHint)}</p>
          <div className={styles.choices}>
            {campaigns.map((campaign, index) => (
              <button
                key={campaign.campaignId}
                type="button"
                className={styles.choice}
                disabled={campaign.isBeyondSkill}
                onClick={() => onChoose([campaign.campaignId])}
              >
                <kbd className={shared.hint}>{index + 1}</kbd>
                <span>
                  <strong>{campaign.name}</strong>
                  <small>
                    {t(desk.callerName)}: {withOperator(campaign.callerName, operatorName)}
                  </small>
                  {campaign.isBeyondSkill && <small>▲ {t(words.tooLow)}</small>}
                </span>
                <span>
                  {campaign.isRunning ? `▶ ${t(desk.isRunning)}` : t(desk.isStopped)}
                  {campaign.kind === 'test' && ` · ${t(desk.test)}`}
                </span>
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  )
}
