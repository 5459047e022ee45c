import { Alert, Button, Group, Text } from '@mantine/core'
import type { Ticket } from '@sekisho/contract'
import { useEffect, useState } from 'react'
import { afterwards } from '../shared/api/afterwards.ts'
import type { CallOutput } from '../shared/api/call.ts'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { useShownFor } from '../shared/use-shown-for.ts'
import { desk } from '../words/desk.ts'
import { ticketContact } from '../words/ticket-contact.ts'
import styles from './tickets.module.css'

/** So long at most the page shows somebody whose ticket is in other hands, less what an answer takes. */
const askEveryMs = 500

interface TicketContactProps {
  readonly tenantId: string
  readonly ticket: Ticket
  readonly onNews: (news: string) => void
}

/** The contact of a ticket in hand, opened on demand, for two minutes, and not longer than the ticket stays in hand. */
export function TicketContact({ tenantId, ticket, onNews }: TicketContactProps) {
  const { t } = useLanguage()
  const { ticketId } = ticket
  const [isGone, setGone] = useState(false)
  const open = useAct('tickets.openContact', ['tickets.list', 'tickets.looks'])
  const { data, reset } = open
  const show = () => {
    setGone(false)
    open.mutate({ params: { tenantId, ticketId }, body: {} })
  }
  const forget = () => {
    reset()
    setGone(true)
  }
  const isOnlyGiven = open.error?.code === 'not_your_ticket'
  return (
    <section className={styles.texts} aria-label={t(ticketContact.title)}>
      <h3>{t(ticketContact.title)}</h3>
      {data === undefined && !isOnlyGiven && (
        <Group gap="sm">
          <Button size="xs" variant="default" loading={open.isPending} onClick={show}>
            {t(ticketContact.open)}
          </Button>
          <Text size="sm" c="dimmed">
            {t(ticketContact.hint)}
          </Text>
        </Group>
      )}
      {isGone && <Alert color="ai">{t(ticketContact.gone)}</Alert>}
      {data !== undefined && (
        <Shown opened={data} tenantId={tenantId} ticketId={ticketId} onHide={reset} onGone={forget} />
      )}
      {isOnlyGiven ? (
        <Confirm tenantId={tenantId} ticket={ticket} onNews={onNews} onDone={reset} />
      ) : (
        <ProblemNotice problem={open.error} />
      )}
    </section>
  )
}

/** Who was given a ticket takes it by an entry of his own before he sees anybody. */
function Confirm({ tenantId, ticket, onNews, onDone }: TicketContactProps & { readonly onDone: () => void }) {
  const { t } = useLanguage()
  const { ticketId, revision, mark } = ticket
  const take = useAct('tickets.take', ['tickets.list', 'tickets.history'])
  const confirm = () =>
    afterwards(take.mutateAsync({ params: { tenantId, ticketId }, body: { revision } }), () => {
      onNews(t(ticketContact.confirmed)(mark))
      onDone()
    })
  return (
    <>
      <Text size="sm">{t(ticketContact.takeFirst)}</Text>
      <Button size="xs" mt="xs" loading={take.isPending} onClick={confirm}>
        {t(ticketContact.confirm)}
      </Button>
      <ProblemNotice problem={take.error} />
    </>
  )
}

interface ShownProps {
  readonly opened: CallOutput<'tickets.openContact'>
  readonly tenantId: string
  readonly ticketId: string
  readonly onHide: () => void
  /** The ticket is in other hands, or nobody can say so. */
  readonly onGone: () => void
}

function Shown({ opened, tenantId, ticketId, onHide, onGone }: ShownProps) {
  const { t } = useLanguage()
  const leftMs = useShownFor(onHide)
  const hand = useRead('tickets.isInHand', { params: { tenantId, ticketId } }, { refetchInterval: () => askEveryMs })
  // an answer of before says nothing; one that does not come says that nobody knows
  const isGone = (hand.isFetchedAfterMount && hand.data?.isInHand === false) || hand.failureCount > 0
  useEffect(() => {
    if (isGone) onGone()
  }, [isGone, onGone])
  return (
    <>
      <div role="status">
        <dl className={styles.contact}>
          {opened.fields.map(({ field, label, value }) => (
            <div key={field}>
              <dt>{label === '' ? t(desk.callerNumber) : label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {opened.fields.length === 0 && <Text size="sm">{t(ticketContact.nothing)}</Text>}
      <Group gap="md">
        <RecordMark position={opened.entryPosition} />
        <Text size="sm" c="dimmed">
          {t(ticketContact.hidesIn)(formatTimer(leftMs))}
        </Text>
        <Button size="xs" variant="default" onClick={onHide}>
          {t(ticketContact.hide)}
        </Button>
      </Group>
    </>
  )
}
