import type { CampaignId, DeskFromClient, DeskToClient, TenantId } from '@sekisho/contract'
import { WebSocket } from 'ws'

type Asked = DeskFromClient extends infer Message ? (Message extends unknown ? Omit<Message, 'seq'> : never) : never

/** An operator's page as far as the desk is concerned, over a real WebSocket: takes every call and records it. */
export async function openOperatorPage(options: {
  readonly origin: string
  readonly tenantId: TenantId
  readonly campaignId: CampaignId
  readonly cookie: string
  readonly wrapUpMs: number
  /** The contact's fields of a new call are here. `at` is on the clock that the machine's processes share. */
  readonly onData: (attemptId: string, at: number) => void
}): Promise<{ close(): void }> {
  const { origin, tenantId, campaignId, cookie, wrapUpMs, onData } = options
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/desk?tenantId=${tenantId}`, {
    headers: { cookie, origin },
  })
  let seq = 0
  let shown: string | undefined
  let recorded: string | undefined
  const say = (message: Asked): void => {
    seq += 1
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ ...message, seq }))
  }
  socket.on('message', (data) => {
    const at = performance.timeOrigin + performance.now()
    const message = JSON.parse((data as Buffer).toString()) as DeskToClient
    if (message.type === 'problem') recorded = undefined
    if (message.type !== 'desk') return
    const { call, state } = message
    if (call === null) {
      if (state === 'away') say({ type: 'available' })
      return
    }
    const { attemptId } = call
    if (call.fields.length > 0 && shown !== attemptId) {
      shown = attemptId
      onData(attemptId, at)
    }
    if (call.state !== 'wrap_up' || recorded === attemptId) return
    recorded = attemptId
    setTimeout(() => say({ type: 'record', attemptId, disposition: '11', memo: '', then: 'available' }), wrapUpMs)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  say({ type: 'take_seat', campaignId, takeOver: true })
  return { close: () => socket.terminate() }
}
