import type { Client } from 'pg'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { picture, type TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// A complaint at the desk becomes a ticket that a supervisor works at without a mouse; a notice that must be read keeps the
// operator from the next call.

const patienceMs = 120_000
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })
let operator: TestBrowser
let supervisor: TestBrowser
let superuser: Client

beforeAll(async () => {
  superuser = await trial.superuser()
  operator = await trial.enter('オペレーター 佐藤')
  supervisor = await trial.enter('SV 高橋')
}, 300_000)

async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SEKISHO_PICTURES
  if (folder === undefined) return
  await page.setViewportSize({ width: 1280, height: 720 })
  await picture(page, folder, name)
}

describe('a notice that must be read', () => {
  it('is published by a supervisor, refused with a telephone number, and confirmed at the desk with one key', async () => {
    const desk = operator.page
    await desk.getByRole('heading', { name: '担当するキャンペーンを選んでください' }).waitFor()
    await desk.keyboard.press('1')
    await desk.getByRole('button', { name: /^受付可にする/ }).waitFor()

    const { page } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/notices`)
    await page.getByRole('button', { name: '周知を書く' }).click()
    const job = page.getByRole('combobox', { name: '業務' })
    await job.locator('option').nth(1).waitFor({ state: 'attached' })
    await job.selectOption({ index: 1 })
    await page.getByText('必読', { exact: true }).click()
    await page.getByRole('textbox', { name: '題' }).fill('予約枠の変更')
    const text = page.getByRole('textbox', { name: '本文' })
    await text.fill('空き状況は 03-0000-1234 へ')
    await page.getByText('電話番号またはカード番号のような数字があります').waitFor()
    expect(await page.getByRole('button', { name: '掲示する' }).isDisabled()).toBe(true)
    await text.fill('12月の土曜の予約枠は終了しました。\n平日の午前をご案内してください。')
    expect(await judge(page, 'writing a notice')).toEqual([])
    await keepPicture(page, 'notice-form')
    await page.getByRole('button', { name: '掲示する' }).click()
    await page.getByText('掲示しました').waitFor()

    await desk.getByText('この周知を確認するまで、受付可にできません').waitFor()
    expect(await desk.getByRole('button', { name: /^受付可にする/ }).isDisabled()).toBe(true)
    expect(await judge(desk, 'a notice at the desk')).toEqual([])
    await keepPicture(desk, 'notice-at-desk')
    await desk.keyboard.press('Alt+n')
    await desk.getByText('この周知を確認するまで、受付可にできません').waitFor({ state: 'detached' })

    await page.getByRole('row', { name: /必読 予約枠の変更/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: '確認の状況' }).getByText('佐藤 葵').waitFor()
    expect(await judge(page, 'who has confirmed')).toEqual([])
    await keepPicture(page, 'notice-readers')
    expect([...operator.complaints, ...supervisor.complaints]).toEqual([])
  })
})

describe('a complaint', () => {
  it('makes a ticket with its reason and memo', async () => {
    const { page, complaints } = operator
    await page.keyboard.press('F2')
    await page.getByRole('region', { name: '対象者' }).waitFor({ timeout: patienceMs })
    await page.locator('textarea').first().fill('待ち時間の案内が違うとのこと')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+E')
    await page.keyboard.type('52')
    const reason = page.getByRole('combobox', { name: '引継ぎの理由' })
    expect(await reason.inputValue()).toBe('complaint')
    await reason.selectOption('personal_data')
    await page.getByLabel('この後').selectOption('break')
    await keepPicture(page, 'ticket-reason')
    await page.getByRole('button', { name: /^確定/, disabled: false }).click()
    await page.getByText(/^直前の結果\(.*\) 52 /).waitFor()
    expect(complaints).toEqual([])
  })

  it('is taken, opened, noted and ended by a supervisor without a mouse, who sees the person while it is in hand', async () => {
    const { page, complaints } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/tickets`)
    const row = page.getByRole('row', { name: /本日まで 未着手 52 .*個人情報の扱い/ })
    await row.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '担当する' }).press('Enter')
    await page.getByText(/の担当になりました/).waitFor()
    await page.getByRole('button', { name: '本文を開く' }).press('Enter')
    await page.getByText('待ち時間の案内が違うとのこと').waitFor()
    const person = page.getByRole('region', { name: '対象者', exact: true })
    await person.getByRole('button', { name: '対象者を表示する' }).press('Enter')
    await person.locator('dl dd').first().waitFor({ timeout: patienceMs })
    await person.getByText(/この表示は記録されています/).waitFor()
    expect(await judge(page, 'the person of a ticket')).toEqual([])
    await keepPicture(page, 'ticket-person')
    // in other hands: the page forgets by itself
    await page.route('**/in-hand', (route) => route.fulfill({ json: { isInHand: false } }))
    await person.getByText('あなたの手元を離れたため、表示を消しました').waitFor({ timeout: patienceMs })
    expect(await person.locator('dl').count()).toBe(0)
    await page.unroute('**/in-hand')
    await page.getByRole('region', { name: '引継ぎ票から対象者を表示した人' }).getByRole('row').nth(1).waitFor()
    await page.getByRole('textbox', { name: '追記' }).fill('事実を確認し、明日折り返す')
    expect(await judge(page, 'a ticket in hand')).toEqual([])
    await keepPicture(page, 'ticket')
    await page.setViewportSize({ width: 390, height: 844 })
    if (process.env.SEKISHO_PICTURES !== undefined) await picture(page, process.env.SEKISHO_PICTURES, 'ticket-phone')
    await page.setViewportSize({ width: 1280, height: 720 })
    await superuser.query('update tenant.call_tickets set due_on = due_on - 3')
    await page.getByRole('button', { name: '追記する' }).press('Enter')
    await page.getByText(/に追記しました/).waitFor()
    await page.getByText('期限を過ぎた引継ぎ票が1件あります').waitFor()
    await page.getByRole('row', { name: /期限超過 対応中 52/ }).waitFor()
    await keepPicture(page, 'ticket-overdue')
    await page.getByRole('combobox', { name: '結果' }).selectOption('explained')
    await page.getByRole('button', { name: '完了にする' }).press('Enter')
    await page.getByText(/「説明して納得された」で完了にしました/).waitFor()
    await page.getByText('期限を過ぎた引継ぎ票が1件あります').waitFor({ state: 'detached' })
    await page.getByText('完了', { exact: true }).click()
    await page.getByRole('row', { name: /説明して納得された 完了 52 .*個人情報の扱い/ }).waitFor()
    await page.getByRole('region', { name: '経過' }).getByText('説明して納得された').waitFor()
    await keepPicture(page, 'tickets-done')
    expect(complaints).toEqual([])
  })

  it('is ticketed by the result’s own rule, which a supervisor chooses in the campaign', async () => {
    const { page, complaints } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    const rule = page.getByRole('combobox', { name: /^45 .*: 引継ぎ票/ })
    await rule.selectOption('client')
    expect(await page.getByRole('textbox', { name: /^45 .*: 期限/ }).inputValue()).toBe('2')
    await rule.scrollIntoViewIfNeeded()
    expect(await judge(page, 'the rule of a ticket')).toEqual([])
    await keepPicture(page, 'ticket-rule')
    expect(complaints).toEqual([])
  })
})
