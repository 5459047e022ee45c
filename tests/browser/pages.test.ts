import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listChunks } from '@sekisho/fictitious'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { goByPalette, inputMethodOf, tabAndPress, tabAndType, tabTo } from './support/keyboard.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// Every page as the seats that see it: what a screen reader is told, what the keyboard reaches, what an input method
// may not trigger, and that nothing runs over its edge.

const patienceMs = 120_000
const folder = mkdtempSync(join(tmpdir(), 'sekisho-pages-'))
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })

afterEach(() => trial.closeBrowsers())

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Drawn, and no longer waiting for its data. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.locator('.mantine-Loader-root').first().waitFor({ state: 'detached' })
}

async function judgeAt(page: Page, path: string): Promise<string[]> {
  await page.goto(new URL(path, trial.product.address).href)
  await settle(page)
  return judge(page, path)
}

/** The pages of the rail, and one list and one campaign behind them. */
async function pagesOf(page: Page): Promise<string[]> {
  await settle(page)
  const ofRail = await page
    .locator('nav a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const behind: string[] = []
  for (const path of ofRail.filter((each) => /\/(lists|campaigns)$/.test(each))) {
    await page.goto(new URL(path, trial.product.address).href)
    await settle(page)
    const first = page.locator(`main td a[href^="${path}/"]`).first()
    behind.push((await first.getAttribute('href')) ?? '')
  }
  return [...ofRail, ...behind]
}

const seats = [
  'オペレーター 佐藤',
  'SV 田中',
  'センター長',
  '内部監査',
  '委託元',
  '監視センター',
  '運用保守',
  'アカウント管理者',
]

describe('what a screen reader and every screen are given', () => {
  it.each(seats)('has no serious finding on any page of %s, in both colours and three sizes', async (label) => {
    const { page, complaints } = await trial.enter(label)
    const first = new URL(page.url()).pathname
    const found: string[] = []
    for (const path of new Set([first, ...(await pagesOf(page)), '/settings']))
      found.push(...(await judgeAt(page, path)))
    expect(found).toEqual([])
    expect(complaints).toEqual([])
  })

  it('has none in what opens over and within the pages, where they are denied, and where there are none', async () => {
    const { page } = await trial.enter('SV 田中')
    const tenant = await tenantOf(page)
    const found: string[] = []
    for (const path of [`/t/${tenant}/campaigns/new`, `/t/${tenant}/wall`, '/people', '/nowhere', `/t/${tenant}/lists`])
      found.push(...(await judgeAt(page, path)))
    await page.keyboard.press('Control+K')
    await page.getByRole('listbox').waitFor()
    found.push(...(await judge(page, 'palette')))
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /田中 健一/ }).click()
    await page.getByRole('button', { name: 'サインアウト' }).waitFor()
    found.push(...(await judge(page, 'own menu')))
    const manager = (await trial.enter('アカウント管理者')).page
    await manager.goto(`${trial.product.address}/designations`)
    await manager.getByRole('button', { name: '権限を指定' }).click()
    await manager.getByLabel('終了日').click()
    await manager.getByRole('button', { name: '翌月' }).waitFor()
    found.push(...(await judge(manager, 'grant and its calendar')))
    expect(found).toEqual([])
  })

  it('is read under the page’s own language, whatever the browser’s is', async () => {
    const { page } = await trial.enter('内部監査', { language: 'en-US' })
    const tenant = await tenantOf(page)
    await page.goto(`${trial.product.address}/t/${tenant}/ledger`)
    const from = page.getByLabel('この日から')
    await from.fill('１１/20')
    await page.keyboard.press('Tab')
    await page.waitForURL(/from=\d{4}-11-20/)
    expect(await from.inputValue()).toMatch(/^\d{4}\/11\/20$/)
    expect(await page.locator('html').getAttribute('lang')).toBe('ja')
  })
})

describe('the keyboard alone', () => {
  it('brings a supervisor from a file to a floor that calls', async () => {
    const file = join(folder, '名簿.csv')
    const list = [...listChunks({ rows: 200, encoding: 'shift_jis', seed: 5, errorShare: 0.02, theme: 'residents' })]
    writeFileSync(file, Buffer.concat(list))
    const { page, complaints } = await trial.enter('SV 高橋')
    const press = (role: 'button' | 'link' | 'radio', name: string, key?: string) =>
      // a button takes the focus once it can be pressed: the page hears of new leads a moment later
      tabAndPress(
        page,
        page.getByRole(role, { name, exact: true, ...(role === 'button' ? { disabled: false } : {}) }).first(),
        key,
      )
    await settle(page)

    await goByPalette(page, 'キャンペーン')
    await press('button', 'キャンペーンを作成')
    await tabAndType(page, page.getByRole('textbox', { name: '名前', exact: true }), 'キーボードの案内')
    await tabTo(page, page.getByRole('combobox', { name: '業務', exact: true }))
    await page.keyboard.press('ArrowDown')
    await press('radio', '本番', 'ArrowDown')
    expect(await page.getByRole('radio', { name: 'テスト', exact: true }).isChecked()).toBe(true)
    await tabAndType(page, page.getByRole('textbox', { name: '名乗り', exact: true }), '架空市の{operator}です')
    await tabAndType(page, page.getByLabel('平日 から'), '０時')
    await press('button', '作成する')
    await page.getByRole('heading', { name: '架電準備の確認' }).waitFor()

    await goByPalette(page, 'リスト取込')
    const chooser = page.waitForEvent('filechooser')
    await press('button', 'ファイルを選ぶ')
    await (await chooser).setFiles(file)
    const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
    await target.waitFor({ timeout: patienceMs })
    await tabTo(page, target)
    while (!(await target.locator('option:checked').innerText()).startsWith('キーボードの案内'))
      await page.keyboard.press('ArrowDown')
    await tabAndType(page, page.getByRole('textbox', { name: 'リスト名', exact: true }), '第1便')
    await press('button', '内容を確認する')
    await press('button', '取り込む')
    await page.locator('dt:text-is("受入")').waitFor({ timeout: patienceMs })
    await page.getByText('で完了しました').waitFor({ timeout: patienceMs })

    await goByPalette(page, 'キャンペーン')
    await press('link', 'キーボードの案内')
    await press('button', '発信を開始')
    // asked once more, with the focus on the answer
    await page.getByRole('group').getByRole('button', { name: '発信を開始' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '発信を停止' }).waitFor()
    await goByPalette(page, 'フロア')
    await page.getByRole('region', { name: 'キーボードの案内' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('stays where it was when a question is taken back', async () => {
    const { page } = await trial.enter('SV 田中')
    await settle(page)
    await goByPalette(page, 'キャンペーン')
    await tabAndPress(page, page.getByRole('link', { name: '新料金プランのご案内' }).first())
    const stop = page.getByRole('button', { name: '発信を停止' })
    await tabAndPress(page, stop)
    await page.getByRole('group').getByRole('button', { name: '発信を停止' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('group').getByRole('button', { name: '発信を停止' }).waitFor({ state: 'detached' })
    expect(await stop.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  it('moves through the rows of a table and opens one', async () => {
    const { page } = await trial.enter('アカウント管理者')
    await page.goto(`${trial.product.address}/people`)
    await settle(page)
    await tabTo(page, page.locator('tr[data-row="0"]'))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const second = page.locator('tr[data-row="1"]')
    expect(await second.locator('button').getAttribute('aria-expanded')).toBe('true')
    await tabTo(page, page.getByRole('button', { name: 'アカウントを停止' }))
  })
})

describe('an input method', () => {
  it('never sends a search by the Enter that ends a conversion', async () => {
    const { page } = await trial.enter('内部監査')
    const tenant = await tenantOf(page)
    await page.goto(`${trial.product.address}/t/${tenant}/ledger/contact`)
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url())
    })
    await page.getByRole('textbox', { name: '顧客番号' }).focus()
    const method = await inputMethodOf(page)
    await method.compose('ぜろいち')
    await method.press('Enter')
    await method.commit('０１')
    await page.waitForTimeout(300)
    expect(sent).toEqual([])
    expect(await page.getByRole('textbox', { name: '顧客番号' }).inputValue()).toBe('０１')
    await method.press('Enter')
    await page.getByText('該当する対象者はいません').waitFor()
    expect(sent).toHaveLength(1)
  })

  it('chooses no page of the palette while it converts', async () => {
    const { page } = await trial.enter('SV 田中')
    await settle(page)
    const before = page.url()
    await page.keyboard.press('Control+K')
    await page.getByRole('combobox', { name: '画面の名前を入力' }).waitFor()
    const method = await inputMethodOf(page)
    await method.compose('りすと')
    await method.press('Enter')
    await method.commit('架電リスト')
    expect(page.url()).toBe(before)
    await method.press('Enter')
    await page.waitForURL(/\/lists$/)
  })

  it('keeps what it converts in a filter that stands in the address', async () => {
    const { page } = await trial.enter('アカウント管理者')
    await page.goto(`${trial.product.address}/people`)
    const find = page.getByRole('textbox', { name: '氏名・ID・会社で絞り込む' })
    await find.focus()
    const method = await inputMethodOf(page)
    for (const text of ['た', 'たな', 'たなか']) await method.compose(text)
    await method.commit('田中')
    expect(await find.inputValue()).toBe('田中')
    await page.getByText('全 1件').waitFor()
    await page.waitForURL(/find=/)
  })

  it('confirms no result while a memo is converted', async () => {
    const { page } = await trial.enter('オペレーター 佐藤')
    const choice = page.getByRole('button', { name: '健診受診勧奨 2026秋' })
    await choice.waitFor()
    await page.keyboard.press((await choice.locator('kbd').innerText()).trim())
    await page.getByText('離席', { exact: false }).first().waitFor()
    await page.keyboard.press('F2')
    const contact = page.getByRole('region', { name: '対象者' })
    await contact.waitFor({ timeout: patienceMs })
    await page.keyboard.press('3')
    await page.keyboard.press('1')
    await page.keyboard.press('Alt+E')
    await page.getByRole('button', { name: /^確定/, disabled: false }).waitFor()
    const memo = page.getByRole('textbox', { name: '対応メモ' })
    await memo.focus()
    const method = await inputMethodOf(page)
    await method.compose('ごきぼう')
    await method.press('Enter', { control: true })
    await page.waitForTimeout(500)
    expect(await contact.count()).toBe(1)
    await method.commit('ご希望なし')
    expect(await memo.inputValue()).toContain('ご希望なし')
    await page.keyboard.press('Alt+L')
    await page.keyboard.press('Control+Enter')
    await contact.waitFor({ state: 'detached' })
  })
})
