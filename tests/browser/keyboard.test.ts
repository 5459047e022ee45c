import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listChunks } from '@sekisho/fictitious'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { settle } from './support/browser.ts'
import { goByPalette, inputMethodOf, tabAndPress, tabAndType, tabTo } from './support/keyboard.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// What the keyboard reaches, and what an input method may not trigger.

const patienceMs = 120_000
const folder = mkdtempSync(join(tmpdir(), 'sekisho-keyboard-'))
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })

afterEach(() => trial.closeBrowsers())

afterAll(() => rmSync(folder, { recursive: true, force: true }))

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
