import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listChunks } from '@sekisho/fictitious'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// A campaign from a template to its first call, what the check page says on the way, a copy, and two who change one.

const patienceMs = 120_000
const folder = mkdtempSync(join(tmpdir(), 'sekisho-set-up-'))
const trial = startTrial()

afterEach(() => trial.closeBrowsers())

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function stateOf(page: Page, check: string): Promise<string> {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${check}`) }) })
    .locator('[data-check]')
    .innerText()
}

async function openCampaign(page: Page, name: string): Promise<void> {
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByRole('textbox', { name: '名乗り', exact: true }).waitFor()
}

describe('a campaign from a template', () => {
  it('calls after a name, a kind, a list and one press, and the check page says what is missing until then', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns/new`)
    // what fits a municipality is chosen already
    await page.getByRole('radio', { name: '健診の受診勧奨(自治体)' }).waitFor()
    expect(await page.getByRole('radio', { name: '健診の受診勧奨(自治体)' }).isChecked()).toBe(true)
    expect(await page.getByRole('textbox', { name: '名乗り', exact: true }).inputValue()).toBe('架空市の{operator}です')
    await page.getByRole('radio', { name: '調査・アンケート' }).check()
    expect(await page.getByLabel('架電回数の上限(1人)').inputValue()).toBe('3')
    await page.getByRole('radio', { name: '健診の受診勧奨(自治体)' }).check()
    expect(await page.getByLabel('日曜・祝日 まで').inputValue()).toBe('17:00')
    await page.getByRole('textbox', { name: '名前', exact: true }).fill('春の健診')
    await page.getByRole('combobox', { name: '業務', exact: true }).selectOption({ index: 1 })
    await page.getByRole('radio', { name: 'テスト', exact: true }).check()
    await page.getByRole('textbox', { name: '名乗り', exact: true }).fill('')
    await page.getByRole('button', { name: '作成する' }).click()

    await page.getByText('あと 2つ整えると、発信を開始できます').waitFor()
    expect(await stateOf(page, '名乗り')).toBe('▲ 不足')
    expect(await stateOf(page, '発信できる対象者')).toBe('▲ 不足')
    expect(await stateOf(page, '発信時間帯')).toBe('✓ よし')
    await page.getByText('デモの電話網は模擬で').waitFor()
    await page.getByRole('link', { name: '名乗り: 設定を開く' }).click()
    await page.waitForURL(/#caller-name$/)
    await page.getByRole('textbox', { name: '名乗り', exact: true }).fill('架空市の{operator}です')
    for (const day of ['平日', '土曜', '日曜・祝日']) {
      await page.getByLabel(`${day} から`).fill('00:00')
      await page.getByLabel(`${day} まで`).fill('24:00')
    }
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('保存しました').waitFor()

    await page.getByRole('link', { name: '架電準備の確認' }).click()
    await page.getByRole('link', { name: '発信できる対象者: リスト取込' }).click()
    const file = join(folder, '名簿.csv')
    const list = [...listChunks({ rows: 200, encoding: 'shift_jis', seed: 6, errorShare: 0, theme: 'residents' })]
    writeFileSync(file, Buffer.concat(list))
    await page.locator('input[type=file]').setInputFiles(file)
    const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
    await target.waitFor({ timeout: patienceMs })
    await target.selectOption({ label: '春の健診(テスト)' })
    await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill('第1便')
    await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
    await page.getByRole('button', { name: '取り込む', exact: true }).click()
    await page.getByText('で完了しました').waitFor({ timeout: patienceMs })

    await openCampaign(page, '春の健診')
    await page.getByRole('link', { name: '架電準備の確認' }).click()
    await page.getByText('発信を開始できます。').waitFor()
    await page.getByText('今は発信できる時間帯です').waitFor()
    expect(await judge(page, 'check page')).toEqual([])
    await page.getByRole('button', { name: '発信を開始' }).click()
    await page.getByRole('group').getByRole('button', { name: '発信を開始' }).click()
    await page.getByText('発信中です').waitFor()
    expect(complaints).toEqual([])
  })

  it('is copied with its settings, as a campaign of its own whose kind is chosen anew (A-03)', async () => {
    const { page } = await trial.enter('SV 高橋')
    await openCampaign(page, '健診受診勧奨 2026秋')
    await page.getByRole('link', { name: '複製して作成' }).click()
    await page.getByText('リストと記録は写しません').waitFor()
    expect(await page.getByRole('textbox', { name: '名前', exact: true }).inputValue()).toBe(
      '健診受診勧奨 2026秋 の写し',
    )
    expect(await page.getByRole('button', { name: '作成する' }).isDisabled()).toBe(true)
    await page.getByRole('radio', { name: 'テスト', exact: true }).check()
    await page.getByRole('button', { name: '作成する' }).click()
    await page.getByText('あと 1つ整えると').waitFor()
    await openCampaign(page, '健診受診勧奨 2026秋 の写し')
    expect(await page.getByRole('textbox', { name: '名乗り', exact: true }).inputValue()).toContain('けんこう推進課')
  })
})

describe('a campaign that two supervisors change at once', () => {
  it('keeps both changes; the second is told what the first did, and since when it holds', async () => {
    const [first, second] = [(await trial.enter('SV 高橋')).page, (await trial.enter('SV 高橋')).page]
    for (const page of [first, second]) await openCampaign(page, '健診受診勧奨 2026秋')
    await first.getByLabel('架電回数の上限(1人)').fill('4')
    await second.getByLabel('呼び出し(秒)').fill('30')
    await second.getByLabel('架電回数の上限(1人)').fill('6')
    await first.getByRole('button', { name: '保存' }).click()
    await first.getByText('次の発信と、これから記録する結果から有効です').waitFor()
    await second.getByRole('button', { name: '保存' }).click()
    const notice = second.getByRole('alert').filter({ hasText: '別の人が変更を保存しました' })
    await notice.getByText('架電回数の上限(1人): 5 → 4 (あなたの入力: 6)').waitFor()
    await notice.getByRole('button', { name: '合わせる(同じ項目は自分の入力にする)' }).click()
    await second.getByRole('button', { name: '保存' }).click()
    await second.getByText('次の発信と').waitFor()
    await first.reload()
    await first.getByLabel('呼び出し(秒)').waitFor()
    expect(await first.getByLabel('呼び出し(秒)').inputValue()).toBe('30')
    expect(await first.getByLabel('架電回数の上限(1人)').inputValue()).toBe('6')
  })
})
