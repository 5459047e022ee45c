import type { SocketName } from '@sekisho/contract'
import type { z } from 'zod'
import { forgetSession, recheckMe } from '../session.ts'
import { browserPorts } from './browser-ports.ts'
import { createLink, type Link, type LinkState } from './link.ts'

type News = { readonly type: string }

interface ListenOptions<Message extends News> {
  readonly socket: SocketName
  readonly tenantId: string
  readonly schema: z.ZodType<Message>
  /** Everything but the end of the session, which is seen to here. */
  readonly onMessage: (message: Exclude<Message, { type: 'session_over' }>) => void
  readonly onState: (state: LinkState) => void
}

/** Reads messages by their schema; null for what is not one of ours. */
export function readBy<Message>(schema: z.ZodType<Message>): (value: unknown) => Message | null {
  return (value) => schema.safeParse(value).data ?? null
}

/** Follows what the browser says of the network. @returns what ends it */
export function followNetwork(link: { readonly hurry: () => void; readonly lose: () => void }): () => void {
  const { hurry, lose } = link
  window.addEventListener('online', hurry)
  window.addEventListener('offline', lose)
  return () => {
    window.removeEventListener('online', hurry)
    window.removeEventListener('offline', lose)
  }
}

/** A refused upgrade looks like a broken line: asks whether we are still signed in, and may what we did. */
export function recheckWhenLost(state: LinkState): void {
  if (state !== 'open' && state !== 'connecting') void recheckMe()
}

/** Hears a socket on which a page says nothing, over as many connections as it takes. @returns what ends it */
export function listenTo<Message extends News>(options: ListenOptions<Message>): () => void {
  const { socket, tenantId, schema, onMessage, onState } = options
  const isEnd = (message: Message) => message.type === 'session_over'
  const link: Link<{ seq: number }> = createLink<{ seq: number }, Message>({
    ports: browserPorts(`/ws/${socket}`, tenantId),
    read: readBy(schema),
    isOver: isEnd,
    onMessage: (message) => {
      if (isEnd(message)) forgetSession()
      else onMessage(message as Exclude<Message, { type: 'session_over' }>)
    },
    onState: (state) => {
      onState(state)
      recheckWhenLost(state)
    },
  })
  const unfollow = followNetwork(link)
  return () => {
    unfollow()
    link.close()
  }
}
