import { Text } from '@mantine/core'
import type { Ticket } from '@sekisho/contract'
import { useLanguage } from '../shared/language.tsx'
import { may, useMe } from '../shared/session.ts'
import { formatNumber } from '../shared/format.ts'
import { ticketContact } from '../words/ticket-contact.ts'
import { tickets } from '../words/tickets.ts'
import { TicketContact } from './ticket-contact.tsx'
import { TicketHistory } from './ticket-history.tsx'
import { TicketTexts } from './ticket-texts.tsx'
import { TicketWork } from './ticket-work.tsx'
import styles from './tickets.module.css'

interface TicketDetailProps {
  readonly tenantId: string
  readonly ticket: Ticket
  /** @param news  what was done, in words */
  readonly onNews: (news: string) => void
}

/** One ticket: what to do with it, what was said, and what happened so far. */
export function TicketDetail({ tenantId, ticket, onNews }: TicketDetailProps) {
  const { t } = useLanguage()
  const me = useMe().data
  const mayWork = me !== null && me !== undefined && may(me, 'tickets.work', tenantId)
  const hasEnded = ticket.state === 'done' || ticket.state === 'withdrawn'
  return (
    <div className={styles.detail}>
      <div className={styles.work}>
        <Text size="sm" c="dimmed">
          {t(tickets.operator)}: {ticket.operator}
        </Text>
        {mayWork && ticket.state !== 'withdrawn' && (
          <TicketTexts key={ticket.texts} tenantId={tenantId} ticket={ticket} />
        )}
        {mayWork && !hasEnded && ticket.owner?.personId === me.personId && (
          <TicketContact tenantId={tenantId} ticket={ticket} onNews={onNews} />
        )}
        {ticket.looks > 0 && (
          <Text size="sm" c="dimmed">
            {t(ticketContact.looks)(formatNumber(ticket.looks))}
          </Text>
        )}
        {mayWork && !hasEnded && (
          <TicketWork tenantId={tenantId} ticket={ticket} personId={me.personId} onNews={onNews} />
        )}
      </div>
      <TicketHistory tenantId={tenantId} ticketId={ticket.ticketId} />
    </div>
  )
}
