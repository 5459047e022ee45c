import type { DeskFromClient, DeskToClient, OpenHours } from '@sekisho/contract'
import { deskToClient } from '@sekisho/contract'
import { useEffect, useReducer, useRef } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { browserPorts } from '../shared/socket/browser-ports.ts'
import { createLink } from '../shared/socket/link.ts'
import type { Link, Unnumbered } from '../shared/socket/link.ts'
import { followNetwork, readBy, recheckWhenLost } from '../shared/socket/listen.ts'
import { queryClient } from '../shared/api/queries.ts'
import { deskModel, firstModel } from './desk-state.ts'
import type { DeskModel } from './desk-state.ts'

interface WantedSeat {
  readonly campaignId: string
  /** Of an assigned operator, besides. */
  readonly alsoServing?: readonly string[]
  /** True once this tab held the seat: a broken connection of our own must not lock us out. */
  readonly takeOver: boolean
}

export interface Desk {
  readonly model: DeskModel
  /** When calls are allowed in the campaign of the seat, as far as one may be promised; null while it is on its way. */
  readonly openHours: OpenHours | null
  /** In the first of them, and for the others as well. */
  readonly takeSeat: (campaignIds: readonly string[]) => void
  readonly takeHere: () => void
  readonly choose: () => void
  readonly send: (message: Unnumbered<DeskFromClient>) => void
  readonly record: (message: Unnumbered<DeskFromClient>) => void
}

const tabKey = (tenantId: string) => `sekisho.desk.${tenantId}`
const channelName = 'sekisho.desk'

function wantedOf([campaignId, ...alsoServing]: readonly string[], takeOver: boolean): WantedSeat | null {
  if (campaignId === undefined) return null
  return { campaignId, ...(alsoServing.length === 0 ? {} : { alsoServing }), takeOver }
}

/** The operator's socket: takes the seat for this tab, keeps it over broken connections, gives it up when told. */
export function useDesk(tenantId: string): Desk {
  const [model, dispatch] = useReducer(deskModel, firstModel)
  const link = useRef<Link<DeskFromClient> | null>(null)
  const wanted = useRef<WantedSeat | null>(null)
  useEffect(() => {
    wanted.current = wantedOf(sessionStorage.getItem(tabKey(tenantId))?.split(',') ?? [], false)
    // tells the other tabs of this browser at once, also one whose own connection is just broken
    const channel = new BroadcastChannel(channelName)
    const giveUp = () => {
      if (wanted.current !== null) wanted.current = { ...wanted.current, takeOver: false }
      made.forget()
      dispatch({ type: 'taken_elsewhere' })
    }
    let isElsewhere = false
    const made = createLink<DeskFromClient, DeskToClient>({
      ports: browserPorts('/ws/desk', tenantId),
      read: readBy(deskToClient),
      answers: (message) => (message.type === 'ok' || message.type === 'problem' ? message.seq : null),
      greet: () => {
        const seat = wanted.current
        if (seat === null || (isElsewhere && !seat.takeOver)) return null
        isElsewhere = false
        dispatch({ type: 'taking' })
        // the server checks the id; a wrong one is answered with `problem`
        return { type: 'take_seat', ...seat } as Unnumbered<DeskFromClient>
      },
      isWelcome: (message) => {
        if (message.type !== 'ok') return false
        if (wanted.current !== null) wanted.current = { ...wanted.current, takeOver: true }
        dispatch({ type: 'welcome' })
        channel.postMessage('taken')
        return true
      },
      isOver: (message) => message.type === 'session_over',
      onMessage: (message) => {
        if (message.type === 'seat_lost' || (message.type === 'problem' && message.code === 'seat_taken')) {
          isElsewhere = true
          giveUp()
          return
        }
        if (message.type === 'problem' && message.code === 'not_assigned') {
          // asking again would be refused again: the operator chooses anew
          wanted.current = null
          sessionStorage.removeItem(tabKey(tenantId))
        }
        if (message.type === 'hand_changed') void queryClient.invalidateQueries({ queryKey: ['hands.own'] })
        if (message.type === 'notices_changed') void queryClient.invalidateQueries({ queryKey: ['notices.atDesk'] })
        dispatch({ type: 'heard', message, at: Date.now() })
      },
      onState: (state) => {
        dispatch({ type: 'link', state })
        recheckWhenLost(state)
      },
    })
    link.current = made
    channel.addEventListener('message', () => {
      isElsewhere = true
      giveUp()
    })
    const unfollow = followNetwork(made)
    return () => {
      unfollow()
      channel.close()
      made.close()
    }
  }, [tenantId])

  const campaignId = model.view?.campaign?.campaignId
  const hours = useRead(
    'desk.hours',
    { params: { tenantId, campaignId: campaignId ?? '' } },
    { enabled: campaignId !== undefined, refetchInterval: 30_000 },
  )

  return {
    model,
    openHours: hours.data ?? null,
    takeSeat: (campaignIds) => {
      sessionStorage.setItem(tabKey(tenantId), campaignIds.join(','))
      wanted.current = wantedOf(campaignIds, wanted.current?.takeOver ?? false)
      link.current?.greetAgain()
    },
    takeHere: () => {
      if (wanted.current === null) return
      wanted.current = { ...wanted.current, takeOver: true }
      link.current?.greetAgain()
    },
    choose: () => dispatch({ type: 'choosing' }),
    send: (message) => {
      dispatch({ type: 'acted' })
      link.current?.send(message)
    },
    record: (message) => {
      const seq = link.current?.send(message)
      if (seq !== undefined) dispatch({ type: 'recorded', seq })
    },
  }
}
