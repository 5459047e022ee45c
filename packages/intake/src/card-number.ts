/** Digits with at most one blank or hyphen between two, full-width or not. */
const runOfDigits = /(?<![0-9０-９])[0-9０-９](?:[ \u3000\-－‐−]?[0-9０-９]){12,18}(?![0-9０-９])/g

/** First digits and lengths of the issuers whose cards are used in Japan (ISO/IEC 7812). */
const issuers: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^3(?:0[0-5]|095|[689])/, lengths: [14, 15, 16, 17, 18, 19] },
  { prefix: /^(?:6011|64[4-9]|65)/, lengths: [16, 17, 18, 19] },
  { prefix: /^62/, lengths: [16, 17, 18, 19] },
]

/** ISO/IEC 7812-1, annex B. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

function isCardNumber(digits: string): boolean {
  return (
    issuers.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) &&
    hasCheckDigit(digits)
  )
}

/**
 * Whether a text holds what reads as the number of a credit card: the length and first digits of an issuer, and a check
 * digit that is right. One in ten other numbers of that shape has one by chance, so this is a suspicion, and a campaign
 * may be told to hold such texts.
 */
export function holdsCardNumber(text: string): boolean {
  if (text.length < 13) return false
  for (const [run] of text.matchAll(runOfDigits)) {
    if (isCardNumber(run.normalize('NFKC').replace(/\D/g, ''))) return true
  }
  return false
}
