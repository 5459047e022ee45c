import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPictures, startTrial } from './support/trial.ts'

// A list whose people may be called until a day, some of whom are held out; both are changed later, and its hand-over is entered.

const patienceMs = 120_000
const trial = startTrial()
let supervisor: TestBrowser
const folder = mkdtempSync(join(tmpdir(), 'sekisho-terms-'))

beforeAll(async () => {
  supervisor = await trial.enter('SV 高橋')
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const terms = (page: Page) => page.getByRole('region', { name: '有効期間・優先度・対照群' })
const handover = (page: Page) => page.getByRole('region', { name: '受渡の記入' })

describe('the terms of a list', () => {
  it('are chosen at its import, and a share of its people is held out', async () => {
    const { page, complaints } = supervisor
    const people = Array.from({ length: 60 }, (_, at) => `T-${at},架空 期間,090-0000-${String(5_000 + at)}`)
    const file = join(folder, '期間.csv')
    writeFileSync(file, ['顧客番号,氏名,電話番号', ...people, ''].join('\r\n'))
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists/import`)
    await page.locator('input[type=file]').setInputFiles(file)
    const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
    await target.waitFor({ timeout: patienceMs })
    const option = target.locator('option', { hasText: '健診受診勧奨 2026秋' })
    await option.first().waitFor({ state: 'attached' })
    await target.selectOption(await option.first().getAttribute('value'))
    await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill('期間のある名簿')
    await page.getByLabel('有効期間の終了日').fill('2099/12/31')
    await page.getByLabel('有効期間の終了日').blur()
    await page.getByLabel('対照群(発信しない割合)').selectOption('50')
    expect(await judge(page, 'terms at an import')).toEqual([])
    await keepPictures(page, 'terms-import')
    await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
    await page.getByRole('button', { name: '取り込む', exact: true }).click({ timeout: patienceMs })
    await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists`)
    await page.getByRole('link', { name: '期間のある名簿' }).click()
    await terms(page)
      .getByText(/2099\/12\/31.*期間内/)
      .waitFor()
    await terms(page)
      .getByText(/50%・抽出\d+件/)
      .waitFor()
    expect(complaints).toEqual([])
  })

  it('say what an exclusion file makes of the people called and of those who were held out', async () => {
    const { page, complaints } = supervisor
    const list = page.url()
    const paid = join(folder, '入金.csv')
    writeFileSync(paid, ['顧客番号', ...Array.from({ length: 30 }, (_, at) => `T-${at}`), ''].join('\r\n'))
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists/import`)
    await page.locator('input[type=file]').setInputFiles(paid)
    const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
    const option = target.locator('option', { hasText: '健診受診勧奨 2026秋' })
    await option.first().waitFor({ state: 'attached', timeout: patienceMs })
    await target.selectOption(await option.first().getAttribute('value'))
    await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill('入金')
    await page.getByRole('radio', { name: /^消込・除外/ }).check()
    await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
    await page.getByRole('button', { name: '発信を止める', exact: true }).click({ timeout: patienceMs })
    await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
    await page.goto(list)
    await terms(page)
      .getByText(/発信対象 \d+人中\d+人 .*・対照群 \d+人中\d+人/)
      .waitFor()
    // sixty people say nothing yet, and the page does not claim to know
    await terms(page)
      .getByText(/95%信頼区間/)
      .waitFor()
    expect(await judge(page, 'a list whose groups are compared')).toEqual([])
    await keepPictures(page, 'terms-compared')
    expect(complaints).toEqual([])
  })

  it('are changed on its page, for good where the held-out people are called again, and each change is recorded', async () => {
    const { page, complaints } = supervisor
    await terms(page).getByRole('button', { name: '変更する' }).click()
    await terms(page).getByLabel('有効期間の開始日').fill('2099/12/01')
    await terms(page).getByLabel('有効期間の開始日').blur()
    await terms(page).getByLabel('架電の優先度').selectOption('2')
    await terms(page)
      .getByRole('checkbox', { name: /対照群を解除/ })
      .check()
    expect(await judge(page, 'changing terms')).toEqual([])
    await keepPictures(page, 'terms-form')
    await terms(page).getByRole('button', { name: '変更を記録する' }).click()
    await terms(page)
      .getByText(/2099\/12\/01.*開始前/)
      .waitFor({ timeout: patienceMs })
    await terms(page)
      .getByText(/解除済み/)
      .waitFor({ timeout: patienceMs })
    await terms(page).getByText('有効期間外のため、30件には発信しません。').waitFor({ timeout: patienceMs })
    await terms(page).getByText('変更の記録').click()
    await terms(page)
      .getByText(/対照群 0%.*記録番号/)
      .waitFor({ timeout: patienceMs })
    expect(await judge(page, 'terms of a list')).toEqual([])
    expect(complaints).toEqual([])
  })

  it('stand beside its hand-over, which is entered with functions and days and printed with the sheet', async () => {
    const { page, complaints } = supervisor
    await handover(page).getByText('受渡はまだ記入されていません').waitFor()
    await handover(page).getByRole('button', { name: '受渡を記入する' }).click()
    await handover(page).getByRole('combobox', { name: '委託元の確認' }).selectOption('client_manager')
    expect(await judge(page, 'entering a hand-over')).toEqual([])
    await keepPictures(page, 'handover-form')
    await handover(page).getByRole('button', { name: '記録する' }).click()
    await handover(page).getByText('期限内の記入').waitFor({ timeout: patienceMs })
    await handover(page)
      .getByText(/委託元 管理責任者/)
      .waitFor()
    expect(await judge(page, 'a hand-over')).toEqual([])
    await keepPictures(page, 'terms')
    await page.getByRole('link', { name: '受渡書' }).click()
    await page.getByRole('region', { name: '受渡の記入' }).getByText('期限内の記入').waitFor()
    expect(await judge(page, 'the sheet with its hand-over')).toEqual([])
    await keepPictures(page, 'handover-sheet')
    expect(complaints).toEqual([])
  })
})
