import { municipalityTable } from './municipality-table.ts'

// Behind a door of its own (`@sekisho/municipalities`): 60 kB that most pages do not need.

/** A city, town, village, or ward of Tokyo; the wards of other cities count to their city. */
export interface Municipality {
  /** Five digits of JIS X 0402, without the check digit; the first two are the prefecture's. */
  readonly code: string
  /** By JIS X 0401. */
  readonly prefecture: number
  readonly name: string
  /** In hiragana. */
  readonly kana: string
  /** 郡 of a town or village, or the island that stands in its place; null where addresses write none. */
  readonly district: string | null
  /**
   * The name alone is also the beginning of another place's: of a town, somewhere in its prefecture; of a city, anywhere. An
   * address that only has the name does not say which of them it means.
   */
  readonly isAlsoPlace: boolean
}

/** All 1,741, in the order of their codes. */
export const municipalities: readonly Municipality[] = municipalityTable.trim().split('\n').flatMap(readLine)

const byCode = new Map(municipalities.map((each) => [each.code, each]))

/** @returns undefined where no municipality has the code */
export function municipalityOf(code: string): Municipality | undefined {
  return byCode.get(code)
}

function readLine(line: string): Municipality[] {
  const [prefecture = '', ...words] = line.split(' ')
  let district: string | null = null
  return words.flatMap((word) => {
    if (word.startsWith('@')) {
      district = word.slice(1) || null
      return []
    }
    const [name = '', kana = ''] = word.slice(3).split(':')
    const isAlsoPlace = name.startsWith('*')
    return [
      {
        ...{ code: prefecture + word.slice(0, 3), prefecture: Number(prefecture), kana, district, isAlsoPlace },
        name: isAlsoPlace ? name.slice(1) : name,
      },
    ]
  })
}

/** Ways to write one and the same name, each with the one that it is read as. No two municipalities become one by it. */
const sameLetters = new Map(
  `ヶケ ヵケ ガケ がケ のノ 之ノ 乃ノ 龍竜 檮梼 惠恵 髙高 﨑崎 嵜崎 濱浜 濵浜 邊辺 邉辺 澤沢 廣広 國国 櫻桜 嶋島 冨富 淵渕 竈釜 竃釜 鯵鰺 舘館
  圓円 瀧滝 眞真 齋斎 藪薮 蘆芦 驒騨 鶯鴬 檜桧 靜静 當当 豐豊 與与 條条 會会 黑黒 萬万 鹽塩 槇槙 籠篭 曾曽 祗祇 壹壱 攝摂 彌弥 榮栄 鷄鶏`
    .split(/\s+/)
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
)
const letters = `[${[...sameLetters.keys()].join('')}]`
const hasFolding = new RegExp(letters)
const folding = new RegExp(letters, 'g')
const blanks = /[\s\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu
const hasBlanks = /[\s\ufe00-\ufe0f\udb40]/

/** A name of a place as it is compared: without blanks and variation selectors, in one width and one way of writing. */
export function foldPlace(text: string): string {
  const sameWidth = text.normalize('NFKC')
  const plain = hasBlanks.test(sameWidth) ? sameWidth.replace(blanks, '') : sameWidth
  return hasFolding.test(plain) ? plain.replace(folding, (letter) => sameLetters.get(letter) ?? letter) : plain
}
