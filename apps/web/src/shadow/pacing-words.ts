import type { Phrase } from '../words/phrase.ts'
import { shadow as words } from '../words/shadow.ts'

interface Pacing {
  readonly mode: 'progressive' | 'predictive'
  readonly capPercent: number
}

type Translate = <Words>(phrase: Phrase<Words>) => Words

/** A way of pacing as people say it. */
export function pacingText(t: Translate, { mode, capPercent }: Pacing): string {
  return mode === 'predictive' ? t(words.predictiveWith)(String(capPercent)) : t(words.modes[mode])
}
