import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// An operator with somebody on the line asks for a supervisor by one key; the supervisor comes, and they write each other.

const patienceMs = 120_000
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })
let operator: TestBrowser
let supervisor: TestBrowser

beforeAll(async () => {
  operator = await trial.enter('オペレーター 佐藤')
  supervisor = await trial.enter('SV 高橋')
}, 300_000)

const raisedHands = (page: Page) => page.getByRole('region', { name: '挙手', exact: true })

describe('a raised hand', () => {
  it('goes up by one key in a call, is seen on the floor, taken and answered', async () => {
    const { page, complaints } = operator
    const floor = supervisor.page
    await floor.goto(`${trial.product.address}/t/${await tenantOf(floor)}/floor`)
    await floor.getByText('日本時間').waitFor()
    await page.keyboard.press('1')
    await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
    await page.keyboard.press('F2')
    await page.getByRole('region', { name: '対象者' }).waitFor({ timeout: patienceMs })
    // both keys at once: the hand is not shown yet when the second is struck
    await page.keyboard.press('Alt+k')
    await page.keyboard.press('Alt+j')
    await raisedHands(floor)
      .getByText(/佐藤 葵/)
      .waitFor()
    // the floor may know of it before the desk's own page does
    const text = raisedHands(page).getByRole('textbox')
    await text.waitFor()
    await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('090-0000-1234に')
    await page.getByText('番号のような数字があります').waitFor()
    expect(await page.getByRole('button', { name: '送る' }).isDisabled()).toBe(true)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('入金日を確認したいそうです')
    await page.keyboard.press('Enter')
    await raisedHands(page).getByText('入金日を確認したいそうです').waitFor()
    // nobody else sees it without opening it
    expect(await floor.getByText('入金日').count()).toBe(0)
    await keepPicture(floor, 'hand-on-floor')
    await floor.getByRole('button', { name: '佐藤 葵 さんの挙手に対応する' }).click()
    await floor.getByRole('button', { name: '文を開く' }).click()
    await raisedHands(floor).getByText('入金日を確認したいそうです').waitFor()
    await raisedHands(floor)
      .getByText(/記録番号/)
      .waitFor()
    expect(await judge(floor, 'a hand that was taken')).toEqual([])
    await floor.getByRole('textbox', { name: 'オペレーターへの短い文' }).fill('保留にして、台帳を見ます')
    await keepPicture(floor, 'hand-taken')
    await floor.getByRole('button', { name: '送る' }).click()
    await floor.getByRole('button', { name: 'いま行きます' }).click()
    // the desk opens what the supervisor wrote as it comes
    await raisedHands(page).getByText('保留にして、台帳を見ます').waitFor()
    await raisedHands(page).getByText('いま行きます').waitFor()
    await raisedHands(page)
      .getByText(/高橋.*さんが対応します/)
      .waitFor()
    expect(await judge(page, 'a hand at the desk')).toEqual([])
    await keepPicture(page, 'hand-at-desk')
    expect(complaints).toEqual([])
  })

  it('leaves room for a question that is often asked, found by words while somebody is on the line', async () => {
    const { page, complaints } = operator
    const writer = await trial.enter('SV 高橋')
    await writer.page.goto(`${trial.product.address}/t/${await tenantOf(writer.page)}/campaigns`)
    await writer.page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    await writer.page.getByRole('link', { name: 'よくある質問' }).click()
    for (const [question, answer] of [
      ['費用はかかりますか', 'かかりません。受診券をお持ちください。'],
      ['キャンセルできますか', '前日の17時まで、お電話でできます。\n当日は医療機関に直接ご連絡ください。'],
    ] as const) {
      await writer.page.getByRole('button', { name: '質問を加える' }).click()
      await writer.page.getByRole('textbox', { name: '質問' }).fill(question)
      await writer.page.getByRole('textbox', { name: '答え' }).fill(answer)
      await writer.page.getByRole('button', { name: '加える', exact: true }).click()
      await writer.page.getByRole('row', { name: new RegExp(question) }).waitFor()
    }
    await writer.page.getByRole('row', { name: /費用は/ }).click()
    await writer.page.getByRole('textbox', { name: '答え' }).fill('無料です。受診券をお持ちください。')
    await writer.page.getByRole('button', { name: '新しい版を保存' }).click()
    await writer.page.getByText('版 2').waitFor()
    expect(await judge(writer.page, 'the questions of a campaign')).toEqual([])
    await keepPicture(writer.page, 'faq-written')
    await page.keyboard.press('Alt+q')
    const panel = page.getByRole('region', { name: 'よくある質問' })
    await panel.getByText('2件').waitFor()
    await page.keyboard.type('きゃんせる 当日')
    await panel.getByText('医療機関に直接ご連絡ください').waitFor()
    await panel.getByText('1件').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('受診券')
    await panel.getByText('無料です。受診券をお持ちください。').waitFor()
    expect(await judge(page, 'a question at the desk')).toEqual([])
    await keepPicture(page, 'faq-at-desk')
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'スクリプト' }).waitFor()
    expect([...complaints, ...writer.complaints]).toEqual([])
  })

  it('is ended by who took it, and is lowered by itself when the operator is gone', async () => {
    const { page } = operator
    const floor = supervisor.page
    await floor.setViewportSize({ width: 390, height: 844 })
    await keepPicture(floor, 'hand-on-floor-phone')
    await floor.setViewportSize({ width: 1280, height: 720 })
    await floor.getByRole('button', { name: '佐藤 葵 さんの挙手への対応を終える' }).click()
    await raisedHands(floor).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '挙手する' }).waitFor()
    await page.keyboard.press('Alt+e')
    await page.keyboard.type('11')
    await page.getByLabel('この後').selectOption('break')
    await page.getByRole('button', { name: /^確定/, disabled: false }).click()
    await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
    await page.keyboard.press('Alt+k')
    await raisedHands(page).getByText('文を送れるのは、挙手したときの通話').waitFor()
    await keepPicture(page, 'hand-between-calls')
    await raisedHands(floor)
      .getByText(/佐藤 葵/)
      .waitFor()
    await page.goto('about:blank')
    await raisedHands(floor).waitFor({ state: 'detached', timeout: 60_000 })
    expect(supervisor.complaints).toEqual([])
  })
})
