import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPictures, startTrial } from './support/trial.ts'

// A client's file with rows that cannot be taken: put right in place, row after row, without a mouse.

const patienceMs = 120_000
const campaign = '健診受診勧奨 2026秋'
const trial = startTrial()
let supervisor: TestBrowser
let manager: TestBrowser

beforeAll(async () => {
  supervisor = await trial.enter('SV 高橋')
  manager = await trial.enter('センター長')
}, 300_000)

const file = [
  '顧客番号,氏名,フリガナ,携帯電話,生年月日',
  'R-1,架空 花子,カクウ ハナコ,090-0000-0001,1980-01-02',
  'R-2,架空 太郎,カクウ タロウ,電話なし,1981-01-02',
  'R-3,架空 次郎,カクウ ジロウ,,1982-01-02',
  'R-4,架空 三郎,カクウ サブロウ,090-0000-0004,1983-02-31',
  'R-5,架空 四郎,カクウ シロウ,4111-1111-1111-1111,1984-01-02',
  '合計,,,4名,',
]

async function importFile(page: Page): Promise<void> {
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists/import`)
  const buffer = Buffer.from(`${file.join('\r\n')}\r\n`)
  await page.locator('input[type=file]').setInputFiles({ name: '名簿.csv', mimeType: 'text/csv', buffer })
  const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
  await target.waitFor({ timeout: patienceMs })
  const option = target.locator('option', { hasText: campaign })
  await option.waitFor({ state: 'attached' })
  await target.selectOption(await option.getAttribute('value'))
  await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill('第3便')
  await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
  await page.getByRole('button', { name: '取り込む', exact: true, disabled: false }).click({ timeout: patienceMs })
  await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
}

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '')
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const isFocused = (page: Page, name: string) =>
  expect
    .poll(() => field(page, name).evaluate((element) => element === document.activeElement), { timeout: 20_000 })
    .toBe(true)

describe('rows that an import refused', () => {
  it('are corrected one after another by keyboard alone, with what is wrong beside the field', async () => {
    const { page, complaints } = supervisor
    await importFile(page)
    await page.getByText('未対応 4行').waitFor()
    await page.getByText('ここでは訂正不可 1行').waitFor()
    expect(await judge(page, 'refused rows')).toEqual([])
    // nothing of a row stands there before it is opened
    expect(await page.content()).not.toContain('太郎')
    await keepPictures(page, 'refused-rows')

    await page.getByRole('button', { name: '3行目を開いて訂正' }).focus()
    expect(await focused(page)).toBe('3行目を開いて訂正')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '3行目の訂正' }).waitFor()
    await page.getByText('この表示は記録されています').waitFor()
    await isFocused(page, '電話番号1')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('0120-000-000')
    await page.keyboard.press('Control+Enter')
    await page.getByText('まだ受け入れられません').waitFor()
    await isFocused(page, '電話番号1')
    expect(await field(page, '電話番号1').inputValue()).toBe('0120-000-000')
    expect(await judge(page, 'a row that is corrected')).toEqual([])
    await keepPictures(page, 'refused-row')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('090-0000-0002')
    await page.keyboard.press('Control+Enter')

    await page.getByText('3行目を受け入れました。').waitFor()
    await page.getByRole('heading', { name: '4行目の訂正' }).waitFor()
    await isFocused(page, '電話番号1')
    await page.keyboard.type('０９０－００００－０００３')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: '5行目の訂正' }).waitFor()
    await isFocused(page, '生年月日')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('昭和58年2月28日')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '7行目の訂正' }).waitFor()

    await page.getByLabel('訂正しないときの理由').selectOption({ label: '合計・備考など、対象者でない行' })
    const end = page.getByRole('button', { name: '訂正せずに対応を終える' })
    await end.focus()
    await page.keyboard.press('Enter')
    await page.getByText('あとから訂正できません').waitFor()
    await keepPictures(page, 'refused-row-aside')
    await page.keyboard.press('Enter')
    await page.getByText('未対応の行はもうありません。').waitFor()
    await page.getByText('未対応 0行 · 訂正済み 3行 · 対応終了 1行').waitFor()
    expect(await page.locator('dl div', { hasText: '受入' }).locator('dd').first().innerText()).toBe('4件')
    await keepPictures(page, 'refused-rows-done')
    expect(await judge(page, 'refused rows that are done')).toEqual([])
    expect(complaints).toEqual([])
  })

  it('show a centre manager what became of them, and open to nobody but a supervisor', async () => {
    const { page } = manager
    await page.goto(`${trial.product.address}/t/${await tenantOf(supervisor.page)}/lists`)
    await page.getByText('第3便').click()
    await page.getByText('未対応 0行 · 訂正済み 3行 · 対応終了 1行').waitFor()
    await page
      .getByRole('cell', { name: /^訂正済み\(高橋/ })
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: /開いて訂正/ }).count()).toBe(0)
  })
})
