import type { HandMessage, HandSide } from '@sekisho/contract'
import { formatClock } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { hands } from '../words/hands.ts'
import styles from './hands.module.css'

interface HandMessagesProps {
  readonly messages: readonly HandMessage[]
  /** Who looks. */
  readonly side: HandSide
  /** Texts that were opened, by message. */
  readonly texts: ReadonlyMap<string, string>
}

/** What was said under one hand, the oldest first. A text that is not open says so. */
export function HandMessages({ messages, side, texts }: HandMessagesProps) {
  const { t, language } = useLanguage()
  if (messages.length === 0) return null
  return (
    <ol className={styles.messages}>
      {messages.map(({ messageId, by, at, phrase, hasText }) => {
        const said = phrase === null ? texts.get(messageId) : t(hands.phrases[phrase])
        return (
          <li key={messageId} data-own={by === side}>
            <small>
              {t(by === side ? hands.you : hands.sides[by])} {formatClock(language, at)}
            </small>
            <span data-sealed={said === undefined}>{said ?? (hasText ? t(hands.sealedText) : '—')}</span>
          </li>
        )
      })}
    </ol>
  )
}
