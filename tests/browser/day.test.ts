import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import type { TestBrowser } from './support/browser.ts'
import { type Cost, costOf, watchHands } from './support/hands.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// A day of a small team as its supervisor and one of its operators live it: what must be in order before the first call,
// a shift of calls of every result by keyboard alone, and the report of the evening. Some miss their call and call back.

const patienceMs = 180_000
const people = 70
const campaign = '冬の健診 朝から夕まで'
const folder = mkdtempSync(join(tmpdir(), 'sekisho-day-'))
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'missed_calls_return' })
let supervisor: TestBrowser
let operator: TestBrowser

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const heading = '顧客番号,氏名,フリガナ,携帯電話,生年月日'
const person = (place: number) =>
  `D-${place},試験 ${place}番,シケン,090-0000-${String(5_000 + place).padStart(4, '0')},1970/1/${(place % 28) + 1}`
const persons = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, index) => person(from + index))

/** Sends a file and waits until it was understood. */
async function send(page: Page, name: string, lines: readonly string[]): Promise<void> {
  const file = join(folder, name)
  writeFileSync(file, [heading, ...lines].join('\r\n'))
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/lists/import`)
  await page.locator('input[type=file]').setInputFiles(file)
  const target = page.getByRole('combobox', { name: '取込先のキャンペーン' })
  await target.waitFor({ timeout: patienceMs })
  await target.selectOption({ label: `${campaign}(テスト)` })
  await page.getByRole('textbox', { name: 'リスト名', exact: true }).fill(name.replace('.csv', ''))
}

/** Looks what a file would do, lets it, and gives the figures of the result. */
async function take(page: Page, press: string): Promise<(name: string) => Promise<string>> {
  await page.getByRole('button', { name: '内容を確認する', exact: true }).click()
  await page.getByRole('button', { name: press, exact: true }).click({ timeout: patienceMs })
  await page.getByText('で完了しました').waitFor({ timeout: patienceMs })
  return (name) => page.locator(`dt:text-is("${name}") + dd`).innerText()
}

describe('a morning', () => {
  it('makes a campaign from a template and brings yesterday’s list into it', async () => {
    supervisor = await trial.enter('SV 高橋')
    const { page, complaints } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns/new`)
    await page.getByRole('radio', { name: '健診の受診勧奨(自治体)' }).waitFor()
    await page.getByRole('textbox', { name: '名前', exact: true }).fill(campaign)
    await page.getByRole('combobox', { name: '業務', exact: true }).selectOption({ index: 1 })
    await page.getByRole('radio', { name: 'テスト', exact: true }).check()
    // nobody's telephone rings: the day may be lived at any hour, and nobody waits long for those who are out
    for (const day of ['平日', '土曜', '日曜・祝日']) {
      await page.getByLabel(`${day} から`).fill('00:00')
      await page.getByLabel(`${day} まで`).fill('24:00')
    }
    await page.getByLabel('呼び出し(秒)').fill('10')
    await page.getByRole('button', { name: '作成する' }).click()
    await page.getByText('あと 1つ整えると').waitFor()
    await send(page, '受診者.csv', persons(0, people))
    const result = await take(page, '取り込む')
    expect(await result('受入')).toBe(`${people}件`)
    expect(complaints).toEqual([])
  })

  it('takes out of calling who has paid, come or died overnight, and who is in the file and unknown is told', async () => {
    const { page, complaints } = supervisor
    await send(page, '消込.csv', [...persons(0, 3), person(9_999)])
    await page.getByRole('radio', { name: /^消込・除外/ }).check()
    const result = await take(page, '発信を止める')
    expect([await result('発信を止めた対象者'), await result('該当なし')]).toEqual(['3件', '1件'])
    expect(complaints).toEqual([])
  })

  it('adds who is new, and finds nobody twice', async () => {
    const { page, complaints } = supervisor
    await send(page, '追加.csv', persons(people - 2, people + 5))
    await page.getByRole('radio', { name: /^追加/ }).check()
    const result = await take(page, '取り込む')
    expect([await result('受入'), await result('重複')]).toEqual(['5件', '2件'])
    expect(complaints).toEqual([])
  })

  it('gives the campaign a number to call back, looks whether all is ready, and begins', async () => {
    const { page, complaints } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: campaign, exact: true }).click()
    await page.getByRole('link', { name: '折り返し入電' }).click()
    await page.getByRole('textbox', { name: '番号' }).fill('03-0012-7777')
    await page.getByRole('button', { name: '番号を割り当てる' }).click()
    await page.getByRole('row', { name: /03-0012-7777/ }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: '架電準備の確認' }).click()
    await page.getByText('発信を開始できます。').waitFor()
    await keepPicture(page, 'day-ready')
    await page.getByRole('button', { name: '発信を開始' }).click()
    await page.getByRole('group').getByRole('button', { name: '発信を開始' }).click()
    await page.getByText('発信中です').waitFor()
    expect(complaints).toEqual([])
  })
})

const confirmButton = (page: Page) => page.getByRole('button', { name: /^確定/, disabled: false })

/** Works through the call in hand until the desk shows that person no more; somebody who waits may be there at once. */
async function work(page: Page, strike: () => Promise<void>): Promise<Cost> {
  const who = page.getByRole('region', { name: '対象者' }).getByText(/^D-\d+$/)
  const number = await who.innerText()
  await strike()
  await page.getByText(number, { exact: true }).waitFor({ state: 'detached', timeout: patienceMs })
  return costOf(page)
}

/** The next person at the desk, who may have hung up again before anybody looked: whether they called us. */
async function nextCall(page: Page): Promise<boolean> {
  await page.getByRole('region', { name: '対象者' }).waitFor({ timeout: patienceMs })
  return (await page.getByText('お電話をいただいた方です').count()) > 0
}

/** Any result by its two digits. */
const record = (page: Page, code: string) =>
  work(page, async () => {
    await page.keyboard.press('Alt+E')
    for (const digit of code) await page.keyboard.press(digit)
    await confirmButton(page).waitFor()
    await page.keyboard.press('Control+Enter')
  })

/** A call-back at three: today, or tomorrow when it has passed. */
const promise = (page: Page) =>
  work(page, async () => {
    await page.keyboard.press('Alt+E')
    await page.keyboard.press('F3')
    await page.locator('input:focus').waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('5')
    await confirmButton(page).waitFor()
    await page.keyboard.press('Control+Enter')
  })

/** How often each result stands in the database for the campaign's calls. */
async function recorded(): Promise<Map<string, number>> {
  const { rows } = await (await trial.superuser()).query<{ disposition: string; count: number }>(
    `select a.disposition, count(*)::int as count from tenant.attempts a join tenant.campaigns c using (tenant_id, campaign_id)
      where c.name = $1 and a.recorded_at is not null group by 1`,
    [campaign],
  )
  return new Map(rows.map(({ disposition, count }) => [disposition, count]))
}

const usual = ['11', '12', '13', '21', '22', '31', '32', '33', '42', '43', '44', '45', '51', '52', '53', '91']
const fast = ['23', '24', '41']
/** What each call of the shift cost, by result. */
const costs = new Map<string, Cost>()
let callIns = 0

describe('a shift', () => {
  it('records a call of every result without a mouse, at the price that the README says', async () => {
    operator = await trial.enter('オペレーター 佐藤')
    const { page, complaints } = operator
    const choice = page.getByRole('button', { name: campaign })
    await choice.waitFor()
    await page.keyboard.press((await choice.locator('kbd').innerText()).trim())
    await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
    await watchHands(page)
    await page.keyboard.press('F2')
    if (await nextCall(page)) callIns += 1
    await costOf(page)
    // every result that the desk offers is in this shift
    const offered = await page.getByRole('button', { name: /^\d\d / }).allInnerTexts()
    expect(new Set(offered.map((text) => text.slice(0, 2)))).toEqual(new Set([...usual, ...fast, '14']))
    await keepPicture(page, 'day-call')
    for (const code of usual) {
      costs.set(code, await record(page, code))
      if (await nextCall(page)) callIns += 1
      if (code === '52') await keepPicture(page, 'day-call-later')
    }
    costs.set('14', await promise(page))
    for (const [place, code] of fast.entries()) {
      if (await nextCall(page)) callIns += 1
      costs.set(code, await work(page, () => page.keyboard.press(`Alt+${place + 1}`)))
    }
    await expect
      .poll(async () => [...(await recorded()).keys()].toSorted(), { timeout: 60_000 })
      .toEqual([...usual, ...fast, '14'].toSorted())
    for (const code of usual) expect([code, costs.get(code)]).toEqual([code, { strokes: 4, movements: 3, pointer: 0 }])
    expect(costs.get('14')).toEqual({ strokes: 5, movements: 4, pointer: 0 })
    for (const code of fast) expect([code, costs.get(code)]).toEqual([code, { strokes: 1, movements: 1, pointer: 0 }])
    expect(complaints).toEqual([])
  }, 600_000)

  it('brings whoever missed a call and calls back to the same desk', async () => {
    const { page, complaints } = operator
    for (let calls = 0; callIns === 0 && calls < 30; calls += 1) {
      if (await nextCall(page)) callIns += 1
      else await record(page, '12')
    }
    expect(callIns).toBeGreaterThan(0)
    await keepPicture(page, 'day-call-in')
    expect(complaints).toEqual([])
  }, 600_000)

  it('asks the supervisor with a raised hand, and has the break that was booked during the call', async () => {
    const { page, complaints } = operator
    const floor = supervisor.page
    await nextCall(page)
    await page.keyboard.press('Alt+K')
    await floor.goto(`${trial.product.address}/t/${await tenantOf(floor)}/floor`)
    await floor.getByRole('button', { name: '佐藤 葵 さんの挙手に対応する' }).click()
    await floor.getByRole('button', { name: '佐藤 葵 さんの挙手への対応を終える' }).click()
    await keepPicture(floor, 'day-floor')
    await page.keyboard.press('Alt+E')
    await page.keyboard.press('1')
    await page.keyboard.press('2')
    await page.keyboard.press('Alt+L')
    await page.keyboard.press('ArrowDown')
    await confirmButton(page).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('離席中(昼休憩)').first().waitFor()
    expect([...complaints, ...supervisor.complaints]).toEqual([])
  })

  it('puts the last result right by key, and the supervisor sees both', async () => {
    const { page } = operator
    await page.keyboard.press('Alt+z')
    await page.getByRole('heading', { name: '直前の結果を訂正' }).waitFor()
    await page.keyboard.type('44')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^直前の結果\(.*\) 44 .*訂正済み/).waitFor()
    const floor = supervisor.page
    await floor.goto(`${trial.product.address}/t/${await tenantOf(floor)}/campaigns`)
    await floor.getByRole('link', { name: campaign, exact: true }).click()
    await floor.getByRole('link', { name: '対応結果の訂正' }).click()
    await floor.getByRole('row', { name: /44 .*佐藤 葵.*1回/ }).waitFor()
  })

  it('leaves the promise where the supervisor sees it', async () => {
    const { page } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/promises`)
    await page.getByRole('row', { name: new RegExp(campaign) }).waitFor()
  })
})

interface CountedDay {
  readonly date: string
  readonly dialled: number
  readonly answered: number
  readonly agreed: number
}

/** The attempts of the campaign as they stand in the database, by their day in Japan, counted by hand. */
async function countedDays(): Promise<CountedDay[]> {
  const { rows } = await (await trial.superuser()).query<CountedDay>(
    `select to_char(a.intended_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD') as date,
        count(*) filter (where a.disposition <> 'S09')::int as dialled, count(a.answered_at)::int as answered,
        count(*) filter (where a.disposition = '11')::int as agreed
      from tenant.attempts a join tenant.campaigns c using (tenant_id, campaign_id)
      where c.name = $1 and a.direction = 'out' group by 1 order by 1`,
    [campaign],
  )
  return rows
}

/** A figure of the table of totals. */
async function total(page: Page, name: string): Promise<number> {
  const table: Locator = page.locator('section[aria-label="合計"]').getByRole('table')
  await table.waitFor()
  const cells = await table
    .locator('tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim() ?? '')),
    )
  return Number((cells[1]?.[cells[0]?.indexOf(name) ?? -1] ?? '').replaceAll(',', ''))
}

describe('an evening', () => {
  it('ends calling, and its report counts what was called, answered and agreed exactly as the attempts do', async () => {
    const { page, complaints } = supervisor
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: campaign, exact: true }).click()
    const campaignId = /campaigns\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
    await page.getByRole('button', { name: '発信を停止' }).click()
    await page.getByRole('group').getByRole('button', { name: '発信を停止' }).click()
    await page.getByRole('button', { name: '発信を開始' }).waitFor()
    // a day that ends at midnight between two calls has two reports
    const days = await countedDays()
    expect(days.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThan(0)
    for (const day of days) {
      const query = `?kind=daily&date=${day.date}&campaignId=${campaignId}`
      await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/reports${query}`)
      expect({
        date: day.date,
        dialled: await total(page, '発信数'),
        answered: await total(page, '応答数'),
        agreed: await total(page, '成約数'),
      }).toEqual(day)
    }
    await keepPicture(page, 'day-report')
    expect(complaints).toEqual([])
  })
})
