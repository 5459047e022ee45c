import type { FloorToClient, RaisedHand } from '@sekisho/contract'
import { floorToClient } from '@sekisho/contract'
import { useEffect, useState } from 'react'
import type { LinkState } from '../shared/socket/link.ts'
import { listenTo } from '../shared/socket/listen.ts'

export type FloorView = Extract<FloorToClient, { type: 'floor' }>

export interface FloorModel {
  readonly link: LinkState
  readonly view: FloorView | null
  readonly hands: readonly RaisedHand[]
  /** Server's clock minus this one, milliseconds. */
  readonly clockOffsetMs: number
  readonly heardAt: number
  readonly isLedgerAvailable: boolean
}

const first: FloorModel = {
  link: 'connecting',
  view: null,
  hands: [],
  clockOffsetMs: 0,
  heardAt: 0,
  isLedgerAvailable: true,
}

/** The floor as the server tells it, once a second. Nothing is sent. */
export function useFloor(tenantId: string): FloorModel {
  const [model, setModel] = useState(first)
  useEffect(
    () =>
      listenTo({
        ...{ socket: 'floor', tenantId, schema: floorToClient },
        onMessage: (message) => {
          const at = Date.now()
          if (message.type === 'floor')
            setModel((kept) => ({ ...kept, view: message, clockOffsetMs: message.now - at, heardAt: at }))
          else if (message.type === 'hands') setModel((kept) => ({ ...kept, hands: message.hands }))
          else if (message.type === 'ledger') setModel((kept) => ({ ...kept, isLedgerAvailable: message.isAvailable }))
        },
        onState: (link) => setModel((kept) => ({ ...kept, link })),
      }),
    [tenantId],
  )
  return model
}
