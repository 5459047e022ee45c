import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type Page, chromium } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface TestBrowser {
  readonly context: BrowserContext
  readonly page: Page
  /** Messages of the page's console and errors that nobody caught; a test looks that there are none. */
  readonly complaints: string[]
  close(): Promise<void>
}

/** Debian's Chromium with a new empty profile, in Japanese and in Japan. */
export async function openBrowser(
  options: { width?: number; height?: number; dark?: boolean; language?: string } = {},
): Promise<TestBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'sekisho-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.SEKISHO_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: flags,
    locale: options.language ?? 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    colorScheme: options.dark === true ? 'dark' : 'light',
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
  })
  // as long as a machine may take that does much else; what never comes fails all the same
  context.setDefaultTimeout(90_000)
  const page = context.pages()[0] ?? (await context.newPage())
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return {
    context,
    page,
    complaints,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** Drawn, and no longer waiting for its data. */
export async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('.mantine-Loader-root').first().waitFor({ state: 'detached' })
}

/**
 * Where `npm run screenshots` and a failing test put pictures.
 *
 * @param options.isWhole  below the fold, too
 */
export async function picture(
  page: Page,
  folder: string,
  name: string,
  options: { readonly isWhole?: boolean } = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: options.isWhole === true })
}
