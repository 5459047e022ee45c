import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rowsOf, workbookOf, zipOf } from '@sekisho/intake/test-files'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPictures, startTrial } from './support/trial.ts'

// What clients really send: a workbook in a protected archive, and the next day another one that says how people read now.

const patienceMs = 120_000
const password = 'ひみつ2026'
const campaign = '健診受診勧奨 2026秋'
const folder = mkdtempSync(join(tmpdir(), 'sekisho-list-files-'))
const trial = startTrial()
let supervisor: TestBrowser

beforeAll(async () => {
  supervisor = await trial.enter('SV 高橋')
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const heading = ['顧客番号', '氏名', '携帯電話', '生年月日']
const hanako = ['T-1', '架空 花子', 9_000_000_001, 23_132]
const taro = ['T-2', '架空 太郎', '090-0000-0002', '昭和38年5月1日']
const jiro = ['T-3', '架空 次郎', '090-0000-0003', '1990/1/2']

async function send(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists/import`)
  await page.locator('input[type=file]').setInputFiles(file)
}

async function choose(page: Page, label: string): Promise<void> {
  const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
  await target.waitFor({ timeout: patienceMs })
  // a test campaign says so behind its name
  const option = target.locator('option', { hasText: campaign })
  await option.waitFor({ state: 'attached' })
  await target.selectOption(await option.getAttribute('value'))
  await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill(label)
}

/** The browser notes each file that could not be read, which the page says in words. */
const isUnforeseen = (complaint: string) => !complaint.includes('status of 422')
const preview = (page: Page) => page.getByRole('button', { name: '内容を確認する', exact: true }).click()
const figure = (page: Page, name: string) => page.locator('dl div', { hasText: name }).locator('dd').last().innerText()

describe('a workbook in a protected archive', () => {
  it('opens with its password and shows what Excel did to it, and nothing of it in clear', async () => {
    const { page, complaints } = supervisor
    const workbook = await workbookOf({ sheets: [{ name: '名簿', rows: rowsOf(heading, hanako, taro, jiro) }] })
    await send(page, '名簿.zip', await zipOf({ '名簿.xlsx': workbook, '控え.csv': '顧客番号\n' }, { password }))
    const secret = page.getByLabel('ファイルのパスワード', { exact: true })
    await secret.waitFor({ timeout: patienceMs })
    await page.getByText('パスワードで保護されています').waitFor()
    await secret.fill('ちがう')
    await page.getByRole('button', { name: '開く', exact: true }).click()
    await page.getByText('パスワードが違います').waitFor()
    expect(await judge(page, 'a protected file')).toEqual([])
    await keepPictures(page, 'password')
    await secret.fill(password)
    await page.keyboard.press('Enter')
    await page.getByText('3行', { exact: true }).waitFor()
    await page.getByLabel('取り込むシート・ファイル').waitFor()
    await choose(page, '第1便')
    await preview(page)
    const repairs = page.getByRole('table', { name: '読み替える箇所(伏せ字)' })
    await repairs.getByRole('row', { name: /通し番号の生年月日.*23•••.*1963/ }).waitFor({ timeout: patienceMs })
    expect(await judge(page, 'a workbook')).toEqual([])
    await keepPictures(page, 'workbook')
    expect(await page.content()).not.toContain('花子')
    await page.getByRole('button', { name: '取り込む', exact: true }).click()
    await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
    expect(complaints.filter(isUnforeseen)).toEqual([])
  })
})

describe('a difference', () => {
  it('shows how many change, come and are missing, and takes those out of calling whom it showed', async () => {
    const { page, complaints } = supervisor
    const moved = ['T-1', '別姓 花子', '090-0000-0011', 23_132]
    const added = ['T-4', '架空 三郎', '090-0000-0004', '1991/1/2']
    const rows = rowsOf(heading, moved, taro, added)
    await send(page, '差分.xlsx', await workbookOf({ sheets: [{ name: '名簿', rows }] }))
    await choose(page, '差分')
    await page.getByRole('radio', { name: /^差分更新/ }).check()
    await page.getByText('取り消せません').first().waitFor()
    await page.getByRole('radio', { name: '架電の対象から外す' }).check()
    await preview(page)
    await page.getByText('内容が変わる人の行').waitFor({ timeout: patienceMs })
    expect(await judge(page, 'a difference')).toEqual([])
    await keepPictures(page, 'difference')
    expect([await figure(page, '内容が変わる人の行'), await figure(page, '変わらない行')]).toEqual(['1件', '1件'])
    expect(Number((await figure(page, '架電から外す人')).replace(/[,件]/g, ''))).toBeGreaterThan(100)
    await page.getByRole('button', { name: '差分を取り込む' }).click()
    await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
    expect([await figure(page, '更新'), await figure(page, '変更なし'), await figure(page, '追加')]).toEqual([
      '1件',
      '1件',
      '1件',
    ])
    expect(await page.getByRole('button', { name: '取込を取り消す' }).count()).toBe(0)
    await keepPictures(page, 'differed')
    expect(complaints.filter(isUnforeseen)).toEqual([])
  })
})

describe('the sheet of a list', () => {
  it('is a click from the result, says what was handed over and which fields it holds, and prints on one page', async () => {
    const { page, complaints } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists`)
    await page.getByRole('link', { name: '第1便' }).click()
    await page.getByRole('link', { name: '受渡書' }).click()
    const sheet = page.getByRole('article', { name: '個人情報リスト受渡書' })
    await sheet.getByRole('row', { name: /^委託元 架空市/ }).waitFor()
    await sheet.getByRole('row', { name: /電話番号1.*連絡がつく情報/ }).waitFor()
    await sheet.getByRole('row', { name: /行数 3 .*受入 3/ }).waitFor()
    expect(await sheet.innerText()).not.toContain('花子')
    expect(await judge(page, 'the sheet of a list')).toEqual([])
    await keepPictures(page, 'sheet')
    const pdf = await page.pdf({ preferCSSPageSize: true })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBe(1)
    await page.getByRole('link', { name: 'リストへ戻る' }).click()
    await page.getByRole('link', { name: '架電リスト' }).first().click()
    await page.getByRole('link', { name: '保有する個人情報' }).click()
    const byField = page.getByRole('region', { name: '項目ごと' })
    await byField.getByRole('row', { name: /生年月日/ }).waitFor()
    expect(await judge(page, 'the inventory')).toEqual([])
    await keepPictures(page, 'inventory')
    expect(complaints.filter(isUnforeseen)).toEqual([])
  })
})
