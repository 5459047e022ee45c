import type { CampaignId, DeskFromClient, DeskToClient, TenantId } from '@sekisho/contract'
import { WebSocket } from 'ws'
import type { DrillPerson } from './house.ts'
import { until } from './trial.ts'

type Asked = DeskFromClient extends infer Message ? (Message extends unknown ? Omit<Message, 'seq'> : never) : never
type DeskState = Extract<DeskToClient, { readonly type: 'desk' }>

/** An operator's tab over a real WebSocket. */
export interface DeskPage {
  /** Every message as it came over the wire. */
  readonly received: string[]
  readonly isOpen: () => boolean
  /** The answer to a message: `ok`, the code of a problem, or `closed`. */
  ask(message: Asked): Promise<string>
  last(): DeskState | undefined
  close(): void
}

export async function openDesk(origin: string, { browser }: DrillPerson, tenantId: TenantId): Promise<DeskPage> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/desk?tenantId=${tenantId}`, {
    origin,
    headers: { cookie: browser.cookieHeader() },
  })
  const received: string[] = []
  const messages: DeskToClient[] = []
  socket.on('message', (data: Buffer) => {
    received.push(data.toString('utf8'))
    messages.push(JSON.parse(data.toString('utf8')) as DeskToClient)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  let seq = 0
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN
  return {
    received,
    isOpen,
    async ask(message) {
      const own = ++seq
      if (!isOpen()) return 'closed'
      socket.send(JSON.stringify({ ...message, seq: own }))
      const answer = () =>
        messages.findLast((each) => (each.type === 'ok' || each.type === 'problem') && each.seq === own)
      await until(() => answer() !== undefined || !isOpen(), 20_000, `an answer to ${message.type}`)
      const found = answer()
      return found === undefined ? 'closed' : found.type === 'problem' ? found.code : found.type
    },
    last: () => messages.findLast((message) => message.type === 'desk'),
    close: () => socket.close(),
  }
}

/** Takes the seat in a campaign. */
export function takeSeat(page: DeskPage, campaignId: CampaignId): Promise<string> {
  return page.ask({ type: 'take_seat', campaignId, takeOver: true })
}
