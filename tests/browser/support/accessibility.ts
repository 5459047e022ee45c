import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Serious and critical findings of axe on the page as it stands, each as rule, place and what is wrong. */
export async function findingsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
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
