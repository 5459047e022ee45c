import { awayReasons } from '@sekisho/contract'
import { useState } from 'react'
import { FaqPanel } from '../faq/faq-panel.tsx'
import { DeskNotice } from '../notices/desk-notice.tsx'
import { useDeskNotices } from '../notices/use-desk-notices.ts'
import { CorrectLast } from './correct-last.tsx'
import type { DeskView } from './desk-state.ts'
import { IdlePanel } from './idle-panel.tsx'
import type { AwayReason } from './idle-panel.tsx'
import { useDeskKeys } from './use-desk-keys.ts'
import type { Desk } from './use-desk.ts'

interface IdleViewProps {
  readonly tenantId: string
  readonly desktop: Desk
  readonly view: DeskView
}

/** Between calls: the state of the desk, or the last result while it is corrected. */
export function IdleView({ tenantId, desktop, view }: IdleViewProps) {
  const [correcting, setCorrecting] = useState<string | null>(null)
  const { lastResult: last, campaign } = view
  // another version of the result is another thing: what was being corrected has been
  const current = last === null ? null : `${last.attemptId} ${last.version}`
  const isConnecting = desktop.model.isConnecting || view.state === 'reserved'
  if (last !== null && campaign !== null && correcting === current && !isConnecting) {
    const close = () => setCorrecting(null)
    return <CorrectLast desktop={desktop} settings={campaign.settings} last={last} onClose={close} />
  }
  return <Idle tenantId={tenantId} desktop={desktop} view={view} onCorrect={() => setCorrecting(current)} />
}

function Idle({ tenantId, desktop, view, onCorrect }: IdleViewProps & { readonly onCorrect: () => void }) {
  const { model, send, choose } = desktop
  const [isFaqOpen, setFaqOpen] = useState(false)
  const notices = useDeskNotices(tenantId)
  // the server refuses it as well; here the notice itself says why
  const mustRead = notices.owed?.level === 'required'
  const available = () => {
    if (!mustRead) send({ type: 'available' })
  }
  const away = (reason: AwayReason) => send({ type: 'away', reason })
  useDeskKeys((key) => {
    if (key.type === 'available') {
      if (view.state === 'away' || view.state === 'gone' || view.awayReason !== null) available()
      return true
    }
    if (key.type === 'faq') {
      setFaqOpen(!isFaqOpen)
      return true
    }
    if (key.type === 'notice') {
      notices.confirm()
      return true
    }
    if (key.type === 'correct') {
      if (view.lastResult !== null) onCorrect()
      return true
    }
    const reason = key.type === 'digit' ? awayReasons[Number(key.digit) - 1] : undefined
    if (reason === undefined || model.isConnecting || view.state === 'reserved') return false
    away(reason)
    return true
  })
  if (isFaqOpen && view.campaign !== null) {
    return <FaqPanel tenantId={tenantId} campaignId={view.campaign.campaignId} onClose={() => setFaqOpen(false)} />
  }
  // a new state begins with the focus on its heading
  return (
    <IdlePanel
      key={`${view.state} ${view.awayReason}`}
      model={model}
      view={view}
      onAvailable={available}
      onAway={away}
      onChangeCampaign={choose}
      onCorrect={onCorrect}
      mustRead={mustRead}
    >
      <DeskNotice notices={notices} />
    </IdlePanel>
  )
}
