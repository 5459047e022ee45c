import iconv from 'iconv-lite'
import { checkups, courses, menNames, surnames, womenNames } from './people.ts'
import { buildings, municipalities, towns } from './places.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

export interface ListOptions {
  readonly rows: number
  readonly encoding: 'shift_jis' | 'utf8'
  readonly seed: number
  /** Share of rows (0 to 1) with a mistake that real files have. */
  readonly errorShare?: number
  /** Customers of a company all over the country, or residents of a municipality that does not exist. */
  readonly theme?: ListTheme
}

export type ListTheme = 'customers' | 'residents'

const headingsBetween = [
  '氏名',
  'フリガナ',
  '携帯電話番号',
  '自宅電話番号',
  '郵便番号',
  '住所',
  '生年月日',
  '性別',
] as const

const themes = {
  customers: { number: '顧客番号', last: '契約コース', words: courses, places: municipalities },
  residents: { number: '宛名番号', last: '対象の健診', words: checkups, places: [['000', '架空県架空市']] },
} as const satisfies Record<ListTheme, unknown>

/** Mistakes of real files; the first three are repaired or read by the import, the others refused. */
export const mistakes = [
  'full_width_phone',
  'hyphen_kind',
  'eaten_zero',
  'no_phone',
  'impossible_date',
  'repeated_customer',
] as const
export type Mistake = (typeof mistakes)[number]

export type ListSummary = { readonly rows: number } & { readonly [kind in Mistake]: number }

type Encode = (text: string) => Uint8Array

const chunkBytes = 256 * 1024
/** No row is longer. */
const rowBytes = 1_024
const hyphenKinds = ['－', '―', 'ー', '‐', '　', ' '] as const

/** A buffer that takes encoded pieces and numbers; encoding text once is what makes a million rows a second of work. */
function createSink() {
  let buffer = new Uint8Array(chunkBytes)
  let at = 0
  return {
    bytes: (piece: Uint8Array): void => {
      for (const byte of piece) buffer[at++] = byte
    },
    ascii: (code: number): void => {
      buffer[at++] = code
    },
    digits: (value: number, width: number): void => {
      let rest = value
      for (let i = at + width - 1; i >= at; i--) {
        buffer[i] = 48 + (rest % 10)
        rest = Math.floor(rest / 10)
      }
      at += width
    },
    isFull: (): boolean => at > chunkBytes - rowBytes,
    length: (): number => at,
    take: (): Uint8Array => {
      const full = buffer.subarray(0, at)
      buffer = new Uint8Array(chunkBytes)
      at = 0
      return full
    },
  }
}
type Sink = ReturnType<typeof createSink>

const [comma, hyphen, carriageReturn, lineFeed] = [44, 45, 13, 10]

/**
 * A number nobody can own: 090-0, 070-0 or 03-0. With
 * `mistake` written the way Excel and people spoil it.
 */
function createPhoneWriter(sink: Sink, random: Random, encode: Encode) {
  const wideDigits = Array.from('０１２３４５６７８９', encode)
  const hyphens = hyphenKinds.map(encode)
  const digit = (value: number, isWide: boolean): void => {
    if (isWide) sink.bytes(wideDigits.at(value) as Uint8Array)
    else sink.ascii(48 + value)
  }
  const number = (value: number, width: number, isWide: boolean): void => {
    if (!isWide) sink.digits(value, width)
    else for (let place = 10 ** (width - 1); place >= 1; place /= 10) digit(Math.floor(value / place) % 10, true)
  }
  const write = (head: readonly number[], mistake: Mistake | null): void => {
    const isWide = mistake === 'full_width_phone'
    const isEaten = mistake === 'eaten_zero'
    const between = mistake === 'hyphen_kind' ? (hyphens.at(random.below(hyphens.length)) as Uint8Array) : null
    const gap = (): void => {
      if (between !== null) sink.bytes(between)
      else if (!isEaten) sink.ascii(hyphen)
    }
    for (const value of isEaten ? head.slice(1) : head) digit(value, isWide)
    gap()
    digit(0, isWide)
    number(random.below(1_000), 3, isWide)
    gap()
    number(random.below(10_000), 4, isWide)
  }
  return {
    mobile: (mistake: Mistake | null) => write([0, random.chance(0.7) ? 9 : 7, 0], mistake),
    landline: () => write([0, 3], null),
  }
}

/**
 * Fictitious Japanese customers as chunks of a CSV file with CRLF line ends, the same for the same options.
 * Returns how many rows carry which mistake.
 */
export function* listChunks(options: ListOptions): Generator<Uint8Array, ListSummary, void> {
  const random = createRandom(options.seed)
  const encode: Encode =
    options.encoding === 'utf8' ? (text) => new TextEncoder().encode(text) : (text) => iconv.encode(text, 'cp932')
  const encodeAll = (texts: readonly string[]) => texts.map(encode)
  const encodePairs = (list: readonly (readonly [string, string])[]) =>
    list.map(([a, b]) => [encode(a), encode(b)] as const)
  const pick = <Item>(items: readonly Item[]): Item => items.at(random.below(items.length)) as Item

  const families = encodePairs(surnames)
  const givenNames = [encodePairs(menNames), encodePairs(womenNames)] as const
  const genders = [encode('男'), encode('女')] as const
  const theme = themes[options.theme ?? 'customers']
  const places = theme.places.map(([prefix, name]) => [Number(prefix), encode(name)] as const)
  const [townNames, buildingNames, courseNames] = [encodeAll(towns), encodeAll(buildings), encodeAll(theme.words)]
  const wideSpace = encode('　')
  const room = encode('号室')
  const sink = createSink()
  const phones = createPhoneWriter(sink, random, encode)
  const counts: Record<Mistake, number> = {
    full_width_phone: 0,
    hyphen_kind: 0,
    eaten_zero: 0,
    no_phone: 0,
    impossible_date: 0,
    repeated_customer: 0,
  }
  // Numbers of different seeds do not meet, so that a second list is not a list of duplicates.
  const firstNumber = (options.seed % 900) * 10_000_000

  const writeAddress = (name: Uint8Array): void => {
    sink.bytes(name)
    sink.bytes(pick(townNames))
    sink.ascii(49 + random.below(9))
    sink.ascii(hyphen)
    sink.digits(1 + random.below(29), 2)
    sink.ascii(hyphen)
    sink.ascii(49 + random.below(9))
    if (!random.chance(0.4)) return
    sink.bytes(wideSpace)
    sink.bytes(pick(buildingNames))
    sink.digits(101 + random.below(8) * 100 + random.below(6), 3)
    sink.bytes(room)
  }

  const writeBirthDate = (mistake: Mistake | null): void => {
    sink.digits(1_935 + random.below(72), 4)
    sink.ascii(47)
    sink.digits(mistake === 'impossible_date' ? 2 : 1 + random.below(12), 2)
    sink.ascii(47)
    sink.digits(mistake === 'impossible_date' ? 30 + random.below(2) : 1 + random.below(28), 2)
  }

  const writeRow = (customer: number, mistake: Mistake | null): void => {
    sink.digits(customer, 10)
    sink.ascii(comma)
    const gender = random.below(2) as 0 | 1
    const family = pick(families)
    const given = pick(givenNames[gender])
    for (const script of [0, 1] as const) {
      sink.bytes(family[script])
      sink.bytes(wideSpace)
      sink.bytes(given[script])
      sink.ascii(comma)
    }
    if (mistake !== 'no_phone') phones.mobile(mistake)
    sink.ascii(comma)
    if (mistake !== 'no_phone' && random.chance(0.55)) phones.landline()
    sink.ascii(comma)
    const [postalPrefix, place] = pick(places)
    sink.digits(postalPrefix, 3)
    sink.ascii(hyphen)
    sink.digits(random.below(10_000), 4)
    sink.ascii(comma)
    writeAddress(place)
    sink.ascii(comma)
    writeBirthDate(mistake)
    sink.ascii(comma)
    sink.bytes(genders[gender])
    sink.ascii(comma)
    sink.bytes(pick(courseNames))
    sink.ascii(carriageReturn)
    sink.ascii(lineFeed)
  }

  sink.bytes(encode(`${[theme.number, ...headingsBetween, theme.last].join(',')}\r\n`))
  for (let index = 0; index < options.rows; index++) {
    let mistake = random.chance(options.errorShare ?? 0) ? pick(mistakes) : null
    if (mistake === 'repeated_customer' && index === 0) mistake = null
    if (mistake !== null) counts[mistake] += 1
    writeRow(firstNumber + (mistake === 'repeated_customer' ? random.below(index) : index), mistake)
    if (sink.isFull()) yield sink.take()
  }
  if (sink.length() > 0) yield sink.take()
  return { rows: options.rows, ...counts }
}
