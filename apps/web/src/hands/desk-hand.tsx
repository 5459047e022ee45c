import { Button, VisuallyHidden } from '@mantine/core'
import { operatorPhrases, type RaisedHand } from '@sekisho/contract'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { useDeskKeys } from '../desk/use-desk-keys.ts'
import { useAct, useRead } from '../shared/api/queries.ts'
import { formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { hands } from '../words/hands.ts'
import { HandMessages } from './hand-messages.tsx'
import styles from './hands.module.css'
import { SayForm } from './say-form.tsx'
import { useTexts } from './use-texts.ts'

/** The operator's hand: one key raises or lowers it, whatever else is going on at the desk. */
export function DeskHand({ tenantId }: { readonly tenantId: string }) {
  const { t } = useLanguage()
  // told by the desk's socket; asked now and then, because a connection may break at that moment
  const own = useRead(
    'hands.own',
    { params: { tenantId } },
    { refetchInterval: (data) => (data?.hand ? 5_000 : false) },
  )
  const raise = useAct('hands.raise', ['hands.own'])
  const lower = useAct('hands.lower', ['hands.own'])
  const writing = useRef<HTMLInputElement>(null)
  const hand = own.data?.hand ?? null
  const isBusy = raise.isPending || lower.isPending
  const toggle = () => {
    raise.reset()
    lower.reset()
    if (isBusy) return
    if (hand === null) raise.mutate({ params: { tenantId } })
    else lower.mutate({ params: { tenantId } })
  }
  useDeskKeys((key) => {
    if (key.type === 'hand') toggle()
    else if (key.type === 'hand_text') writing.current?.focus()
    else return false
    return true
  })
  return (
    <div className={styles.desk} data-up={hand !== null}>
      <VisuallyHidden role="status">
        {hand !== null && (hand.taker === null ? t(hands.announcedRaised) : t(hands.takenBy)(hand.taker.displayName))}
      </VisuallyHidden>
      <ProblemNotice problem={raise.error ?? lower.error} />
      {hand === null ? (
        <Button size="compact-md" variant="default" loading={isBusy} rightSection={<kbd>Alt+K</kbd>} onClick={toggle}>
          {t(hands.raise)}
        </Button>
      ) : (
        <HandUp key={hand.handId} tenantId={tenantId} hand={hand} writing={writing} isBusy={isBusy} onLower={toggle} />
      )}
    </div>
  )
}

interface HandUpProps {
  readonly tenantId: string
  readonly hand: RaisedHand
  readonly writing: RefObject<HTMLInputElement | null>
  readonly isBusy: boolean
  readonly onLower: () => void
}

function HandUp({ tenantId, hand, writing, isBusy, onLower }: HandUpProps) {
  const { t } = useLanguage()
  const now = useNow(1_000)
  const say = useAct('hands.say', ['hands.own'])
  const opened = useAct('hands.openOwn')
  const { mutate: open } = opened
  const { texts, entryPosition, keep } = useTexts()
  // what the supervisor writes is opened as it comes, because somebody may be waiting on the line; each time by an entry
  const newest = hand.messages.findLast(({ by, hasText }) => by === 'supervisor' && hasText)?.messageId
  useEffect(() => {
    if (newest !== undefined) open({ params: { tenantId } }, { onSuccess: keep })
  }, [newest, open, keep, tenantId])
  const send = (body: Parameters<typeof say.mutate>[0]['body'], done?: () => void) =>
    say.mutate({ params: { tenantId }, body }, done === undefined ? {} : { onSuccess: done })
  return (
    <section className={styles.up} aria-label={t(hands.title)}>
      <div className={styles.head}>
        <b>{t(hands.raised)(formatTimer(Math.max(0, now - hand.raisedAt)))}</b>
        <span>{hand.taker === null ? t(hands.waiting) : t(hands.takenBy)(hand.taker.displayName)}</span>
        <Button size="compact-md" variant="default" loading={isBusy} rightSection={<kbd>Alt+K</kbd>} onClick={onLower}>
          {t(hands.lower)}
        </Button>
      </div>
      <HandMessages messages={hand.messages} side="operator" texts={texts} />
      {entryPosition !== null && <RecordMark position={entryPosition} />}
      <SayForm
        phrases={operatorPhrases}
        label={hands.text}
        mayWrite={hand.isAboutCall}
        isSending={say.isPending}
        inputRef={writing}
        onPhrase={(phrase) => send({ phrase })}
        onText={(text, done) => send({ text }, done)}
      />
      <ProblemNotice problem={say.error ?? opened.error} />
    </section>
  )
}
