/** Katakana that differ between one file and the next for the same person, folded to one form. */
const folded: Record<string, string> = {
  ァ: 'ア',
  ィ: 'イ',
  ゥ: 'ウ',
  ェ: 'エ',
  ォ: 'オ',
  ッ: 'ツ',
  ャ: 'ヤ',
  ュ: 'ユ',
  ョ: 'ヨ',
  ヮ: 'ワ',
  ヵ: 'カ',
  ヶ: 'ケ',
  ヰ: 'イ',
  ヱ: 'エ',
  ヲ: 'オ',
  ヂ: 'ジ',
  ヅ: 'ズ',
  ヴ: 'ブ',
  ヸ: 'イ',
  ヹ: 'エ',
  ヺ: 'オ',
}

/** One character per katakana code U+30A1..U+30FC; empty for what is dropped (middle dot). */
const katakana: string[] = []
for (let code = 0x30a1; code <= 0x30fc; code++) {
  const char = String.fromCharCode(code)
  katakana[code - 0x30a1] = char === '・' ? '' : (folded[char] ?? char)
}

const dropped = /[\s\u3000・･.．,，、‐-]/
const lengthMarks = /[-‐‑‒–—―−－ｰ~〜～]/

function foldKana(text: string): string {
  let key = ''
  for (const char of text.normalize('NFKC')) {
    let code = char.charCodeAt(0)
    if (code >= 0x3041 && code <= 0x3096) code += 0x60
    if (code >= 0x30a1 && code <= 0x30fc) key += katakana[code - 0x30a1] as string
    // A hyphen behind a kana is a length mark typed with the wrong key (サト－ for サトー).
    else if (lengthMarks.test(char)) key += key === '' ? '' : 'ー'
    else if (!dropped.test(char)) key += char.toUpperCase()
  }
  return key
}

/**
 * Search key of a kana name: full-width katakana without spaces and dots, small and old forms folded.
 * Never stored as the name itself: NFKC and folding lose what the client wrote.
 */
export function kanaKey(text: string): string {
  let key = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x30a1 && code <= 0x30fc) key += katakana[code - 0x30a1] as string
    else if (code !== 0x20 && code !== 0x3000) return foldKana(text)
  }
  return key
}

/** Old and variant kanji common in names, folded to the form in daily use. For matching only. */
const variants = new Map(
  [
    '髙高',
    '﨑崎',
    '嵜崎',
    '碕崎',
    '濵浜',
    '濱浜',
    '邊辺',
    '邉辺',
    '齋斎',
    '齊斉',
    '齎斎',
    '德徳',
    '廣広',
    '澤沢',
    '瀨瀬',
    '櫻桜',
    '國国',
    '嶋島',
    '嶌島',
    '條条',
    '圓円',
    '眞真',
    '惠恵',
    '禮礼',
    '龍竜',
    '瀧滝',
    '澁渋',
    '關関',
    '會会',
    '榮栄',
    '淺浅',
    '黑黒',
    '曾曽',
    '靑青',
    '𠮷吉',
    '桒桑',
    '冨富',
    '舘館',
  ].map((pair) => {
    const [from, to] = Array.from(pair)
    return [from as string, to as string] as const
  }),
)

const nameNoise = /[\s\u3000・･.．]/g

/** Search key of a name as written: NFKC, no spaces or dots, variant kanji folded. */
export function nameKey(text: string): string {
  let key = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const isPlain = (code >= 0x4e00 && code <= 0x9fa5) || code === 0x3005 || (code >= 0x3041 && code <= 0x30fa)
    if (isPlain) key += variants.get(text[i] as string) ?? text[i]
    else if (code !== 0x20 && code !== 0x3000) return foldName(text)
  }
  return key
}

function foldName(text: string): string {
  const bare = text.normalize('NFKC').replace(nameNoise, '').toUpperCase()
  return Array.from(bare, (char) => variants.get(char) ?? char).join('')
}

const plainNumber = /^[0-9A-Z-]+$/

/** Search key of a customer number: NFKC, upper case, trimmed; leading zeros are part of it. */
export function customerNumberKey(text: string): string {
  if (plainNumber.test(text)) return text
  return text.normalize('NFKC').trim().toUpperCase()
}
