import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ListSummary, listChunks } from '@sekisho/fictitious'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestBrowser } from './support/browser.ts'
import { sightingsBelow } from './support/canaries.ts'
import { comeIn, tenantOf, untilFilled } from './support/people.ts'
import { type RunningProduct, startProduct } from './support/product.ts'

// The circle as a new user walks it in the demo, by what stands on the screen: a supervisor's list, an operator's call,
// the floor, the auditor's ledger. Each step goes on where the one before ended.

const rows = 300_000
const campaign = '冬の健診のご案内'
const patienceMs = 480_000
const dataDir = mkdtempSync(join(tmpdir(), 'sekisho-walk-'))
const fileFolder = mkdtempSync(join(tmpdir(), 'sekisho-walk-file-'))
const file = join(fileFolder, '受診者一覧.csv')

let product: RunningProduct
let made: ListSummary
let tenantId = ''
/** Texts of people in the file that must stand nowhere in clear. */
const canaries: string[] = []
/** What the operator saw of the one person on the line. */
const seen = { customerNumber: '', position: '' }
const browsers: TestBrowser[] = []

beforeAll(async () => {
  made = writeList()
  product = await startProduct({ SEKISHO_DATA: dataDir })
  await untilFilled(product)
}, 300_000)

afterAll(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  // undefined when it did not start
  await (product as RunningProduct | undefined)?.stop()
  for (const folder of [dataDir, fileFolder]) rmSync(folder, { recursive: true, force: true })
})

function writeList(): ListSummary {
  const chunks: Uint8Array[] = []
  const making = listChunks({ rows, encoding: 'shift_jis', seed: 77, errorShare: 0.01, theme: 'residents' })
  for (;;) {
    const next = making.next()
    if (next.done === true) {
      writeFileSync(file, Buffer.concat(chunks))
      keepCanaries(Buffer.concat(chunks))
      return next.value
    }
    chunks.push(next.value)
  }
}

function keepCanaries(bytes: Buffer): void {
  const lines = new TextDecoder('shift_jis', { fatal: true }).decode(bytes).split('\r\n')
  for (const row of [1, 70_001, 150_001, 299_999]) {
    const [, name = '', kana = '', , , , address = ''] = (lines[row] ?? '').split(',')
    canaries.push(name, kana, address)
  }
}

async function enter(label: string): Promise<Page> {
  const browser = await comeIn(product, label)
  browsers.push(browser)
  return browser.page
}

async function leave(): Promise<void> {
  const browser = browsers.pop()
  expect(browser?.complaints).toEqual([])
  await browser?.close()
}

/** The figure beside a word in a list of figures. */
async function figure(page: Page, word: string): Promise<number> {
  const text = await page.locator(`dt:text-is("${word}") + dd`).innerText()
  return Number(text.replaceAll(/[^0-9]/g, ''))
}

describe('a first day with the product', () => {
  it('lets a supervisor make a campaign that may call at this hour', async () => {
    const page = await enter('SV 高橋')
    await page.getByRole('link', { name: 'キャンペーン', exact: true }).click()
    tenantId = await tenantOf(page)
    await page.getByRole('button', { name: 'キャンペーンを作成' }).click()
    await page.getByRole('textbox', { name: '名前', exact: true }).fill(campaign)
    await page.getByRole('combobox', { name: '業務', exact: true }).selectOption({ label: '健診受診勧奨' })
    await page.getByRole('radio', { name: 'テスト', exact: true }).check()
    await page.getByRole('textbox', { name: '名乗り', exact: true }).fill('架空市けんこう推進課の{operator}です')
    for (const day of ['平日', '土曜', '日曜・祝日']) {
      await page.getByLabel(`${day} から`).fill('00:00')
      await page.getByLabel(`${day} まで`).fill('24:00')
    }
    await page.getByRole('button', { name: '作成する' }).click()
    await page.getByRole('heading', { name: '架電準備の確認' }).waitFor()
    await page.getByText('あと 1つ整えると').waitFor()
    expect(await page.getByText('発信できる対象者がいません').count()).toBeGreaterThan(0)
  })

  it('takes 300,000 rows of Shift_JIS and tells what was accepted, refused and repeated', async () => {
    const page = browsers[0]?.page as Page
    await page.getByRole('link', { name: 'リスト取込' }).first().click()
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('combobox', { name: '取込先のキャンペーン' }).waitFor({ timeout: patienceMs })
    expect(await page.locator('body').innerText()).not.toContain(canaries[0])
    await page.getByRole('combobox', { name: '取込先のキャンペーン' }).selectOption({ label: `${campaign}(テスト)` })
    await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill('令和8年度 冬')
    await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
    await page.getByRole('button', { name: '取り込む', exact: true }).click({ timeout: patienceMs })
    await page.locator('dt:text-is("受入")').waitFor({ timeout: patienceMs })
    await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
    const [accepted, refused, duplicate] = [
      await figure(page, '受入'),
      await figure(page, '不受理'),
      await figure(page, '重複'),
    ]
    expect(refused).toBe(made.no_phone + made.impossible_date)
    expect(duplicate).toBeGreaterThan(made.repeated_customer * 0.8)
    expect(duplicate).toBeLessThanOrEqual(made.repeated_customer)
    expect(accepted + refused + duplicate).toBe(rows)
    await page.getByRole('heading', { name: '受け入れなかった行' }).waitFor()
  }, 1_200_000)

  it('starts calling', async () => {
    const page = browsers[0]?.page as Page
    await page.getByRole('link', { name: 'キャンペーン', exact: true }).click()
    await page.getByRole('link', { name: campaign }).first().click()
    await page.getByRole('button', { name: '発信を開始' }).click()
    await page.getByRole('group').getByRole('button', { name: '発信を開始' }).click()
    await page.getByRole('button', { name: '発信を停止' }).waitFor()
    await leave()
  })

  it('brings an operator a call, whose result is recorded without a mouse', async () => {
    const page = await enter('オペレーター 佐藤')
    const choice = page.getByRole('button', { name: campaign })
    await choice.waitFor()
    await page.keyboard.press((await choice.locator('kbd').innerText()).trim())
    await page.getByText('離席', { exact: false }).first().waitFor()
    await page.keyboard.press('F2')
    const contact = page.getByRole('region', { name: '対象者' })
    await contact.waitFor({ timeout: patienceMs })
    // each template has its own word for it
    const word = contact.locator('dt').filter({ hasText: /^(宛名|お客様)番号$/ })
    seen.customerNumber = await word.locator('xpath=following-sibling::dd[1]').innerText()
    seen.position = /記録番号 ([\d,]+)/.exec(await page.locator('body').innerText())?.[1] ?? ''
    expect(seen.customerNumber).toMatch(/^077\d{7}$/)
    expect(seen.position).toMatch(/^\d/)
    canaries.push(seen.customerNumber)
    await page.keyboard.press('3')
    await page.keyboard.press('1')
    expect(await page.getByRole('button', { name: /^31/ }).getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('Alt+E')
    await page.getByRole('button', { name: /^確定/, disabled: false }).waitFor()
    await page.keyboard.press('Alt+L')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Control+Enter')
    await contact.waitFor({ state: 'detached' })
    expect(await page.locator('body').innerText()).not.toContain(seen.customerNumber)
    expect(await page.getByText('通話1').count()).toBeGreaterThan(0)
  })

  it('shows the operator and the result on the floor', async () => {
    const page = await enter('SV 高橋')
    await page.goto(`${product.address}/t/${tenantId}/floor`)
    const panel = page.getByRole('region', { name: campaign })
    await panel.getByText('31 お断り').waitFor()
    await page.getByText('佐藤 葵').waitFor()
    await leave()
    await leave()
  })

  it('shows an auditor everything that happened to that person, and nothing of whom it happened to', async () => {
    const page = await enter('内部監査')
    await page.goto(`${product.address}/t/${tenantId}/ledger/contact`)
    await page.getByRole('textbox', { name: '顧客番号' }).fill(seen.customerNumber)
    await page.locator('form button[type=submit]').click()
    const table = page.getByRole('table')
    await table.waitFor()
    const text = await table.innerText()
    for (const kind of ['発信番号の開封', '対象者表示', '対応結果の記録']) expect(text).toContain(kind)
    const opened = table.locator('tr', { hasText: '対象者表示' })
    expect(await opened.innerText()).toContain(seen.position)
    expect(await opened.innerText()).toContain('佐藤 葵')
    for (const canary of canaries.slice(0, -1)) expect(text).not.toContain(canary)
    await leave()
  })

  it('leaves nobody of the file in clear, in no file of the product and in nothing it printed (rule 9)', async () => {
    await product.stop()
    expect(sightingsBelow(dataDir, ['健診受診勧奨']).length).toBeGreaterThan(0)
    expect(sightingsBelow(dataDir, canaries)).toEqual([])
    for (const canary of canaries) expect(product.output()).not.toContain(canary)
  })
})
