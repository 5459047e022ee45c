import { Button, Text, VisuallyHidden } from '@mantine/core'
import { operatorPhrases, type RaisedHand } from '@sekisho/contract'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { useDeskKeys } from '../desk/use-desk-keys.ts'
import { useAct } from '../shared/api/queries.ts'
import { formatTimer } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { useNow } from '../shared/use-now.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { hands } from '../words/hands.ts'
import { HandMessages } from './hand-messages.tsx'
import styles from './hands.module.css'
import { SayForm } from './say-form.tsx'
import type { OwnHand } from './use-own-hand.ts'
import { useTexts } from './use-texts.ts'

/** Who raises the hand and wants to write at once strikes both keys before the hand is shown. */
const wishKeptMs = 5_000

interface DeskHandProps {
  readonly tenantId: string
  readonly own: OwnHand
}

/** The operator's hand: one key raises or lowers it, whatever else is going on at the desk. */
export function DeskHand({ tenantId, own }: DeskHandProps) {
  const { t } = useLanguage()
  const { hand, problem, isBusy, toggle } = own
  const writing = useRef<HTMLInputElement>(null)
  const wishedAt = useRef(Number.NEGATIVE_INFINITY)
  useDeskKeys((key) => {
    if (key.type === 'hand') toggle()
    else if (key.type !== 'hand_text') return false
    else if (hand === null) wishedAt.current = performance.now()
    else writing.current?.focus()
    return true
  })
  const shown = hand?.handId
  useEffect(() => {
    if (shown !== undefined && performance.now() - wishedAt.current < wishKeptMs) writing.current?.focus()
    wishedAt.current = Number.NEGATIVE_INFINITY
  }, [shown])
  return (
    <div className={styles.desk} data-up={hand !== null}>
      <VisuallyHidden role="status">
        {hand !== null && (hand.taker === null ? t(hands.announcedRaised) : t(hands.takenBy)(hand.taker.displayName))}
      </VisuallyHidden>
      <ProblemNotice problem={problem} />
      {problem !== null && hand === null && <Text role="alert">{t(hands.notSent)}</Text>}
      {hand !== null && (
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
  const { mutate: open, error } = useAct('hands.openOwn')
  const { texts, entryPosition, keepOpened, keepTyped } = useTexts()
  // what the supervisor writes is opened as it comes, because somebody may be waiting on the line; each time by an entry
  const newest = hand.messages.findLast(({ by, hasText }) => by === 'supervisor' && hasText)?.messageId
  useEffect(() => {
    if (newest !== undefined) open({ params: { tenantId } }, { onSuccess: keepOpened })
  }, [newest, open, keepOpened, tenantId])
  return (
    <section className={styles.up} aria-label={t(hands.title)}>
      <div>
        <div className={styles.head}>
          <b>{t(hands.raised)(formatTimer(Math.max(0, now - hand.raisedAt)))}</b>
          <span>{hand.taker === null ? t(hands.waiting) : t(hands.takenBy)(hand.taker.displayName)}</span>
          <Button
            size="compact-sm"
            variant="default"
            loading={isBusy}
            rightSection={<kbd>Alt+K</kbd>}
            onClick={onLower}
          >
            {t(hands.lower)}
          </Button>
        </div>
        <HandMessages messages={hand.messages} side="operator" texts={texts} />
        {entryPosition !== null && <RecordMark position={entryPosition} />}
        <ProblemNotice problem={say.error ?? error} />
      </div>
      <SayForm
        phrases={operatorPhrases}
        label={hands.text}
        mayWrite={hand.isAboutCall}
        isSending={say.isPending}
        inputRef={writing}
        shortcut="Alt+J"
        onPhrase={(phrase) => say.mutate({ params: { tenantId }, body: { phrase } })}
        onText={(text, done) =>
          say.mutate(
            { params: { tenantId }, body: { text } },
            {
              onSuccess({ messageId }) {
                keepTyped(messageId, text)
                done()
              },
            },
          )
        }
      />
    </section>
  )
}
