import { awayReasons } from '@sekisho/contract'
import type { DeskView } from './desk-state.ts'
import { IdlePanel } from './idle-panel.tsx'
import type { AwayReason } from './idle-panel.tsx'
import { useDeskKeys } from './use-desk-keys.ts'
import type { Desk } from './use-desk.ts'

export function IdleView({ desktop, view }: { readonly desktop: Desk; readonly view: DeskView }) {
  const { model, send, choose } = desktop
  const available = () => send({ type: 'available' })
  const away = (reason: AwayReason) => send({ type: 'away', reason })
  useDeskKeys((key) => {
    if (key.type === 'available') {
      if (view.state === 'away' || view.state === 'gone' || view.awayReason !== null) available()
      return true
    }
    const reason = key.type === 'digit' ? awayReasons[Number(key.digit) - 1] : undefined
    if (reason === undefined || model.isConnecting || view.state === 'reserved') return false
    away(reason)
    return true
  })
  // a new state begins with the focus on its heading
  return (
    <IdlePanel
      key={`${view.state} ${view.awayReason}`}
      model={model}
      view={view}
      onAvailable={available}
      onAway={away}
      onChangeCampaign={choose}
    />
  )
}
