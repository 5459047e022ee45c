import { randomUUID } from 'node:crypto'
import type { DeskToClient, TenantId } from '@sekisho/contract'
import type { Desks } from '../desk/index.ts'
import type { Notices } from '../notices/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { AllowedDecision } from '../platform/http/index.ts'
import type { SocketConnection } from '../platform/sockets/index.ts'
import type { DeskLine } from './simulated-operators.ts'

export interface DemoDesk {
  readonly desks: Pick<Desks, 'socket'>
  readonly notices: Pick<Notices, 'atDesk' | 'confirm'>
  readonly actor: PersonActor
  readonly tenantId: TenantId
  /** For `desk.work` at the tenant. */
  readonly decision: AllowedDecision
  readonly noteActivity: () => void
  readonly onError: (error: unknown) => void
}

/** A desk without the network between: the handler of the operator's socket, with its entries and its gate. */
export async function openDemoDesk({ desks, notices, onError, ...who }: DemoDesk): Promise<DeskLine> {
  const early: DeskToClient[] = []
  let listener: ((message: DeskToClient | null) => void) | undefined
  let isOpen = true
  let talk: Promise<void> = Promise.resolve()
  const connection: SocketConnection<'desk'> = {
    ...who,
    id: randomUUID(),
    rowScope: who.decision.rowScope,
    send(message) {
      // ids leave as plain text here and are branded by whoever reads the message from a socket
      const sent = message as DeskToClient
      if (listener === undefined) early.push(sent)
      else listener(sent)
    },
    close,
  }
  const desk = await desks.socket(connection)

  function close(): void {
    if (!isOpen) return
    isOpen = false
    desk.closed?.()
    listener?.(null)
  }

  return {
    send(message) {
      // one after another, as a socket brings them; a failure of ours ends the connection there as well
      talk = talk.then(async () => {
        try {
          if (isOpen) await desk.message?.(message)
        } catch (error) {
          onError(error)
          close()
        }
      })
    },
    listen(added) {
      listener = added
      for (const message of early.splice(0)) added(message)
    },
    async readNotices() {
      const { actor, tenantId, decision } = who
      const asking = { actor, tenantId, rowScope: decision.rowScope, policyHash: decision.policyHash }
      for (const { noticeId, version, level, isConfirmed } of await notices.atDesk(asking))
        if (level === 'required' && !isConfirmed) await notices.confirm(asking, noticeId, version)
    },
    close,
  }
}
