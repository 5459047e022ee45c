import type { Page } from 'playwright-core'

/** Where a hand must be for a key: a chord is struck where its letter or digit is. */
type Place = 'digits' | 'letters' | 'enter' | 'functions' | 'other'

/** What a piece of work cost the hands. */
export interface Cost {
  /** Keys that were struck; modifiers held beside one do not count. */
  readonly strokes: number
  /** A hand goes from one part of the keyboard to another; the first stroke counts, too. */
  readonly movements: number
  /** Uses of mouse, pen or finger since the watching began. */
  readonly pointer: number
}

interface Struck {
  readonly keys: string[]
  pointer: number
}

/** Notes every key and every use of the pointer in the page, before anything else sees it. */
export async function watchHands(page: Page): Promise<void> {
  await page.evaluate(() => {
    const struck: Struck = { keys: [], pointer: 0 }
    Object.assign(window, { struck })
    const modifiers = ['Control', 'Alt', 'Shift', 'Meta']
    window.addEventListener(
      'keydown',
      ({ key, code }) => void (modifiers.includes(key) || struck.keys.push(code)),
      true,
    )
    window.addEventListener('pointerdown', () => void (struck.pointer += 1), true)
  })
}

/** What was struck since it was asked last. */
export async function costOf(page: Page): Promise<Cost> {
  const { keys, pointer } = await page.evaluate(() => {
    const { struck } = window as unknown as { struck: Struck }
    return { keys: struck.keys.splice(0), pointer: struck.pointer }
  })
  const places = keys.map(placeOf)
  return {
    strokes: keys.length,
    movements: places.filter((place, index) => place !== places[index - 1]).length,
    pointer,
  }
}

function placeOf(code: string): Place {
  if (/^Digit\d$/.test(code)) return 'digits'
  if (/^Key[A-Z]$/.test(code)) return 'letters'
  if (/^F\d+$/.test(code)) return 'functions'
  return code === 'Enter' ? 'enter' : 'other'
}
