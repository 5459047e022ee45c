import { Button, Group, Text } from '@mantine/core'
import { type RaisedHand, supervisorPhrases } from '@sekisho/contract'
import { useAct } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { RecordMark } from '../shared/ui/record-mark.tsx'
import { hands } from '../words/hands.ts'
import { HandMessages } from './hand-messages.tsx'
import styles from './hands.module.css'
import { SayForm } from './say-form.tsx'
import { useTexts } from './use-texts.ts'

/** A hand that the reader took: what was said, an answer, and the end. Texts open on demand: others may see this screen. */
export function TakenHand({ tenantId, hand }: { readonly tenantId: string; readonly hand: RaisedHand }) {
  const { t } = useLanguage()
  const params = { tenantId, handId: hand.handId }
  const answer = useAct('hands.answer')
  const open = useAct('hands.open')
  const end = useAct('hands.end')
  const { texts, entryPosition, keepOpened, keepTyped } = useTexts()
  const isSomethingSealed = hand.messages.some(({ messageId, hasText }) => hasText && !texts.has(messageId))
  return (
    <div className={styles.taken}>
      <HandMessages messages={hand.messages} side="supervisor" texts={texts} />
      {isSomethingSealed && (
        <Group gap="sm">
          <Button
            size="xs"
            variant="default"
            loading={open.isPending}
            onClick={() => open.mutate({ params }, { onSuccess: keepOpened })}
          >
            {t(hands.openText)}
          </Button>
          <Text size="sm" c="dimmed">
            {t(hands.openHint)}
          </Text>
        </Group>
      )}
      {entryPosition !== null && <RecordMark position={entryPosition} />}
      <SayForm
        phrases={supervisorPhrases}
        label={hands.answerText}
        mayWrite={hand.isAboutCall}
        isSending={answer.isPending}
        onPhrase={(phrase) => answer.mutate({ params, body: { phrase } })}
        onText={(text, done) =>
          answer.mutate(
            { params, body: { text } },
            {
              onSuccess({ messageId }) {
                keepTyped(messageId, text)
                done()
              },
            },
          )
        }
      />
      <ProblemNotice problem={answer.error ?? open.error ?? end.error} />
      <Group>
        <Button
          size="xs"
          loading={end.isPending}
          aria-label={t(hands.endOf)(hand.operator)}
          onClick={() => end.mutate({ params })}
        >
          {t(hands.end)}
        </Button>
      </Group>
    </div>
  )
}
