import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RefObject } from 'react'
import { formatMoment } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { isComposing } from '../shared/composing.ts'
import { desk } from '../words/desk.ts'
import { callbackChoices, parseCallbackTime } from '../shared/callback-time.ts'
import shared from './desk.module.css'
import styles from './result-panel.module.css'

interface CallbackPickerProps {
  readonly at: number | null
  readonly now: number
  readonly onAt: (at: number | null) => void
  readonly inputRef: RefObject<HTMLInputElement | null>
}

/** 今日15時 / 18時 / 明日同時刻, or a time as it is typed; what was understood is said back in full. */
export function CallbackPicker({ at, now, onAt, inputRef }: CallbackPickerProps) {
  const { t, language } = useLanguage()
  const [typed, setTyped] = useState('')
  const isUnread = typed.trim() !== '' && parseCallbackTime(typed, now) === null
  const take = (text: string) => {
    setTyped(text)
    const understood = parseCallbackTime(text, now)
    if (understood !== null) onAt(understood)
    else if (text.trim() !== '') onAt(null)
  }
  return (
    <div className={styles.block} role="group" aria-label={t(desk.callback)}>
      <div className={styles.label}>
        <span>
          {t(desk.callback)} <kbd className={shared.hint}>F3</kbd>
        </span>
        {at !== null && <strong role="status">{t(desk.callbackAt)(formatMoment(language, at))}</strong>}
      </div>
      <div className={styles.chips}>
        {callbackChoices(now).map((choice) => (
          <Button
            key={choice.name}
            size="xs"
            variant={at === choice.at ? 'light' : 'default'}
            aria-pressed={at === choice.at}
            onClick={() => {
              setTyped('')
              onAt(choice.at)
            }}
          >
            {t(desk.callbackChoices[choice.name])}
          </Button>
        ))}
        <TextInput
          ref={inputRef}
          size="xs"
          flex="1 1 15rem"
          aria-label={t(desk.callbackInput)}
          placeholder={t(desk.callbackInput)}
          value={typed}
          error={isUnread && t(desk.callbackUnread)}
          onChange={(event) => take(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !isComposing(event.nativeEvent)) event.currentTarget.blur()
          }}
        />
        {at !== null && (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              setTyped('')
              onAt(null)
            }}
          >
            {t(desk.callbackClear)}
          </Button>
        )}
      </div>
    </div>
  )
}
