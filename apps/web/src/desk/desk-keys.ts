import { isComposing } from '../shared/composing.ts'

/** What a key asks for at the desk. */
export type DeskKey =
  | { readonly type: 'confirm' }
  | { readonly type: 'available' }
  | { readonly type: 'callback' }
  | { readonly type: 'hang_up' }
  | { readonly type: 'next_state' }
  | { readonly type: 'correct' }
  | { readonly type: 'confirm_person' }
  | { readonly type: 'who_answered' }
  | { readonly type: 'hand' }
  | { readonly type: 'hand_text' }
  | { readonly type: 'faq' }
  | { readonly type: 'notice' }
  | { readonly type: 'spoken_number' }
  | { readonly type: 'find_result' }
  | { readonly type: 'leave_text' }
  | { readonly type: 'fast'; readonly place: number }
  | { readonly type: 'digit'; readonly digit: string }

export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly keyCode: number
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly isComposing: boolean
}

/**
 * Reads a key at the desk; null leaves it to the browser and the input method.
 *
 * While a conversion is running nothing is read at all. F4 and F6-F10 are never taken: input methods convert with them.
 * Letters after Alt are read by their place on the keyboard, because with Alt some systems type another sign.
 *
 * @param isInText  whether the focus is in the memo or another text field, where digits are just typed
 */
export function deskKey(press: KeyPress, isInText: boolean): DeskKey | null {
  if (isComposing(press) || press.metaKey) return null
  const { key, code, ctrlKey, altKey, shiftKey } = press
  if (ctrlKey) return key === 'Enter' && !altKey && !shiftKey ? { type: 'confirm' } : null
  if (altKey) return shiftKey ? null : withAlt(code)
  if (key === 'F2') return { type: 'available' }
  if (key === 'F3') return { type: 'callback' }
  if (isInText) return key === 'Escape' ? { type: 'leave_text' } : null
  if (key === '/') return { type: 'find_result' }
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? (/^\d$/.test(key) ? key : undefined)
  return digit === undefined || shiftKey ? null : { type: 'digit', digit }
}

function withAlt(code: string): DeskKey | null {
  if (code === 'KeyE') return { type: 'hang_up' }
  if (code === 'KeyL') return { type: 'next_state' }
  if (code === 'KeyZ') return { type: 'correct' }
  if (code === 'KeyY') return { type: 'confirm_person' }
  if (code === 'KeyU') return { type: 'who_answered' }
  if (code === 'KeyQ') return { type: 'faq' }
  if (code === 'KeyN') return { type: 'notice' }
  if (code === 'KeyR') return { type: 'spoken_number' }
  if (code === 'KeyK') return { type: 'hand' }
  if (code === 'KeyJ') return { type: 'hand_text' }
  const place = /^Digit([1-9])$/.exec(code)?.[1]
  return place === undefined ? null : { type: 'fast', place: Number(place) }
}

/** Two digits typed after each other within this time are one code. */
export const digitWindowMs = 1_500

export interface DigitBuffer {
  readonly digits: string
  readonly at: number
}

/**
 * Takes one more digit of a result code.
 *
 * @param codes  the codes there are
 * @returns      what was typed so far, and the code it names if it names one
 */
export function pushDigit(
  buffer: DigitBuffer,
  digit: string,
  at: number,
  codes: readonly string[],
): { readonly buffer: DigitBuffer; readonly code: string | null } {
  const begins = (text: string) => codes.some((code) => code.startsWith(text))
  const isFresh = at - buffer.at > digitWindowMs
  const joined = isFresh ? digit : buffer.digits + digit
  const digits = begins(joined) ? joined : begins(digit) ? digit : ''
  const code = codes.includes(digits) ? digits : null
  const mayGrow = codes.some((each) => each.length > digits.length && each.startsWith(digits))
  return { buffer: { digits: code !== null && !mayGrow ? '' : digits, at }, code }
}
