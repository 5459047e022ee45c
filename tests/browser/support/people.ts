import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from './browser.ts'
import type { RunningProduct } from './product.ts'

/** Opens a browser of its own for a demo person and comes in by the one-click link. @param label  how the link begins */
export async function comeIn(
  product: RunningProduct,
  label: string,
  options: Parameters<typeof openBrowser>[0] = {},
): Promise<TestBrowser> {
  const link = [...product.links].find(([name]) => name.startsWith(label))
  if (link === undefined) throw new Error(`no link begins with ${label}`)
  const browser = await openBrowser(options)
  await browser.page.goto(link[1])
  await browser.page.waitForURL((url) => url.pathname !== '/demo')
  return browser
}

const tenantPath = /^\/t\/([0-9a-f-]{36})\//

/** The tenant that a page speaks of; whoever has just come in is brought to a page of a tenant in a moment. */
export async function tenantOf(page: Page): Promise<string> {
  await page.waitForURL(({ pathname }) => tenantPath.test(pathname))
  return tenantPath.exec(new URL(page.url()).pathname)?.[1] ?? ''
}

/** Waits until the demo has told that everything is there. */
export async function untilFilled(product: RunningProduct): Promise<void> {
  while (!product.output().includes('The demo is complete')) await new Promise((resolve) => setTimeout(resolve, 200))
}
