import { Button, Group, Text, TextInput } from '@mantine/core'
import { handText, looksLikeNumber, type OperatorPhrase, type SupervisorPhrase } from '@sekisho/contract'
import { useState } from 'react'
import type { Ref, SubmitEvent } from 'react'
import { useLanguage } from '../shared/language.tsx'
import type { Phrase } from '../words/phrase.ts'
import { hands } from '../words/hands.ts'
import styles from './hands.module.css'

interface SayFormProps<Word extends OperatorPhrase | SupervisorPhrase> {
  readonly phrases: readonly Word[]
  readonly label: Phrase<string>
  /** Raised at a call; without one there is no list under whose key a text could rest. */
  readonly mayWrite: boolean
  readonly isSending: boolean
  readonly inputRef?: Ref<HTMLInputElement>
  /** The key that goes to the text. */
  readonly shortcut?: string
  readonly onPhrase: (phrase: Word) => void
  /** @param done  empties the field: only what was sent leaves it */
  readonly onText: (text: string, done: () => void) => void
}

/** Ready words, and a short text where there is a call. */
export function SayForm<Word extends OperatorPhrase | SupervisorPhrase>(props: SayFormProps<Word>) {
  const { t } = useLanguage()
  const { phrases, label, mayWrite, isSending, inputRef, shortcut, onPhrase, onText } = props
  const [text, setText] = useState('')
  const isRefused = looksLikeNumber(text)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const checked = handText.safeParse(text)
    if (checked.success && !isSending) onText(checked.data, () => setText(''))
  }
  return (
    <div className={styles.say}>
      <div className={styles.phrases} role="group" aria-label={t(hands.say)}>
        {phrases.map((phrase) => (
          <Button
            key={phrase}
            size="compact-sm"
            variant="default"
            disabled={isSending}
            onClick={() => onPhrase(phrase)}
          >
            {t(hands.phrases[phrase])}
          </Button>
        ))}
      </div>
      {mayWrite ? (
        <form onSubmit={submit}>
          <Group gap="xs" align="flex-start" wrap="nowrap">
            <TextInput
              ref={inputRef}
              className={styles.field}
              aria-label={t(label)}
              placeholder={shortcut === undefined ? t(label) : `${t(label)} (${shortcut})`}
              aria-keyshortcuts={shortcut}
              description={t(hands.textHint)}
              inputWrapperOrder={['input', 'error', 'description']}
              error={isRefused && t(hands.looksLikeNumber)}
              maxLength={200}
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" loading={isSending} disabled={text.trim() === '' || isRefused}>
              {t(hands.send)}
            </Button>
          </Group>
        </form>
      ) : (
        <Text size="sm" c="dimmed">
          {t(hands.noText)}
        </Text>
      )}
    </div>
  )
}
