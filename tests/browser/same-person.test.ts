import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPictures, startTrial } from './support/trial.ts'

// The same person under a new number: told at the import, and found again by kana name and birth date.

const patienceMs = 120_000
const campaign = '健診受診勧奨 2026秋'
const folder = mkdtempSync(join(tmpdir(), 'sekisho-same-person-'))
const trial = startTrial()

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function send(page: Page, name: string, ...rows: string[]): Promise<void> {
  const file = join(folder, `${name}.csv`)
  writeFileSync(file, ['顧客番号,氏名,フリガナ,電話番号,生年月日', ...rows, ''].join('\r\n'))
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists/import`)
  await page.locator('input[type=file]').setInputFiles(file)
  const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
  await target.waitFor({ timeout: patienceMs })
  // a test campaign says so behind its name
  const option = target.locator('option', { hasText: campaign })
  await option.waitFor({ state: 'attached' })
  await target.selectOption(await option.getAttribute('value'))
  await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill(name)
}

const preview = (page: Page) => page.getByRole('button', { name: '内容を確認する', exact: true }).click()
const figure = (page: Page, name: string) => page.locator('dl div', { hasText: name }).locator('dd').last().innerText()

async function take(page: Page): Promise<void> {
  await page.getByRole('button', { name: '取り込む', exact: true }).click({ timeout: patienceMs })
  await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
}

describe('the same person', () => {
  it('is told at an import by kana name and birth date, chosen by keyboard, and counted in the preview', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await send(page, '第1便', 'B-1,架空 名寄,カクウ ナヨセ,090-0000-4001,1963/5/1')
    await preview(page)
    await take(page)
    await send(
      page,
      '第2便',
      'C-1,架空 名寄,ｶｸｳ ﾅﾖｾ,090-0000-4002,S38.5.1',
      'C-2,架空 別人,カクウ ベツジン,090-0000-4003,1970/1/1',
      'C-3,架空 別人,カクウ ベツジン,090-0000-4004,1970/1/1',
    )
    await page.getByRole('radio', { name: /^顧客番号が同じ/ }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('radio', { name: /^カナ氏名と生年月日が同じ/ }).isChecked()).toBe(true)
    await page.getByLabel('架電の優先度').selectOption('1')
    await preview(page)
    await page.getByText('同じ人: 登録済みの行').waitFor({ timeout: patienceMs })
    expect(await judge(page, 'the same person')).toEqual([])
    await keepPictures(page, 'same-person')
    expect([
      await figure(page, '追加する対象者'),
      await figure(page, '同じ人: 登録済みの行'),
      await figure(page, '同じ人: ファイル内の行'),
    ]).toEqual(['1件', '1件', '1件'])
    expect(await page.content()).not.toContain('ベツジン')
    await take(page)
    expect(await figure(page, '重複')).toBe('2件')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists`)
    await page.getByRole('link', { name: '第2便' }).click()
    await page.getByText('架電の優先度 1').waitFor()
    expect(complaints).toEqual([])
  })

  it('is looked up by name and birth date on the do-not-call page, and a bad date is explained', async () => {
    const [{ page, complaints }] = trial.browsers as [TestBrowser]
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/do-not-call`)
    await page.getByText('氏名と生年月日', { exact: true }).click()
    await page.getByLabel('カナ氏名', { exact: true }).fill('かくう なよせ')
    await page.getByLabel('生年月日', { exact: true }).fill('S65.5.1')
    await page.keyboard.press('Enter')
    await page.getByText('実在しない生年月日です').waitFor({ timeout: patienceMs })
    expect(await judge(page, 'a birth date that does not exist')).toEqual([])
    await keepPictures(page, 'do-not-call-by-name')
    await page.getByLabel('生年月日', { exact: true }).fill('昭和38年5月1日')
    await page.keyboard.press('Enter')
    await page.getByText('架電拒否の登録はありません').waitFor({ timeout: patienceMs })
    // the browser notes the date that was refused
    expect(complaints.filter((complaint) => !complaint.includes('status of 400'))).toEqual([])
  })

  it('is found by an auditor with the entries about them, and nothing of it stands in an address', async () => {
    const { page, complaints } = await trial.enter('内部監査')
    await page.goto(
      `${trial.product.address}/t/${await tenantOf((trial.browsers as [TestBrowser])[0].page)}/ledger/contact`,
    )
    await page.getByText('氏名と生年月日', { exact: true }).click()
    await page.getByLabel('カナ氏名', { exact: true }).fill('カクウ ナヨセ')
    await page.getByLabel('生年月日', { exact: true }).fill('1963.5.1')
    await page.keyboard.press('Enter')
    await page.getByText('該当する対象者 1人').waitFor({ timeout: patienceMs })
    expect(await judge(page, 'a contact by name and birth date')).toEqual([])
    await keepPictures(page, 'contact-by-name')
    expect(page.url()).not.toMatch(/1963[-.%]|%E3%82%AB/i)
    expect(complaints).toEqual([])
  })
})
