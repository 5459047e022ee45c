import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// A wrong key at the desk, put right by the operator without a mouse, and once more by a supervisor with a reason.

const patienceMs = 120_000
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })
let operator: TestBrowser
let supervisor: TestBrowser

beforeAll(async () => {
  operator = await trial.enter('オペレーター 佐藤')
  supervisor = await trial.enter('SV 高橋')
}, 300_000)

const contactOn = (page: Page) => page.getByRole('region', { name: '対象者' })

describe('a result that was wrong', () => {
  it('is put right by its operator with one key and the code, until the next call', async () => {
    const { page, complaints } = operator
    await page.getByRole('heading', { name: '担当するキャンペーンを選んでください' }).waitFor()
    await page.keyboard.press('1')
    await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
    await page.keyboard.press('F2')
    await contactOn(page).waitFor({ timeout: patienceMs })
    await page.locator('textarea').first().fill('土曜の午前を希望')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+E')
    await page.keyboard.type('11')
    await page.getByLabel('この後').selectOption('break')
    await page.getByRole('button', { name: /^確定/, disabled: false }).click()
    await page.getByText(/^直前の結果\(.*\) 11 /).waitFor()
    expect(await judge(page, 'the last result')).toEqual([])
    await page.keyboard.press('Alt+z')
    await page.getByRole('heading', { name: '直前の結果を訂正' }).waitFor()
    // the same result is no correction
    await page.keyboard.type('11')
    await page.getByText('いまの結果と同じです').waitFor()
    await page.keyboard.type('32')
    expect(await judge(page, 'the correction at the desk')).toEqual([])
    await keepPicture(page, 'correct-last')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^直前の結果\(.*\) 32 .*訂正済み/).waitFor()
    await keepPicture(page, 'corrected-last')
    expect(complaints).toEqual([])
  })

  it('is put right by a supervisor with a reason, and its refusal with it, without anybody’s name', async () => {
    const { page, complaints } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    await page.getByRole('link', { name: '対応結果の訂正' }).click()
    const row = page.getByRole('row', { name: /32 .*佐藤 葵.*1回/ })
    await row.focus()
    await page.keyboard.press('Enter')
    await page.getByText('本人が直後に訂正').waitFor()
    expect(await page.getByRole('button', { name: '訂正して記録する' }).isDisabled()).toBe(true)
    await page.getByRole('combobox', { name: '正しい結果' }).selectOption('21')
    await page.getByRole('combobox', { name: '訂正の理由' }).selectOption('memo_read')
    expect(await judge(page, 'a correction')).toEqual([])
    await keepPicture(page, 'correct-result')
    await page.setViewportSize({ width: 390, height: 844 })
    await keepPicture(page, 'correct-result-phone')
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: '訂正して記録する' }).click()
    await page.getByText('この通話による架電拒否の登録を取り消しました').waitFor()
    await page.getByRole('row', { name: /21 .*佐藤 葵.*2回/ }).waitFor()
    expect(complaints).toEqual([])
  })

  it('is nothing for an operator or an auditor, who sees how many refusals were withdrawn', async () => {
    const address = supervisor.page.url()
    for (const label of ['内部監査', 'オペレーター 佐藤']) {
      const other = (await trial.enter(label)).page
      await other.goto(address)
      await other.getByText('必要な権限は「対応結果の訂正」です').waitFor()
      if (label !== '内部監査') continue
      await other.goto(`${trial.product.address}/t/${await tenantOf(supervisor.page)}/do-not-call`)
      const count = other.locator('div', { has: other.getByText('訂正により取り消した件数', { exact: true }) }).last()
      expect(await count.locator('dd').innerText()).toBe('1')
      await keepPicture(other, 'withdrawn-count')
    }
  })
})
