import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules that look at colours; all others see the same in light and dark. */
const ofColours = ['color-contrast', 'link-in-text-block']

/**
 * Serious and critical findings of axe on the page as it stands, each as rule, place and what is wrong.
 *
 * @param rules  these alone; all that axe has when left out
 */
export async function findingsOn(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) }
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  if (results.passes.length === 0) throw new Error('axe looked at nothing')
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`))
}

/** Whether the page itself moves sideways once it has found its place; a table may, within its own frame. */
export async function overflowsSideways(page: Page): Promise<boolean> {
  for (let looks = 0; looks < 10; looks += 1) {
    if (await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
      return false
    await page.waitForTimeout(100)
  }
  return true
}

/** In both colours, from the one in which the page is; then whether a phone, a desk's and a wide screen hold it. */
export async function judge(page: Page, place: string): Promise<string[]> {
  const found: string[] = []
  const isDark = await page.evaluate(() => document.documentElement.dataset['mantineColorScheme'] === 'dark')
  const [first, second] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  for (const colorScheme of [first, second]) {
    // without motion, because what is still fading in cannot be judged
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForFunction(
      (scheme) =>
        document.documentElement.dataset['mantineColorScheme'] === scheme &&
        document.getAnimations().every(({ playState }) => playState !== 'running'),
      colorScheme,
    )
    const findings = await findingsOn(page, colorScheme === second ? ofColours : undefined)
    found.push(...findings.map((finding) => `${place} (${colorScheme}): ${finding}`))
  }
  for (const [width, height] of [
    [390, 844],
    [1920, 1080],
    [1280, 720],
  ] as const) {
    await page.setViewportSize({ width, height })
    if (await overflowsSideways(page)) found.push(`${place}: wider than ${width}`)
  }
  return found
}
