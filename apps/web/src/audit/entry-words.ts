import type { EntryView } from '@sekisho/contract'
import { audit } from '../words/audit.ts'
import { words } from '../words/common.ts'
import type { Phrase } from '../words/phrase.ts'

/** The words for a code of a closed list; the code itself for one that is newer than this page. */
export function wordOf(list: Readonly<Record<string, Phrase<string>>>, code: string): Phrase<string> {
  return list[code] ?? { ja: code, en: code }
}

/** Who acted: a part of the product, a person of the register, or a pseudonym the register does not know. */
export function actorName({ actorKind, actorName: name }: EntryView): Phrase<string> {
  if (actorKind !== 'person') return wordOf(audit.systemActors, actorKind)
  return name === null ? audit.unknownActor : { ja: name, en: name }
}

export function routeName(route: string): Phrase<string> {
  return wordOf(words.routes, route)
}
