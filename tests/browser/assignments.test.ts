import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listChunks } from '@sekisho/fictitious'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// An operator is assigned to two campaigns by keys, sits down once, and takes calls of whichever holds at that moment.

const patienceMs = 120_000
const folder = mkdtempSync(join(tmpdir(), 'sekisho-assignments-'))
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })
let supervisor: TestBrowser
let operator: TestBrowser

beforeAll(async () => {
  supervisor = await trial.enter('SV 高橋')
  operator = await trial.enter('オペレーター 佐藤')
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A second campaign of the same job with people to call, in another name than the first. */
async function addCampaign(page: Page): Promise<void> {
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
  await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
  await page.getByRole('link', { name: '複製して作成' }).click()
  await page.getByRole('textbox', { name: '名前', exact: true }).fill('春の健診')
  await page.getByRole('textbox', { name: '名乗り', exact: true }).fill('架空市健診センターの{operator}です')
  await page.getByRole('radio', { name: 'テスト', exact: true }).check()
  await page.getByRole('button', { name: '作成する' }).click()
  await page.getByRole('link', { name: '発信できる対象者: リスト取込' }).click()
  const file = join(folder, '名簿.csv')
  const list = [...listChunks({ rows: 200, encoding: 'shift_jis', seed: 16, errorShare: 0, theme: 'residents' })]
  writeFileSync(file, Buffer.concat(list))
  await page.locator('input[type=file]').setInputFiles(file)
  const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
  await target.waitFor({ timeout: patienceMs })
  await target.selectOption({ label: '春の健診(テスト)' })
  await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill('第1便')
  await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
  await page.getByRole('button', { name: '取り込む', exact: true }).click()
  await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
  await page.getByRole('link', { name: '春の健診', exact: true }).click()
  await page.getByRole('link', { name: '架電準備の確認' }).click()
  await page.getByRole('button', { name: '発信を開始' }).click()
  await page.getByRole('group').getByRole('button', { name: '発信を開始' }).click()
  await page.getByText('発信中です').waitFor()
}

const said = (page: Page, what: string) => page.getByRole('status').getByText(what).waitFor()
const contactOn = (page: Page) => page.getByRole('region', { name: '対象者' })

describe('an operator of two campaigns', () => {
  it('is assigned by keys, with a skill and a priority for each', async () => {
    const { page, complaints } = supervisor
    await addCampaign(page)
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/assignments`)
    await page.getByLabel('名前で絞り込む').fill('佐藤')
    const cells = page.getByRole('row', { name: /佐藤 葵/ }).getByRole('gridcell')
    await cells.first().focus()
    await page.keyboard.press('2')
    await said(page, '佐藤 葵 の「健診受診勧奨 2026秋」を「独り立ち・主担当」にしました')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('3')
    await said(page, '佐藤 葵 の「春の健診」を「熟練・主担当」にしました')
    await page.keyboard.press('p')
    await said(page, '佐藤 葵 の「春の健診」を「熟練・副担当」にしました')
    expect(await judge(page, 'assignments')).toEqual([])
    await page.getByLabel('名前で絞り込む').fill('')
    await page.setViewportSize({ width: 1280, height: 720 })
    await keepPicture(page, 'assignments')
    await page.setViewportSize({ width: 390, height: 844 })
    await keepPicture(page, 'assignments-phone')
    await page.setViewportSize({ width: 1280, height: 720 })
    expect(complaints).toEqual([])
  })

  it('sits down once, says each call’s own name, and follows a change from the next call on', async () => {
    const { page, complaints } = operator
    await page.getByRole('heading', { name: '今日の担当キャンペーン' }).waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(2)
    expect(await judge(page, 'the choice of campaigns')).toEqual([])
    await keepPicture(page, 'choose-served')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
    await page.getByRole('list', { name: 'いまの担当' }).waitFor()
    expect(await judge(page, 'a seat for two campaigns')).toEqual([])
    await keepPicture(page, 'serving-idle')
    await page.keyboard.press('F2')
    await contactOn(page).waitFor({ timeout: patienceMs })
    await page.getByRole('heading', { name: /架空市けんこう推進課の佐藤です/ }).waitFor()
    await keepPicture(page, 'serving-call')

    const floor = supervisor.page
    await floor.goto(`${trial.product.address}/t/${await tenantOf(floor)}/floor`)
    await floor
      .getByRole('region', { name: '春の健診' })
      .getByText(/ほかで応対中: 佐藤 葵/)
      .waitFor()
    await keepPicture(floor, 'serving-floor')
    await floor.goto(`${trial.product.address}/t/${await tenantOf(floor)}/assignments`)
    await floor
      .getByRole('row', { name: /佐藤 葵/ })
      .getByRole('gridcell')
      .first()
      .focus()
    await floor.keyboard.press('Delete')
    await said(floor, '佐藤 葵 の「健診受診勧奨 2026秋」を「割当なし」にしました')

    // the call in hand goes on; the next one is of what is left
    await page.getByRole('heading', { name: /架空市けんこう推進課の佐藤です/ }).waitFor()
    await page.keyboard.press('Alt+E')
    await page.keyboard.type('11')
    await page.getByRole('button', { name: /^確定/, disabled: false }).click()
    await page.getByRole('heading', { name: /架空市健診センターの佐藤です/ }).waitFor({ timeout: patienceMs })
    await contactOn(page).waitFor({ timeout: patienceMs })
    expect(complaints).toEqual([])
    expect(supervisor.complaints).toEqual([])
  })
})
