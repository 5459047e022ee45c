import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { isComposing } from '../shared/composing.ts'
import { useLanguage } from '../shared/language.tsx'
import { desk } from '../words/desk.ts'
import type { Disposition } from './call-draft.ts'
import styles from './result-panel.module.css'
import { matchingResults } from './matching-results.ts'

interface ResultChoiceProps {
  readonly dispositions: readonly Disposition[]
  readonly chosen: string | null
  /** Digits typed so far: what they may become is marked. */
  readonly begun: string
  readonly onChoose: (code: string) => void
  readonly findRef: RefObject<HTMLInputElement | null>
}

/** All results in view with their codes, and a field that narrows them down. */
export function ResultChoice({ dispositions, chosen, begun, onChoose, findRef }: ResultChoiceProps) {
  const { t } = useLanguage()
  const [wanted, setWanted] = useState('')
  const shown = matchingResults(dispositions, wanted)
  const area = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // what was chosen stays in sight, also when what belongs to it takes room from the results
    if (chosen !== null) area.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || event.ctrlKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    const first = shown[0]
    if (first === undefined) return
    onChoose(first.code)
    setWanted('')
    event.currentTarget.blur()
  }
  return (
    <>
      <div className={styles.findLine}>
        <h2>{t(desk.result)}</h2>
        <TextInput
          ref={findRef}
          size="xs"
          flex={1}
          aria-label={t(desk.findResult)}
          placeholder={`${t(desk.findResult)}  /`}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          onKeyDown={onKey}
        />
      </div>
      <div className={styles.choiceArea} ref={area}>
        <div className={styles.results}>
          {shown.map(({ code, label }) => (
            <button
              key={code}
              type="button"
              className={styles.result}
              title={label}
              aria-pressed={chosen === code}
              data-begun={begun !== '' && code.startsWith(begun)}
              onClick={() => onChoose(code)}
            >
              <b>{code}</b>
              <span>
                {chosen === code && '✓ '}
                {label}
              </span>
            </button>
          ))}
        </div>
      </div>
    </>
  )
}
