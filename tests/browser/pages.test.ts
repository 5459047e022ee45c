import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { settle } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// Every page as the seats that see it: what a screen reader is told, and that nothing runs over its edge.

const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })

afterEach(() => trial.closeBrowsers())

async function judgeAt(page: Page, path: string): Promise<string[]> {
  await page.goto(new URL(path, trial.product.address).href)
  await settle(page)
  return judge(page, path)
}

/** The pages of the rail, and one list and one campaign behind them. */
async function pagesOf(page: Page): Promise<string[]> {
  await settle(page)
  const ofRail = await page
    .locator('nav a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const behind: string[] = []
  for (const path of ofRail.filter((each) => /\/(lists|campaigns)$/.test(each))) {
    await page.goto(new URL(path, trial.product.address).href)
    await settle(page)
    const first = page.locator(`main td a[href^="${path}/"]`).first()
    behind.push((await first.getAttribute('href')) ?? '')
  }
  return [...ofRail, ...behind]
}

const seats = [
  'オペレーター 佐藤',
  'SV 田中',
  'センター長',
  '内部監査',
  '委託元',
  '監視センター',
  '運用保守',
  'アカウント管理者',
]

describe('what a screen reader and every screen are given', () => {
  it.each(seats)('has no serious finding on any page of %s, in both colours and three sizes', async (label) => {
    const { page, complaints } = await trial.enter(label)
    const first = new URL(page.url()).pathname
    const found: string[] = []
    for (const path of new Set([first, ...(await pagesOf(page)), '/settings']))
      found.push(...(await judgeAt(page, path)))
    expect(found).toEqual([])
    expect(complaints).toEqual([])
  })

  it('has none in what opens over and within the pages, where they are denied, and where there are none', async () => {
    const { page } = await trial.enter('SV 田中')
    const tenant = await tenantOf(page)
    const found: string[] = []
    for (const path of [`/t/${tenant}/campaigns/new`, `/t/${tenant}/wall`, '/people', '/nowhere', `/t/${tenant}/lists`])
      found.push(...(await judgeAt(page, path)))
    await page.keyboard.press('Control+K')
    await page.getByRole('listbox').waitFor()
    found.push(...(await judge(page, 'palette')))
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /田中 健一/ }).click()
    await page.getByRole('button', { name: 'サインアウト' }).waitFor()
    found.push(...(await judge(page, 'own menu')))
    const manager = (await trial.enter('アカウント管理者')).page
    await manager.goto(`${trial.product.address}/designations`)
    await manager.getByRole('button', { name: '権限を指定' }).click()
    await manager.getByLabel('終了日').click()
    await manager.getByRole('button', { name: '翌月' }).waitFor()
    found.push(...(await judge(manager, 'grant and its calendar')))
    expect(found).toEqual([])
  })

  it('is read under the page’s own language, whatever the browser’s is', async () => {
    const { page } = await trial.enter('内部監査', { language: 'en-US' })
    const tenant = await tenantOf(page)
    await page.goto(`${trial.product.address}/t/${tenant}/ledger`)
    const from = page.getByLabel('この日から')
    await from.fill('１１/20')
    await page.keyboard.press('Tab')
    await page.waitForURL(/from=\d{4}-11-20/)
    expect(await from.inputValue()).toMatch(/^\d{4}\/11\/20$/)
    expect(await page.locator('html').getAttribute('lang')).toBe('ja')
  })
})
