/**
 * `npm run screenshots`: starts the product with its demo in a folder that goes afterwards, walks through the pages in
 * Chromium and writes the README's pictures to docs/screenshots. Everybody and everything on them is made up.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listChunks } from '@sekisho/fictitious'
import type { Page } from 'playwright-core'
import { openBrowser } from '../tests/browser/support/browser.ts'
import { comeIn, tenantOf, untilFilled } from '../tests/browser/support/people.ts'
import { type RunningProduct, startProduct } from '../tests/browser/support/product.ts'

const folder = fileURLToPath(new URL('../docs/screenshots/', import.meta.url))
const largestBytes = 150 * 1024
const callPatienceMs = 240_000
/** So long simulated operators work before the floor is shown. */
const workMs = 90_000

/** JPEG, because a page's picture has to stay small beside the text; of lower quality only where it must. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const path = join(folder, `${name}.jpg`)
  for (const quality of [85, 70, 55]) {
    await page.screenshot({ path, type: 'jpeg', quality })
    const { size } = statSync(path)
    if (size <= largestBytes) return void process.stdout.write(`${name}.jpg ${Math.round(size / 1024)} KB\n`)
  }
  throw new Error(`${name} is larger than ${largestBytes} bytes`)
}

async function takeSignIn(product: RunningProduct): Promise<void> {
  const { page, close } = await openBrowser()
  await page.goto(product.address)
  await page.getByRole('textbox').first().waitFor()
  await take(page, 'sign-in')
  await close()
}

async function takeImport(product: RunningProduct, fileFolder: string): Promise<void> {
  const { page, close } = await comeIn(product, 'SV 高橋')
  const file = join(fileFolder, '受診者一覧_12月.csv')
  const chunks = listChunks({ rows: 20_000, encoding: 'shift_jis', seed: 63, errorShare: 0.01, theme: 'residents' })
  writeFileSync(file, Buffer.concat([...chunks]))
  await page.goto(`${product.address}/t/${await tenantOf(page)}/lists/import`)
  await page.locator('input[type=file]').setInputFiles(file)
  const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
  await target.waitFor({ timeout: callPatienceMs })
  await take(page, 'import-understood')
  await target.selectOption({ index: 1 })
  await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill('令和8年度 12月受領分 (架空)')
  await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
  await page.getByRole('button', { name: '取り込む', exact: true }).click()
  await page.getByText('で完了しました').waitFor({ timeout: callPatienceMs })
  await page.getByRole('heading', { name: '受け入れなかった行' }).waitFor()
  await take(page, 'import-result')
  await page.getByRole('link', { name: 'キャンペーン', exact: true }).click()
  await page.getByRole('link', { name: '健診受診勧奨 2026秋' }).first().click()
  await page.getByRole('button', { name: '発信を停止' }).waitFor()
  await take(page, 'campaign')
  await page.getByRole('link', { name: '架電準備の確認' }).click()
  await page.getByRole('rowheader', { name: '名乗り' }).waitFor()
  await take(page, 'ready')
  await close()
}

/** Signed in, seated and available; resolves with somebody on the line. */
async function untilCalled(page: Page): Promise<void> {
  await page.getByRole('button', { name: '健診受診勧奨 2026秋' }).waitFor()
  await page.keyboard.press('1')
  await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
  await page.keyboard.press('F2')
  await page.getByRole('region', { name: '対象者' }).waitFor({ timeout: callPatienceMs })
  await page.getByText('状態: 通話中').waitFor({ state: 'attached' })
}

async function takeDesk(product: RunningProduct): Promise<void> {
  const { page, close } = await comeIn(product, 'オペレーター 佐藤')
  await untilCalled(page)
  await take(page, 'operator-call')
  await page.keyboard.press('Alt+K')
  await takeHand(product)
  await page.keyboard.press('1')
  await page.keyboard.press('2')
  await page.keyboard.press('Alt+E')
  await page.getByRole('button', { name: /^確定/, disabled: false }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('region', { name: '対象者' }).waitFor({ state: 'detached' })
  await close()
}

/** The operator who is on the line has raised a hand; it goes down when the supervisor has dealt with it. */
async function takeHand(product: RunningProduct): Promise<void> {
  const { page, close } = await comeIn(product, 'SV 高橋')
  await page.goto(`${product.address}/t/${await tenantOf(page)}/floor`)
  const answer = page.getByRole('button', { name: '佐藤 葵 さんの挙手に対応する' })
  await answer.waitFor()
  await take(page, 'raised-hand')
  await answer.click()
  await page.getByRole('button', { name: '佐藤 葵 さんの挙手への対応を終える' }).click()
  await close()
}

/** The day so far, where simulated operators have worked. */
async function takeReport(product: RunningProduct): Promise<void> {
  const { page, close } = await comeIn(product, 'SV 田中')
  await page.goto(`${product.address}/t/${await tenantOf(page)}/reports`)
  await page.locator('section[aria-label="合計"]').getByRole('table').waitFor()
  await take(page, 'report')
  await close()
}

async function takeFloor(product: RunningProduct): Promise<void> {
  for (const [name, options] of [
    ['floor', {}],
    ['floor-dark', { dark: true }],
    ['floor-phone', { width: 390, height: 844 }],
  ] as const) {
    const { page, close } = await comeIn(product, 'SV 田中', options)
    await page.goto(`${product.address}/t/${await tenantOf(page)}/floor`)
    await page.getByText('模擬オペレーター 1').waitFor()
    await take(page, name)
    await close()
  }
}

async function takeLedger(product: RunningProduct): Promise<void> {
  const supervisor = await comeIn(product, 'SV 高橋')
  const tenantId = await tenantOf(supervisor.page)
  await supervisor.close()
  const { page, close } = await comeIn(product, '内部監査')
  await page.goto(`${product.address}/t/${tenantId}/ledger`)
  await page.getByRole('table').waitFor()
  await page.getByRole('table').getByText('対象者表示').first().waitFor()
  await take(page, 'ledger')
  await close()
}

mkdirSync(folder, { recursive: true })
const fileFolder = mkdtempSync(join(tmpdir(), 'sekisho-screenshots-'))
const product = await startProduct()
try {
  await untilFilled(product)
  const workedAt = Date.now() + workMs
  await takeSignIn(product)
  await takeImport(product, fileFolder)
  await takeDesk(product)
  await takeLedger(product)
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, workedAt - Date.now())))
  await takeFloor(product)
  await takeReport(product)
} finally {
  await product.stop()
  rmSync(fileFolder, { recursive: true, force: true })
}
