import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { holidaysOfYear } from '@sekisho/dialer'
import iconv from 'iconv-lite'
import { afterEach, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// A centre manager closes a day, sees it in the month, imports the Cabinet Office's holidays, and takes both back.

const trial = startTrial()

afterEach(() => trial.closeBrowsers())

/** @param tenantId  of the calendar; without it the one that the person is brought to first */
async function calendarOf(label: string, tenantId?: string): Promise<TestBrowser> {
  const browser = await trial.enter(label)
  await browser.page.goto(`${trial.product.address}/t/${tenantId ?? (await tenantOf(browser.page))}/calendar`)
  await browser.page.getByRole('heading', { name: '発信カレンダー' }).waitFor()
  return browser
}

/** Today in Japan. */
const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)

describe('the calendar', () => {
  it('closes today at once, says so where campaigns are, and opens again', async () => {
    const supervisor = (await calendarOf('SV 高橋')).page
    const tenantId = await tenantOf(supervisor)
    const { page, complaints } = await calendarOf('センター長', tenantId)
    const closed = page.locator('li[aria-current="date"]')
    await closed.waitFor()
    expect(await judge(page, 'the calendar')).toEqual([])
    await page.getByRole('combobox', { name: '理由' }).selectOption({ label: '災害・荒天' })
    await page.getByRole('button', { name: '設定する' }).click()
    await page.getByText(`${today()} を設定しました`).waitFor()
    await closed.getByText('休み', { exact: true }).waitFor()
    await closed.getByText('災害・荒天').waitFor()
    expect(await judge(page, 'a closed day')).toEqual([])

    const campaign = await page.getByRole('combobox', { name: 'キャンペーン' }).inputValue()
    await supervisor.goto(`${trial.product.address}/t/${tenantId}/campaigns/${campaign}`)
    const hours = supervisor.getByRole('group', { name: '本日の発信' })
    await hours.getByText('本日は発信しません').waitFor()
    await hours.getByText('次に発信できるのは').waitFor()
    expect(await judge(supervisor, 'a campaign on a closed day')).toEqual([])

    await page.getByRole('button', { name: `${today()} を取り消す` }).click()
    await page.getByText('を取り消しました').waitFor()
    await hours.getByText('本日は発信しません').waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('takes the holidays of the Cabinet Office after showing what they change, and refuses a broken file', async () => {
    const { page, complaints } = await calendarOf('センター長')
    const year = Number(today().slice(0, 4))
    const lines = [year, year + 1]
      .flatMap(holidaysOfYear)
      .map(({ date, name }) => `${date.replaceAll('-', '/')},${name}`)
    const choose = async (name: string, more: readonly string[]) => {
      const path = join(trial.product.dataDir, name)
      const text = ['国民の祝日・休日月日,国民の祝日・休日名称', ...lines, ...more, ''].join('\r\n')
      writeFileSync(path, iconv.encode(text, 'shift_jis'))
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: '祝日ファイルを選ぶ' }).click(),
      ])
      await chooser.setFiles(path)
    }
    await choose('broken.csv', [`${year + 1}/2/30,誤り`])
    await page.getByText(`${lines.length + 2}行目`).waitFor()
    expect(await page.getByRole('button', { name: 'この内容で取り込む' }).count()).toBe(0)
    await choose('syukujitsu.csv', [`${year + 1}/7/1,試験の休日`])
    await page.getByRole('table', { name: '計算した祝日との違い' }).getByText('試験の休日').waitFor()
    expect(await judge(page, 'a file of holidays')).toEqual([])
    await page.getByRole('button', { name: 'この内容で取り込む' }).click()
    await page.getByText('祝日ファイルを取り込みました').waitFor()
    await page.getByRole('button', { name: /祝日ファイル を取り消す$/ }).click()
    await page.getByText('祝日ファイル を取り消しました').waitFor()
    expect(complaints).toEqual([])
  })
})
