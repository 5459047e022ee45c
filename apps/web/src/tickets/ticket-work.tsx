import { Button, NativeSelect, Text, Textarea } from '@mantine/core'
import { longestTicketWaitDays, type Ticket, ticketNote, ticketOutcomes } from '@sekisho/contract'
import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { afterwards } from '../shared/api/afterwards.ts'
import { queryClient, useAct, useRead } from '../shared/api/queries.ts'
import { dayMs, formatWeekday, fromDateInput, toDateInput } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { DateField } from '../shared/ui/date-field.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { tickets } from '../words/tickets.ts'
import styles from './tickets.module.css'

interface WorkProps {
  readonly tenantId: string
  readonly ticket: Ticket
  /** @param news  what was done, in words */
  readonly onNews: (news: string) => void
}

const refreshed = ['tickets.list', 'tickets.overdue', 'tickets.history'] as const
// somebody was first: what they did is shown
const showTheirs = () => void queryClient.invalidateQueries({ queryKey: ['tickets.list'] })

/** Takes a ticket or gives it away; its owner adds notes, waits and ends it. */
export function TicketWork({ personId, ...work }: WorkProps & { readonly personId: string }) {
  const { t } = useLanguage()
  const isOwn = work.ticket.owner?.personId === personId
  return (
    <>
      {isOwn ? (
        <>
          <Note {...work} />
          <Wait {...work} />
          <Finish {...work} />
        </>
      ) : (
        <Take {...work} />
      )}
      <Give {...work} personId={personId} />
      {!isOwn && (
        <Text size="sm" c="dimmed">
          {t(tickets.notYours)}
        </Text>
      )}
    </>
  )
}

function Take({ tenantId, ticket, onNews }: WorkProps) {
  const { t } = useLanguage()
  const { ticketId, revision, mark, owner } = ticket
  const take = useAct('tickets.take', refreshed)
  return (
    <div>
      <Button
        loading={take.isPending}
        onClick={() =>
          afterwards(
            take.mutateAsync({ params: { tenantId, ticketId }, body: { revision } }),
            () => onNews(t(tickets.taken)(mark)),
            showTheirs,
          )
        }
      >
        {t(owner === null ? tickets.take : tickets.takeOver)}
      </Button>
      <ProblemNotice problem={take.error} />
    </div>
  )
}

function Give({ tenantId, ticket, personId, onNews }: WorkProps & { readonly personId: string }) {
  const { t } = useLanguage()
  const { ticketId, revision, mark, owner } = ticket
  const [chosen, setChosen] = useState('')
  const read = useRead('tickets.owners', { params: { tenantId, ticketId } })
  const give = useAct('tickets.give', refreshed)
  const others = (read.data?.owners ?? []).filter(
    (each) => each.personId !== owner?.personId && each.personId !== personId,
  )
  const name = others.find((each) => each.personId === chosen)?.displayName
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name === undefined) return
    afterwards(
      give.mutateAsync({ params: { tenantId, ticketId }, body: { revision, ownerId: chosen } }),
      () => onNews(t(tickets.given)(mark, name)),
      showTheirs,
    )
  }
  return (
    <form onSubmit={submit}>
      <div className={styles.line}>
        <NativeSelect
          label={t(tickets.giveTo)}
          value={chosen}
          data={[
            { value: '', label: t(tickets.choose) },
            ...others.map((each) => ({ value: each.personId, label: each.displayName })),
          ]}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={give.isPending} disabled={name === undefined}>
          {t(tickets.give)}
        </Button>
      </div>
      <ProblemNotice problem={read.error ?? give.error} />
    </form>
  )
}

function Note({ tenantId, ticket, onNews }: WorkProps) {
  const { t } = useLanguage()
  const { ticketId, mark } = ticket
  const [text, setText] = useState('')
  const note = useAct('tickets.note', refreshed)
  const checked = ticketNote.safeParse(text)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!checked.success || note.isPending) return
    afterwards(
      note.mutateAsync({ params: { tenantId, ticketId }, body: { text: checked.data } }),
      () => {
        setText('')
        onNews(t(tickets.noted)(mark))
      },
      showTheirs,
    )
  }
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t(tickets.note)}
        description={t(tickets.noteHint)}
        autosize
        minRows={2}
        maxLength={500}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" mt="xs" size="xs" variant="default" loading={note.isPending} disabled={!checked.success}>
        {t(tickets.addNote)}
      </Button>
      <ProblemNotice problem={note.error} />
    </form>
  )
}

function Wait({ tenantId, ticket, onNews }: WorkProps) {
  const { t, language } = useLanguage()
  const { ticketId, revision, mark } = ticket
  const [now] = useState(Date.now)
  const [until, setUntil] = useState('')
  const wait = useAct('tickets.wait', refreshed)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (until === '') return
    const day = formatWeekday(language, fromDateInput(until) ?? 0)
    afterwards(
      wait.mutateAsync({ params: { tenantId, ticketId }, body: { revision, until } }),
      () => onNews(t(tickets.waits)(mark, day)),
      showTheirs,
    )
  }
  return (
    <form onSubmit={submit}>
      <div className={styles.line}>
        <DateField
          label={t(tickets.waitDay)}
          minDate={toDateInput(now)}
          maxDate={toDateInput(now + longestTicketWaitDays * dayMs)}
          day={until}
          onDay={setUntil}
        />
        <Button type="submit" variant="default" loading={wait.isPending} disabled={until === ''}>
          {t(tickets.wait)}
        </Button>
      </div>
      <ProblemNotice problem={wait.error} />
    </form>
  )
}

function Finish({ tenantId, ticket, onNews }: WorkProps) {
  const { t } = useLanguage()
  const { ticketId, revision, mark } = ticket
  const [chosen, setChosen] = useState('')
  const finish = useAct('tickets.done', refreshed)
  const outcome = ticketOutcomes.find((each) => each === chosen)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (outcome === undefined) return
    afterwards(
      finish.mutateAsync({ params: { tenantId, ticketId }, body: { revision, outcome } }),
      () => onNews(t(tickets.finished)(mark, t(tickets.outcomes[outcome]))),
      showTheirs,
    )
  }
  return (
    <form onSubmit={submit}>
      <div className={styles.line}>
        <NativeSelect
          label={t(tickets.outcome)}
          value={chosen}
          data={[
            { value: '', label: t(tickets.choose) },
            ...ticketOutcomes.map((value) => ({ value, label: t(tickets.outcomes[value]) })),
          ]}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <Button type="submit" loading={finish.isPending} disabled={outcome === undefined}>
          {t(tickets.finish)}
        </Button>
      </div>
      <ProblemNotice problem={finish.error} />
    </form>
  )
}
