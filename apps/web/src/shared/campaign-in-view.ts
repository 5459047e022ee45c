import { useEffect, useSyncExternalStore } from 'react'

/** The campaign the page in view speaks of, for the top bar. */
export interface CampaignInView {
  readonly name: string
  /** null where the page does not know it. */
  readonly kind: 'production' | 'test' | null
}

let inView: CampaignInView | null = null
const listeners = new Set<() => void>()

function show(campaign: CampaignInView | null) {
  inView = campaign
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function useCampaignInView(): CampaignInView | null {
  return useSyncExternalStore(subscribe, () => inView)
}

/** Says which campaign this page is about, while it is open. */
export function useShowCampaign(name: string | undefined, kind: CampaignInView['kind'] = null) {
  useEffect(() => {
    if (name === undefined) return undefined
    show({ name, kind })
    return () => show(null)
  }, [name, kind])
}
