import { useEffect } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { useMe } from '../shared/session.ts'
import { useShowCampaign } from '../shared/campaign-in-view.ts'
import { DeskHand } from '../hands/desk-hand.tsx'
import { useOwnHand } from '../hands/use-own-hand.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { desk } from '../words/desk.ts'
import { CallView } from './call-view.tsx'
import { ChooseCampaign } from './choose-campaign.tsx'
import { DeskBlocked } from './desk-blocked.tsx'
import { DeskFoot } from './desk-foot.tsx'
import { DeskHead } from './desk-head.tsx'
import { DeskNotices } from './desk-notices.tsx'
import { isOpenToSeveral } from './desk-state.ts'
import type { DeskView } from './desk-state.ts'
import styles from './desk.module.css'
import { IdleView } from './idle-view.tsx'
import { PreviewView } from './preview-view.tsx'
import { useDesk } from './use-desk.ts'
import type { Desk } from './use-desk.ts'

/** The operator's one page. */
export function DeskPage({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  const operatorName = useMe().data?.displayName ?? ''
  const desktop = useDesk(tenantId)
  const { model } = desktop
  const campaign = model.view?.campaign
  useShowCampaign(isOpenToSeveral(model) ? undefined : campaign?.name, campaign?.kind)
  useEffect(() => {
    document.title = `${t(desk.title)} · Sekisho 関所`
  }, [t])
  useStayInCall(model.view?.call !== null && model.view?.call !== undefined)
  const isBlocked =
    model.isSessionOver || ['over', 'denied', 'outdated'].includes(model.link) || model.seat === 'elsewhere'
  return (
    <div className={styles.desk}>
      {isBlocked ? (
        <DeskBlocked model={model} onTakeHere={desktop.takeHere} />
      ) : (
        <>
          {model.seat !== 'none' && model.view !== null && (
            <DeskHead model={model} view={model.view} operatorName={operatorName} />
          )}
          <DeskNotices model={model} />
          <Work tenantId={tenantId} desktop={desktop} operatorName={operatorName} />
        </>
      )}
      <div className={styles.announcer} role="status" aria-live="polite">
        {model.view !== null && t(desk.announced)(t(desk.states[model.view.state]))}
      </div>
    </div>
  )
}

interface WorkProps {
  readonly tenantId: string
  readonly desktop: Desk
  readonly operatorName: string
}

function Work({ tenantId, desktop, operatorName }: WorkProps) {
  const { t } = useLanguage()
  const own = useOwnHand(tenantId)
  const { seat, view } = desktop.model
  if (seat === 'none') {
    return <ChooseCampaign tenantId={tenantId} operatorName={operatorName} onChoose={desktop.takeSeat} />
  }
  if (view === null || view.campaign === null) return <Loading label={t(desk.taking)} />
  return (
    <>
      <InHand tenantId={tenantId} desktop={desktop} view={view} operatorName={operatorName} />
      <DeskHand tenantId={tenantId} own={own} />
      <DeskFoot view={view} hand={own} />
    </>
  )
}

interface InHandProps {
  readonly tenantId: string
  readonly desktop: Desk
  readonly view: DeskView
  readonly operatorName: string
}

function InHand({ tenantId, desktop, view, operatorName }: InHandProps) {
  const settings = view.campaign?.settings
  if (view.call === null && view.preview !== null && view.campaign !== null && !desktop.model.isConnecting)
    return (
      <PreviewView
        key={view.preview.previewId}
        tenantId={tenantId}
        desktop={desktop}
        looked={view.preview}
        campaignId={view.campaign.campaignId}
        settings={view.campaign.settings}
        operatorName={operatorName}
      />
    )
  if (view.call === null || settings === undefined)
    return <IdleView tenantId={tenantId} desktop={desktop} view={view} />
  return (
    <CallView
      // what was typed for one person is never carried to the next
      key={view.call.attemptId}
      tenantId={tenantId}
      desktop={desktop}
      call={view.call}
      settings={settings}
      operatorName={operatorName}
    />
  )
}

/** A closed tab would leave somebody on the line with nobody. */
function useStayInCall(hasCall: boolean) {
  useEffect(() => {
    if (!hasCall) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [hasCall])
}
