import { UnstyledButton } from '@mantine/core'
import { previewSkips } from '@sekisho/contract'
import type { OwnHand } from '../hands/use-own-hand.ts'
import { useLanguage } from '../shared/language.tsx'
import { formatNumber } from '../shared/format.ts'
import { desk } from '../words/desk.ts'
import { whoAnswered } from '../words/who-answered.ts'
import { faq } from '../words/faq.ts'
import { hands } from '../words/hands.ts'
import { preview } from '../words/preview.ts'
import type { DeskView } from './desk-state.ts'
import styles from './desk.module.css'

const keys = [
  ['Ctrl+Enter', desk.confirm],
  ['F2', desk.keyAvailable],
  ['F3', desk.callback],
  ['Alt+E', desk.hangUp],
  ['Alt+L', desk.keyThen],
  ['Alt+Y', whoAnswered.key],
  ['Alt+U', whoAnswered.keyChoose],
  ['Alt+Z', desk.keyCorrect],
  ['Alt+Q', faq.key],
] as const

/** Before a call there is one thing to decide. */
const previewKeys = [
  ['F2', preview.dial],
  [`1–${previewSkips.length}`, preview.keySkip],
  ['Alt+Q', faq.key],
] as const

export function DeskFoot({ view, hand }: { readonly view: DeskView; readonly hand: OwnHand }) {
  const { t } = useLanguage()
  const { today } = view
  return (
    <footer className={styles.foot}>
      <ul className={styles.keys} aria-label={t(desk.keys)}>
        {(view.preview === null ? keys : previewKeys).map(([key, words]) => (
          <li key={key}>
            <kbd>{key}</kbd> {t(words)}
          </li>
        ))}
        <li>
          <kbd>Alt+K</kbd>{' '}
          <UnstyledButton
            className={styles.footKey}
            disabled={hand.isBusy}
            aria-keyshortcuts="Alt+K"
            onClick={hand.toggle}
          >
            {t(hand.hand === null ? hands.raise : hands.lower)}
          </UnstyledButton>
        </li>
      </ul>
      <span>
        {t(desk.today)} {t(desk.calls)}
        {formatNumber(today.calls)} · {t(desk.talks)}
        {formatNumber(today.talks)} · {t(desk.successes)}
        {formatNumber(today.successes)}
      </span>
    </footer>
  )
}
