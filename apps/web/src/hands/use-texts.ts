import type { CallOutput } from '../shared/api/call.ts'
import { useState } from 'react'

type Opened = CallOutput<'hands.open'>

/** What was opened under one hand, while its panel is on the screen and nowhere else. */
export function useTexts(): {
  readonly texts: ReadonlyMap<string, string>
  /** Of the last opening; null before it. */
  readonly entryPosition: number | null
  readonly keep: (opened: Opened) => void
} {
  const [opened, keep] = useState<Opened>({ texts: [], entryPosition: null })
  return {
    texts: new Map(opened.texts.map(({ messageId, text }) => [messageId, text])),
    entryPosition: opened.entryPosition,
    keep,
  }
}
