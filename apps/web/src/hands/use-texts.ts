import { useCallback, useState } from 'react'
import type { CallOutput } from '../shared/api/call.ts'

type Opened = CallOutput<'hands.open'>

interface Texts {
  /** By message: what was opened, and what was typed here. */
  readonly texts: ReadonlyMap<string, string>
  /** Of the last opening; null before it. */
  readonly entryPosition: number | null
  readonly keepOpened: (opened: Opened) => void
  readonly keepTyped: (messageId: string, text: string) => void
}

/** What is known of the texts under one hand, while its panel is on the screen and nowhere else. */
export function useTexts(): Texts {
  const [{ texts, entryPosition }, setKept] = useState<Pick<Texts, 'texts' | 'entryPosition'>>({
    ...{ texts: new Map(), entryPosition: null },
  })
  const keepOpened = useCallback(
    (opened: Opened) =>
      setKept((kept) => ({
        texts: new Map([...kept.texts, ...opened.texts.map(({ messageId, text }) => [messageId, text] as const)]),
        entryPosition: opened.entryPosition ?? kept.entryPosition,
      })),
    [],
  )
  const keepTyped = useCallback(
    (messageId: string, text: string) =>
      setKept((kept) => ({ ...kept, texts: new Map([...kept.texts, [messageId, text]]) })),
    [],
  )
  return { texts, entryPosition, keepOpened, keepTyped }
}
