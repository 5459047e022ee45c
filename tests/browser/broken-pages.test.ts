import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TestBrowser } from './support/browser.ts'
import { comeIn, tenantOf, untilFilled } from './support/people.ts'
import { type RunningProduct, startProduct } from './support/product.ts'

// When something breaks under an open page, the page says what it is and what to do next, in plain words.

const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-broken-'))
let product: RunningProduct
const browsers: TestBrowser[] = []

beforeAll(async () => {
  product = await startProduct({ SEKISHO_DATA: dataDir })
  await untilFilled(product)
})

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
})

afterAll(async () => {
  // undefined when it did not start
  await (product as RunningProduct | undefined)?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function enter(label: string): Promise<Page> {
  const browser = await comeIn(product, label)
  browsers.push(browser)
  await browser.page.getByRole('heading', { level: 1 }).first().waitFor()
  return browser.page
}

/** Asks a route as the page itself would; gives what it answers. */
function ask<Answer>(page: Page, method: 'GET' | 'POST', path: string): Promise<Answer> {
  return page.evaluate<Answer, { method: string; path: string }>(
    async (given) => {
      const headers = { 'content-type': 'application/json' }
      const sent = given.method === 'GET' ? {} : { method: given.method, headers, body: '{}' }
      const answer = await fetch(given.path, sent)
      if (!answer.ok) throw new Error(`${given.path}: ${answer.status}`)
      return (await answer.json()) as Answer
    },
    { method, path },
  )
}

describe('a page that is not there or not for this seat', () => {
  it('says that the address leads nowhere, and leads back', async () => {
    const page = await enter('SV 田中')
    await page.goto(`${product.address}/nowhere`)
    await page.getByRole('heading', { name: 'ページが見つかりません' }).waitFor()
    await page.getByRole('button', { name: '最初のページへ' }).click()
    await page.waitForURL(/\/floor$/)
  })

  it('names the right that is missing and whom to ask', async () => {
    const page = await enter('オペレーター 佐藤')
    await page.goto(`${product.address}/people`)
    await page.getByRole('heading', { name: 'このページを開く権限がありません' }).waitFor()
    const text = await page.getByRole('main').innerText()
    expect(text).toContain('アカウント管理者に権限指定を依頼してください')
  })
})

describe('a page that breaks', () => {
  it('keeps the way to the other pages when its own program fails, and shows nothing of the error', async () => {
    const page = await enter('SV 田中')
    const tenant = await tenantOf(page)
    await page.route(`**/api/tenants/${tenant}/campaigns`, (route) => route.fulfill({ json: { campaigns: [{}] } }))
    await page.goto(`${product.address}/t/${tenant}/campaigns`)
    await page.getByRole('heading', { name: '画面を表示できませんでした' }).waitFor()
    expect(await page.getByRole('main').innerText()).not.toMatch(/undefined|TypeError/)
    await page.getByRole('link', { name: '架電リスト', exact: true }).click()
    await page.getByRole('heading', { name: '架電リスト' }).waitFor()
    await page.unroute(`**/api/tenants/${tenant}/campaigns`)
    await page.goto(`${product.address}/t/${tenant}/campaigns`)
    await page.getByRole('heading', { name: 'キャンペーン', exact: true }).waitFor()
  })

  it('says so when a file of it does not arrive, and mends by loading again', async () => {
    const page = await enter('SV 田中')
    const tenant = await tenantOf(page)
    await page.route('**/assets/lists-page*', (route) => route.abort())
    await page.getByRole('link', { name: '架電リスト', exact: true }).click()
    await page.getByRole('heading', { name: '画面を表示できませんでした' }).waitFor()
    await page.unroute('**/assets/lists-page*')
    await page.getByRole('button', { name: 'もう一度読み込む' }).click()
    await page.getByRole('heading', { name: '架電リスト' }).waitFor()
    expect(page.url()).toContain(tenant)
  })
})

describe('a session or a right that ends under an open page', () => {
  it('says that the session was ended elsewhere, and comes back to the same page after a sign-in', async () => {
    const page = await enter('SV 高橋')
    const tenant = await tenantOf(page)
    await page.goto(`${product.address}/t/${tenant}/lists`)
    await page.getByRole('heading', { name: '架電リスト' }).waitFor()
    const manager = await enter('アカウント管理者')
    const { people } = await ask<{ people: { personId: string; displayName: string }[] }>(manager, 'GET', '/api/people')
    const person = people.find(({ displayName }) => displayName === '高橋 美穂')?.personId ?? ''
    await ask(manager, 'POST', `/api/people/${person}/revoke-sessions`)
    await page.getByRole('heading', { name: 'サインインが終了しました' }).waitFor()
    expect(await page.getByRole('main').innerText()).toContain('アカウント管理者に知らせてください')
    await page.getByRole('button', { name: 'サインインする' }).click()
    await page.waitForURL(/\/sign-in\?next=/)
    expect(decodeURIComponent(page.url())).toContain(`/t/${tenant}/lists`)
  })

  it('says at once on a live floor that the session was ended elsewhere', async () => {
    const page = await enter('SV 田中')
    await page.getByRole('region', { name: '新料金プランのご案内' }).waitFor()
    const manager = await enter('アカウント管理者')
    const { people } = await ask<{ people: { personId: string; displayName: string }[] }>(manager, 'GET', '/api/people')
    const person = people.find(({ displayName }) => displayName === '田中 健一')?.personId ?? ''
    await ask(manager, 'POST', `/api/people/${person}/revoke-sessions`)
    await page.getByRole('heading', { name: 'サインインが終了しました' }).waitFor()
    expect(await page.getByText('模擬オペレーター').count()).toBe(0)
  })

  it('asks nothing of somebody who signed out', async () => {
    const page = await enter('監視センター')
    await page.getByRole('button', { name: /加藤 亮/ }).click()
    await page.getByRole('button', { name: 'サインアウト' }).click()
    await page.waitForURL(/\/sign-in/)
    await page.getByRole('heading', { name: 'サインイン', exact: true }).waitFor()
  })

  it('shows a supervisor whose designation was withdrawn which right is gone', async () => {
    const page = await enter('SV 伊藤')
    await page.getByText('受付中のオペレーターはいません').waitFor()
    const manager = await enter('アカウント管理者')
    const { designations } = await ask<{ designations: { designationId: string; personName: string }[] }>(
      manager,
      'GET',
      '/api/designations',
    )
    const held = designations.filter(({ personName }) => personName === '伊藤 陽子')
    expect(held.length).toBeGreaterThan(0)
    for (const { designationId } of held) await ask(manager, 'POST', `/api/designations/${designationId}/withdraw`)
    await page.getByRole('heading', { name: 'このページを開く権限がありません' }).waitFor()
    expect(await page.getByRole('main').innerText()).toContain('アカウント管理者')
  })
})

describe('a server that goes and comes back', () => {
  it('is told on every page, with the age of what is shown, and mended without a reload', async () => {
    const floor = await enter('センター長')
    const tenant = await tenantOf(floor)
    await floor.goto(`${product.address}/t/${tenant}/floor`)
    await floor.getByText('架電', { exact: true }).first().waitFor()
    const lists = await enter('内部監査')
    await lists.goto(`${product.address}/t/${tenant}/ledger/health`)
    await lists.getByRole('heading', { name: '台帳の状態' }).waitFor()
    const marked = 'sekisho.test.not-reloaded'
    for (const page of [floor, lists]) await page.evaluate((name) => Object.assign(window, { [name]: true }), marked)

    await product.stop()
    await floor.getByText(/サーバーとの接続が切れました。つなぎ直しています。表示は.+前のものです。/).waitFor()
    await lists.getByText('サーバーにつながりません', { exact: true }).waitFor()
    expect(await lists.getByText('記録の受付').count()).toBe(1)

    const port = new URL(product.address).port
    product = { ...(await startProduct({ SEKISHO_DATA: dataDir, SEKISHO_PORT: port })), address: product.address }
    await lists.getByText('サーバーにつながりません', { exact: true }).waitFor({ state: 'detached' })
    await floor.getByText('サーバーとの接続が切れました', { exact: false }).waitFor({ state: 'detached' })
    for (const page of [floor, lists])
      expect(await page.evaluate((name) => (window as unknown as Record<string, unknown>)[name], marked)).toBe(true)
  })
})
