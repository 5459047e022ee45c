import { Button, Group, Text } from '@mantine/core'
import type { Ticket } from '@sekisho/contract'
import type { CallOutput } from '../shared/api/call.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatNumber, formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { useShownFor } from '../shared/use-shown-for.ts'
import { tickets } from '../words/tickets.ts'
import styles from './tickets.module.css'

interface TicketTextsProps {
  readonly tenantId: string
  readonly ticket: Ticket
}

/** What was said, opened on demand and for two minutes. It is kept nowhere: shown again, it is opened and entered again. */
export function TicketTexts({ tenantId, ticket }: TicketTextsProps) {
  const { t } = useLanguage()
  const { ticketId, attemptId, texts } = ticket
  const open = useAct('tickets.open')
  const { data, reset } = open
  return (
    <section className={styles.texts} aria-label={t(tickets.texts)(formatNumber(texts))}>
      <h3>{t(tickets.texts)(formatNumber(texts))}</h3>
      {texts === 0 && <Text size="sm">{t(tickets.noTexts)}</Text>}
      {texts > 0 && data === undefined && (
        <Group gap="sm">
          <Button
            size="xs"
            variant="default"
            loading={open.isPending}
            onClick={() => open.mutate({ params: { tenantId, ticketId } })}
          >
            {t(tickets.open)}
          </Button>
          <Text size="sm" c="dimmed">
            {t(tickets.openHint)}
          </Text>
        </Group>
      )}
      {data !== undefined && <Opened opened={data} attemptId={attemptId} onHide={reset} />}
      <ProblemNotice problem={open.error} />
    </section>
  )
}

interface OpenedProps {
  readonly opened: CallOutput<'tickets.open'>
  readonly attemptId: string
  readonly onHide: () => void
}

function Opened({ opened, attemptId, onHide }: OpenedProps) {
  const { t } = useLanguage()
  const leftMs = useShownFor(onHide)
  return (
    <>
      <div role="status">
        <ol>
          {opened.texts.map(({ textId, text }) => (
            <li key={textId}>
              <small>{t(textId === attemptId ? tickets.memo : tickets.note)}</small>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </div>
      <Group gap="md">
        {opened.entryPosition !== null && <RecordMark position={opened.entryPosition} />}
        <Text size="sm" c="dimmed">
          {t(tickets.hidesIn)(formatTimer(leftMs))}
        </Text>
        <Button size="xs" variant="default" onClick={onHide}>
          {t(tickets.hide)}
        </Button>
      </Group>
    </>
  )
}
