import type { FloorToClient } from '@sekisho/contract'
import { floorToClient } from '@sekisho/contract'
import { useEffect, useState } from 'react'
import { browserPorts } from '../shared/socket/browser-ports.ts'
import { createLink } from '../shared/socket/link.ts'
import type { LinkState } from '../shared/socket/link.ts'
import { forgetSession, recheckMe } from '../shared/session.ts'

export type FloorView = Extract<FloorToClient, { type: 'floor' }>

export interface FloorModel {
  readonly link: LinkState
  readonly view: FloorView | null
  /** Server's clock minus this one, milliseconds. */
  readonly clockOffsetMs: number
  readonly heardAt: number
  readonly isLedgerAvailable: boolean
}

const first: FloorModel = { link: 'connecting', view: null, clockOffsetMs: 0, heardAt: 0, isLedgerAvailable: true }

/** The floor as the server tells it, once a second. Nothing is sent. */
export function useFloor(tenantId: string): FloorModel {
  const [model, setModel] = useState(first)
  useEffect(() => {
    const link = createLink<{ seq: number }, FloorToClient>({
      ports: browserPorts('/ws/floor', tenantId),
      read: (value) => {
        const parsed = floorToClient.safeParse(value)
        return parsed.success ? parsed.data : null
      },
      isOver: (message) => message.type === 'session_over',
      onMessage: (message) => {
        const at = Date.now()
        if (message.type === 'floor') {
          setModel((kept) => ({ ...kept, view: message, clockOffsetMs: message.now - at, heardAt: at }))
        } else if (message.type === 'ledger') {
          setModel((kept) => ({ ...kept, isLedgerAvailable: message.isAvailable }))
        } else forgetSession()
      },
      onState: (state) => {
        setModel((kept) => ({ ...kept, link: state }))
        // a refused upgrade looks like a broken line: ask whether we are still signed in
        if (state !== 'open' && state !== 'connecting') void recheckMe()
      },
    })
    const hurry = () => link.hurry()
    const lose = () => link.lose()
    window.addEventListener('online', hurry)
    window.addEventListener('offline', lose)
    return () => {
      window.removeEventListener('online', hurry)
      window.removeEventListener('offline', lose)
      link.close()
    }
  }, [tenantId])
  return model
}
