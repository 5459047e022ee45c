import { prefectures } from '@sekisho/contract'
import { foldPlace, type Municipality, municipalities } from '@sekisho/municipalities'

/** Where an address lies, as far as it says so beyond doubt. */
export interface Place {
  /** By JIS X 0401. */
  readonly prefecture: number | null
  /** By JIS X 0402, five digits. */
  readonly municipality: string | null
}

/** What addresses may begin with, and the municipality that it means; null where it may mean several. */
interface Beginnings {
  readonly codes: ReadonlyMap<string, string | null>
  readonly longest: number
  readonly shortest: number
}

const nowhere: Place = { prefecture: null, municipality: null }
const byName = prefectures.map(({ code, ja }) => ({ code, name: ja }))
const postalCode = /^〒?\d{3}[-‐−ー–—]?\d{4}(?!\d)/
const lastLetters: ReadonlySet<number> = new Set(Array.from('市区町村', (letter) => letter.charCodeAt(0)))

const ofPrefecture: readonly Beginnings[] = Array.from({ length: 48 }, (_, prefecture) =>
  beginningsOf(
    municipalities.filter((each) => each.prefecture === prefecture),
    ({ isAlsoPlace, district }) => !(isAlsoPlace && district !== null),
  ),
)
const ofJapan = beginningsOf(municipalities, ({ name, isAlsoPlace }) => name.endsWith('市') && !isAlsoPlace)

/**
 * The prefecture and the municipality that an address begins with. A town may be written with its district (郡) or without it,
 * except where its name alone is another place's, too. Without a prefecture only a city is read, of which Japan has one, or a
 * district with its town. Whatever is behind the municipality is not looked at; wards count to their city, except Tokyo's.
 *
 * What is misspelt, merged away or leaves the municipality out reads as nothing: nobody is to be called in a town where calling
 * is stopped because an address was guessed.
 */
export function placeOf(address: string | undefined): Place {
  if (address === undefined || address === '') return nowhere
  const text = foldPlace(address).replace(postalCode, '')
  const written = byName.find(({ name }) => text.startsWith(name))
  if (written !== undefined) {
    const { code, name } = written
    return { prefecture: code, municipality: read(text, name.length, ofPrefecture[code]) }
  }
  const municipality = read(text, 0, ofJapan)
  return municipality === null ? nowhere : { prefecture: Number(municipality.slice(0, 2)), municipality }
}

/** By the longest name, so that 東村山市 is not 東村. */
function read(text: string, from: number, beginnings: Beginnings | undefined): string | null {
  if (beginnings === undefined) return null
  const { codes, longest, shortest } = beginnings
  for (let end = Math.min(from + longest, text.length); end >= from + shortest; end--) {
    // asked for each row of an import: nearly every letter is no end of a name
    if (!lastLetters.has(text.charCodeAt(end - 1))) continue
    const code = codes.get(text.slice(from, end))
    if (code !== undefined) return code
  }
  return null
}

/** @param standsAlone  whether the name says enough without its district */
function beginningsOf(all: readonly Municipality[], standsAlone: (each: Municipality) => boolean): Beginnings {
  const codes = new Map<string, string | null>()
  const add = (text: string, code: string): void => void codes.set(text, codes.has(text) ? null : code)
  for (const each of all) {
    const { code, name, district } = each
    if (district !== null) add(foldPlace(district + name), code)
    if (standsAlone(each)) add(foldPlace(name), code)
  }
  const lengths = [...codes.keys()].map(({ length }) => length)
  return { codes, longest: Math.max(...lengths), shortest: Math.min(...lengths) }
}
