import type { CDPSession, Locator, Page } from 'playwright-core'

const mostStops = 200

/** Moves the focus by Tab alone until it is on the element; what cannot be reached so cannot be used by keyboard. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let stops = 0; stops < mostStops; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target.toString()} was not reached in ${mostStops} stops`)
}

export async function tabAndPress(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

export async function tabAndType(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

/** Goes to a page by the palette, as the keyboard does. */
export async function goByPalette(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox', { name: '画面の名前を入力' }).waitFor()
  await page.keyboard.insertText(name)
  await page.keyboard.press('Enter')
}

/** An input method over the field that has the focus, driven as the browser's own is (CDP `Input.imeSetComposition`). */
export interface InputMethod {
  compose(text: string): Promise<void>
  /** Ends the conversion with a text, as its confirming Enter does. */
  commit(text: string): Promise<void>
  /** A key while a conversion runs; the browser tells the page that it is composing. */
  press(key: string, options?: { control: boolean }): Promise<void>
}

export async function inputMethodOf(page: Page): Promise<InputMethod> {
  const session: CDPSession = await page.context().newCDPSession(page)
  return {
    async compose(text) {
      await session.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      })
    },
    async commit(text) {
      await session.send('Input.insertText', { text })
    },
    async press(key, { control } = { control: false }) {
      const event = { key, code: key, windowsVirtualKeyCode: 13, modifiers: control ? 2 : 0 }
      // with its text, so that a form would be sent if nothing held the key back
      await session.send('Input.dispatchKeyEvent', { ...event, type: 'keyDown', text: '\r' })
      await session.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' })
    },
  }
}
