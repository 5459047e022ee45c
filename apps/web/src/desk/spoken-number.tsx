import { Button, NativeSelect, Text, TextInput } from '@mantine/core'
import { spokenReaches } from '@sekisho/contract'
import type { RefObject, SubmitEvent } from 'react'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { spokenNumber as words } from '../words/spoken-number.ts'
import shared from './desk.module.css'
import styles from './spoken-number.module.css'
import type { SpokenNumberForm } from './use-spoken-number.ts'

interface SpokenNumberProps {
  readonly form: SpokenNumberForm
  readonly inputRef: RefObject<HTMLInputElement | null>
}

/** Under who is on the line: a number that they do not want to be called at, whosever it is. */
export function SpokenNumber({ form, inputRef }: SpokenNumberProps) {
  const { t } = useLanguage()
  const { isOpen, typed, reach, done, isSending, problem } = form
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    form.submit()
  }
  if (!isOpen)
    return (
      <Button
        className={styles.open}
        variant="default"
        size="compact-sm"
        aria-keyshortcuts="Alt+R"
        onClick={() => form.setOpen(true)}
        rightSection={<kbd className={shared.hint}>Alt+R</kbd>}
      >
        {t(words.title)}
      </Button>
    )
  return (
    <form className={styles.form} aria-label={t(words.title)} onSubmit={submit}>
      <b>{t(words.title)}</b>
      <Text size="sm" c="dimmed">
        {t(words.hint)}
      </Text>
      <TextInput
        ref={inputRef}
        label={t(words.number)}
        inputMode="tel"
        autoComplete="off"
        maxLength={40}
        // beside what was typed, where the eyes are
        error={problem !== null && t(problem.words)}
        errorProps={{ role: 'alert' }}
        value={typed}
        onChange={(event) => form.edit({ typed: event.currentTarget.value })}
      />
      <Text size="sm" role="status">
        {done > 0 && typed === '' && t(words.done)(formatNumber(done))}
      </Text>
      <NativeSelect
        label={t(words.reach)}
        value={reach}
        data={spokenReaches.map((each) => ({ value: each, label: t(words.reaches[each]) }))}
        onChange={(event) => {
          const chosen = spokenReaches.find((each) => each === event.currentTarget.value) ?? reach
          form.edit({ reach: chosen })
        }}
      />
      <div className={styles.acts}>
        <Button type="submit" variant="light" size="compact-md" loading={isSending} disabled={typed.trim() === ''}>
          {t(words.submit)}
        </Button>
        {typed.trim() === '' && (
          <Button variant="subtle" size="compact-md" onClick={() => form.setOpen(false)}>
            {t(words.close)}
          </Button>
        )}
      </div>
    </form>
  )
}
