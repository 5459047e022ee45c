import { doNotCall } from '../words/do-not-call.ts'
import type { Phrase } from '../words/phrase.ts'

const names: Readonly<Record<string, Phrase<string>>> = doNotCall.results

/** The usual name of a result by its code; campaigns may call it otherwise. */
export function resultName(code: string): Phrase<string> {
  return names[code] ?? doNotCall.unknownResult
}
