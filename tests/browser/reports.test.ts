import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { judge, overflowsSideways } from './support/accessibility.ts'
import { picture } from './support/browser.ts'
import { tabTo } from './support/keyboard.ts'
import { tenantOf } from './support/people.ts'
import { addSimulatedDay, type SimulatedDay } from './support/simulated-day.ts'
import { readWorkbook } from './support/workbook.ts'
import { keepPictures, startTrial } from './support/trial.ts'

// The report of a day that is over: read, laid out, exported, checked and printed by its supervisor, read by its client,
// refused to everybody else.

const folder = mkdtempSync(join(tmpdir(), 'sekisho-reports-'))
const calls = 400
const trial = startTrial()
let day: SimulatedDay

beforeAll(async () => {
  day = await addSimulatedDay(trial.product, '架空市', calls)
})

afterEach(() => trial.closeBrowsers())

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The report of the day that was, for whoever has come in. */
async function openReport(page: Page, rest = ''): Promise<string> {
  const tenant = await tenantOf(page)
  await page.goto(`${trial.product.address}/t/${tenant}/reports${rest}?date=${day.date}`)
  return tenant
}

const section = (page: Page, name: string): Locator => page.locator(`section[aria-label="${name}"]`)

/** A table as it stands on the page: its head and its lines, the total included. */
async function tableOf(table: Locator): Promise<string[][]> {
  await table.waitFor()
  return table
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? '')),
    )
}

/** `1,204`, `31.4%`, `12.50`, `01:42` and `1:04:10` as what Excel holds for them; `–` as nothing. */
function asNumber(text: string): number | null {
  if (text === '–') return null
  const plain = Number(text.replaceAll(/[,%]/g, ''))
  if (text.endsWith('%')) return plain / 100
  if (!text.includes(':')) return plain
  const seconds = text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return seconds / 86_400
}

describe('the daily report of a day that is over', () => {
  it('counts every call of the day once, and says what each figure means to pointer and keyboard alike', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await page.getByRole('link', { name: '報告書', exact: true }).click()
    await page.getByLabel('日付').fill(day.date.replaceAll('-', '/'))
    await page.keyboard.press('Tab')
    const [head = [], total = []] = await tableOf(section(page, '合計').getByRole('table'))
    const value = (name: string) => asNumber(total[head.indexOf(name)] ?? '')
    const answered = day.attempts.filter(({ answeredAtMs }) => answeredAtMs !== null)
    expect(value('発信数')).toBe(calls)
    expect(value('応答数')).toBe(answered.length)
    expect(value('成約数')).toBe(answered.filter(({ disposition }) => disposition === '11').length)
    expect(value('接続率')).toBeCloseTo(answered.length / calls, 3)
    const results = await tableOf(section(page, '結果別').getByRole('table'))
    expect(results.slice(1).reduce((sum, [, , count = '']) => sum + (asNumber(count) ?? 0), 0)).toBe(calls)

    const heading = section(page, '合計').getByRole('button', { name: '成約率' })
    const definition = page.getByRole('tooltip').filter({ hasText: '成約数 ÷ 本人コンタクト数' })
    await heading.hover()
    await definition.waitFor()
    await page.mouse.move(0, 0)
    await definition.waitFor({ state: 'detached' })
    await tabTo(page, heading)
    await definition.waitFor()
    expect(await heading.getAttribute('aria-describedby')).toBe(await definition.getAttribute('id'))
    expect(complaints).toEqual([])
  })

  it('has the calls of those who called back in a table of their own', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await openReport(page)
    const table = await tableOf(section(page, '入電').getByRole('table'))
    const [head = [], total = []] = [table[0], table.at(-1)]
    const value = (name: string) => asNumber(total[head.indexOf(name)] ?? '')
    const answered = day.callIns.filter(({ outcome }) => outcome === 'answered')
    expect(value('入電数')).toBe(day.callIns.length)
    expect(value('応答数')).toBe(answered.length)
    expect(value('応答率')).toBeCloseTo(answered.length / day.callIns.length, 3)
    const inTime = answered.filter(({ arrivedAtMs, endedAtMs }) => endedAtMs - arrivedAtMs <= 20_000)
    expect(value('20秒以内')).toBe(inTime.length)
    expect(value('お断り受付')).toBe(answered.filter(({ disposition }) => disposition === '31').length)
    await section(page, '入電').getByText('ほかの表の発信数・接続率・成約率などには含みません').waitFor()
    await section(page, '入電').getByRole('button', { name: 'サービスレベル' }).hover()
    await page.getByRole('tooltip').filter({ hasText: '20秒以内 ÷ 入電数' }).waitFor()
    const pictures = process.env.SEKISHO_PICTURES
    if (pictures !== undefined) await picture(page, pictures, 'report-call-ins')
    expect(complaints).toEqual([])
  })

  it('is laid out as the client wants it, and nothing is lost between two who lay it out at once', async () => {
    const [first, second] = [(await trial.enter('SV 高橋')).page, (await trial.enter('SV 高橋')).page]
    for (const page of [first, second]) await openReport(page, '/settings')
    await first.getByRole('textbox', { name: '表題' }).fill('架空市 受診勧奨 日報')
    await second.getByRole('textbox', { name: '発信数 の見出し' }).fill('コール数')
    await second.getByRole('button', { name: '占有率 を外す' }).click()
    await second.getByRole('button', { name: '応答数 を上へ', exact: true }).click()
    await second.getByRole('textbox', { name: '時間帯', exact: true }).fill('９時から')
    await second.getByText('時間帯を読み取れません').waitFor()
    expect(await saveButton(second).isDisabled()).toBe(true)
    await second.getByRole('textbox', { name: '時間帯', exact: true }).fill('9:00-12:00 午前, 12:00-17:00 午後')
    await saveButton(second).click()
    await second.getByText('第1版として保存しました').waitFor()

    await first.reload()
    const notice = first.getByRole('alert').filter({ hasText: '別の人が変更を保存しました' })
    expect(await notice.innerText()).toContain('午前')
    expect(await saveButton(first).isDisabled()).toBe(true)
    await notice.getByRole('button', { name: '相手の変更と自分の入力を合わせる' }).click()
    await saveButton(first).click()
    await first.getByText('第2版として保存しました').waitFor()

    await openReport(first)
    const [head = []] = await tableOf(section(first, '時間帯別').getByRole('table'))
    expect(head.slice(0, 3)).toEqual(['時間帯', '応答数', 'コール数'])
    expect(head).not.toContain('占有率')
    expect((await tableOf(section(first, '時間帯別').getByRole('table'))).map(([name]) => name)).toEqual([
      '時間帯',
      '午前',
      '午後',
      '時間帯外',
      '合計',
    ])
    expect(await first.getByText('書式: 第2版').count()).toBe(1)
  })

  it('is in Excel what it is on the page, and is known again until somebody edits it (U-04)', async () => {
    const { page } = await trial.enter('SV 高橋')
    const tenant = await openReport(page)
    await section(page, '結果別').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Excelで出力' }).click()
    const file = join(folder, (await download).suggestedFilename())
    await (await download).saveAs(file)
    await page.getByText('を出力し、記録台帳に記録しました').waitFor()
    const sheets = await readWorkbook(page, readFileSync(file))
    for (const name of ['時間帯別', 'オペレーター別']) {
      const [head = [], ...lines] = await tableOf(section(page, name).getByRole('table'))
      const [sheetHead, ...sheetLines] = sheets.get(name) ?? []
      expect(sheetHead).toEqual(head)
      expect(sheetLines.map(([label]) => label)).toEqual(lines.map(([label]) => label))
      for (const [row, line] of lines.entries())
        for (const [column, text] of line.entries()) {
          if (column === 0) continue
          const [shown, written] = [asNumber(text), sheetLines[row]?.[column] ?? null]
          if (shown === null) expect(written).toBeNull()
          // the page rounds, the file does not
          else expect(Math.abs(Number(written) - shown)).toBeLessThan(text.includes(':') ? 1 / 86_400 : 0.0051)
        }
    }
    expect(sheets.get('この報告書')?.[0]?.[0]).toBe('架空市 受診勧奨 日報')

    await page.goto(`${trial.product.address}/t/${tenant}/reports/check`)
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('原本です').waitFor()
    const edited = readFileSync(file)
    edited[edited.length - 30] = (edited[edited.length - 30] ?? 0) ^ 1
    const other = join(folder, 'edited.xlsx')
    writeFileSync(other, edited)
    await page.locator('input[type=file]').setInputFiles(other)
    await page.getByText('一致する出力記録がありません').waitFor()
  })

  it('prints on A4 with what it rests on, after it was entered', async () => {
    const { page } = await trial.enter('SV 高橋')
    // the browser's own window would hold the page; what it would print is looked at instead
    await page.addInitScript(() =>
      Object.assign(window, { print: () => document.body.setAttribute('data-printed', '') }),
    )
    await openReport(page)
    await page.getByRole('link', { name: '印刷・PDF' }).click()
    await page.getByText('まだ記録されていません').first().waitFor()
    expect(await page.locator('[data-printed]').count()).toBe(0)
    await page.getByRole('button', { name: '記録して印刷' }).click()
    await page.locator('[data-printed]').waitFor()
    await page.getByText(/照合値 [0-9a-f]{32}/).waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button', { name: '記録して印刷' }).isVisible()).toBe(false)
    expect(await page.getByText('対応コール数 ÷ 稼働時間').isVisible()).toBe(true)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/MediaBox \[0 0 84[12][.\d]* 59[45][.\d]*\]/g)?.length).toBeGreaterThan(0)
  })
})

const saveButton = (page: Page): Locator => section(page, '書式').getByRole('button', { name: '次の版として保存' })

describe('who may read it', () => {
  it('is the client, its own and without the work of single people, and never another client’s (A-04)', async () => {
    const elsewhere = await tenantOf((await trial.enter('SV 田中')).page)
    const { page } = await trial.enter('委託元')
    const tenant = await openReport(page)
    await section(page, '合計').waitFor()
    expect(await section(page, 'オペレーター別').count()).toBe(0)
    expect(await page.locator('main').innerText()).not.toContain('佐藤')
    await page.goto(`${trial.product.address}/t/${tenant}/reports/settings`)
    await page.getByText('閲覧のみの権限です').waitFor()
    expect(await page.locator('main').locator('input, select, button').count()).toBe(0)
    await page.goto(`${trial.product.address}/t/${elsewhere}/reports`)
    await page.getByRole('heading', { name: 'このページを開く権限がありません' }).waitFor()
    const answer = await page.request.get(
      `${trial.product.address}/api/tenants/${elsewhere}/reports?kind=daily&date=${day.date}`,
    )
    expect(answer.status()).toBe(403)
  })

  it('is not an operator, who is told in plain words which right it takes and whom to ask', async () => {
    const { page } = await trial.enter('オペレーター 佐藤')
    const tenant = await openReport(page)
    await page.getByRole('heading', { name: 'このページを開く権限がありません' }).waitFor()
    await page.getByText('必要な権限は「報告書の閲覧」です').waitFor()
    expect(await page.getByText('アカウント管理者に').count()).toBe(1)
    const answer = await page.request.get(
      `${trial.product.address}/api/tenants/${tenant}/reports?kind=daily&date=${day.date}`,
    )
    expect(answer.status()).toBe(403)
  })
})

describe('its pages', () => {
  it('have no serious finding in both colours, and fit every screen in both languages', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    const tenant = await tenantOf(page)
    const found: string[] = []
    for (const path of ['reports', 'reports/settings', 'reports/check', 'reports/print']) {
      await page.goto(`${trial.product.address}/t/${tenant}/${path}?date=${day.date}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      if (path !== 'reports/check') await page.getByRole('table').first().waitFor()
      found.push(...(await judge(page, path)))
    }
    await page.evaluate(() => localStorage.setItem('sekisho.language', 'en'))
    await page.setViewportSize({ width: 390, height: 844 })
    for (const path of ['reports', 'reports/settings']) {
      await page.goto(`${trial.product.address}/t/${tenant}/${path}?date=${day.date}`)
      await page.getByRole('table').first().waitFor()
      if (await overflowsSideways(page)) found.push(`${path} in English: wider than a phone`)
    }
    expect(found).toEqual([])
    expect(complaints).toEqual([])
  })
})

describe('a day under other conditions', () => {
  it('is played in the browser from what was measured, figure by figure beside the day as it is (C-01)', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    await page.getByRole('link', { name: '条件を変えた試算' }).click()
    const operators = page.getByRole('textbox', { name: 'オペレーターの人数' })
    await operators.waitFor()
    const there = Number(await operators.inputValue())
    await tabTo(page, operators)
    await page.keyboard.press('Control+A')
    await page.keyboard.type(String(there * 2))
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'やめる' }).waitFor({ state: 'detached', timeout: 240_000 })
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '1時間あたりの会話' }) })
    const [before = 0, after = 0] = (await row.getByRole('cell').allInnerTexts()).map((text) =>
      Number.parseInt(text, 10),
    )
    expect(before).toBeGreaterThan(0)
    expect(after).toBeGreaterThan(before * 1.5)
    const lines = page.getByRole('img', { name: /時間後の会話/ }).locator('polyline')
    await lines.first().waitFor()
    const dashes = await lines.evaluateAll((all) => all.map((line) => getComputedStyle(line).strokeDasharray))
    // the course as it would be is told from the course as it is
    expect(dashes).toEqual([expect.stringMatching(/px/), 'none'])
    expect(await judge(page, 'what if')).toEqual([])
    await keepPictures(page, 'what-if')
    expect(complaints).toEqual([])
  })

  it('waits for calls where there are too few, and is nothing for an operator', async () => {
    const { page } = await trial.enter('SV 伊藤')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.locator('main td a').first().click()
    await page.getByRole('link', { name: '条件を変えた試算' }).click()
    await page.getByText('試算に足りる実績がまだありません').waitFor()
    await keepPictures(page, 'what-if-empty')
    const operator = (await trial.enter('オペレーター 佐藤')).page
    await operator.goto(page.url())
    await operator.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await operator.getByText('試算する').count()).toBe(0)
  })
})
