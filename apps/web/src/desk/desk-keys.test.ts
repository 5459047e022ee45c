import { describe, expect, it } from 'vitest'
import { deskKey, digitWindowMs, pushDigit } from './desk-keys.ts'
import type { KeyPress } from './desk-keys.ts'

const press = (more: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  keyCode: 0,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
})

describe('deskKey', () => {
  it('confirms with Ctrl+Enter inside and outside the memo', () => {
    for (const isInText of [true, false]) {
      expect(deskKey(press({ key: 'Enter', ctrlKey: true }), isInText)).toEqual({ type: 'confirm' })
    }
  })
  it('reads nothing while the input method converts, also when only the key code says so', () => {
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      for (const key of [
        press({ key: 'Enter', ctrlKey: true, ...composing }),
        press({ key: 'F2', ...composing }),
        press({ key: '1', code: 'Digit1', ...composing }),
        press({ key: 'Escape', ...composing }),
        press({ key: 'e', code: 'KeyE', altKey: true, ...composing }),
      ]) {
        expect(deskKey(key, true)).toBeNull()
        expect(deskKey(key, false)).toBeNull()
      }
    }
  })
  it('leaves F4 and F6 to F10 to the browser and the input method', () => {
    for (const key of ['F1', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12']) {
      for (const isInText of [true, false]) expect(deskKey(press({ key, code: key }), isInText)).toBeNull()
    }
  })
  it('chooses by digit outside the memo only', () => {
    const one = press({ key: '1', code: 'Digit1' })
    expect(deskKey(one, false)).toEqual({ type: 'digit', digit: '1' })
    expect(deskKey(one, true)).toBeNull()
    expect(deskKey(press({ key: '5', code: 'Numpad5' }), false)).toEqual({ type: 'digit', digit: '5' })
  })
  it('leaves the memo with Escape and types everything else into it', () => {
    expect(deskKey(press({ key: 'Escape' }), true)).toEqual({ type: 'leave_text' })
    expect(deskKey(press({ key: 'Enter' }), true)).toBeNull()
    expect(deskKey(press({ key: '/' }), true)).toBeNull()
  })
  it('reads Alt by the place of the key and leaves Alt+F4 alone', () => {
    expect(deskKey(press({ key: '´', code: 'KeyE', altKey: true }), true)).toEqual({ type: 'hang_up' })
    expect(deskKey(press({ key: 'l', code: 'KeyL', altKey: true }), false)).toEqual({ type: 'next_state' })
    expect(deskKey(press({ key: 'ω', code: 'KeyZ', altKey: true }), false)).toEqual({ type: 'correct' })
    expect(deskKey(press({ key: '˜', code: 'KeyN', altKey: true }), false)).toEqual({ type: 'notice' })
    expect(deskKey(press({ key: '®', code: 'KeyR', altKey: true }), true)).toEqual({ type: 'spoken_number' })
    expect(deskKey(press({ key: 'z', code: 'KeyZ', ctrlKey: true }), true)).toBeNull()
    expect(deskKey(press({ key: '2', code: 'Digit2', altKey: true }), true)).toEqual({ type: 'fast', place: 2 })
    expect(deskKey(press({ key: 'F4', code: 'F4', altKey: true }), false)).toBeNull()
  })
  it('does not take the browser’s own Ctrl keys', () => {
    for (const key of ['c', 'v', '1', 'w', 'r']) expect(deskKey(press({ key, ctrlKey: true }), false)).toBeNull()
  })
})

describe('pushDigit', () => {
  const codes = ['11', '12', '21', '211', '31']
  const type = (digits: string, gapMs = 100) => {
    let buffer = { digits: '', at: -10_000 }
    let chosen: string | null = null
    digits.split('').forEach((digit, index) => {
      const pushed = pushDigit(buffer, digit, index * gapMs, codes)
      buffer = pushed.buffer
      chosen = pushed.code ?? chosen
    })
    return { digits: buffer.digits, chosen }
  }
  it('chooses with the second digit', () => {
    expect(type('1')).toEqual({ digits: '1', chosen: null })
    expect(type('11')).toEqual({ digits: '', chosen: '11' })
  })
  it('begins anew after a pause', () => {
    expect(type('1', digitWindowMs + 1)).toEqual({ digits: '1', chosen: null })
    expect(type('12', digitWindowMs + 1)).toEqual({ digits: '2', chosen: null })
  })
  it('begins anew with a digit that leads nowhere', () => {
    expect(type('131')).toEqual({ digits: '', chosen: '31' })
    expect(type('9')).toEqual({ digits: '', chosen: null })
  })
  it('lets a longer code follow a shorter one', () => {
    expect(type('21').chosen).toBe('21')
    expect(type('211').chosen).toBe('211')
  })
})
