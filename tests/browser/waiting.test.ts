import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPictures, startTrial } from './support/trial.ts'

// Why operators wait: looked at by a supervisor after simulated operators have really waited, and by nobody else.

/** A minute until the first is kept, and as long again on a busy machine. */
const patienceMs = 240_000
const trial = startTrial()

describe('the page that says why operators wait', () => {
  it('names the longest cause first and where something can be done, and its causes add up', async () => {
    const { page, complaints } = await trial.enter('SV 田中')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/floor`)
    await page.getByRole('link', { name: 'なぜ待機が多いか' }).first().waitFor()
    // in the rail, and beside the figure of those who wait
    await page.locator('main dl').getByRole('link', { name: 'なぜ待機が多いか' }).click()
    await page.getByRole('heading', { level: 1, name: 'なぜ待機が多いか' }).waitFor()
    const sentence = page.getByText(/^今日.*待機.*のうち、\d+%は、/)
    await expect
      .poll(
        async () => {
          await page.reload()
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page.getByText('席の時間の使われ方').waitFor()
          return sentence.count()
        },
        { timeout: patienceMs, interval: 5_000 },
      )
      .toBe(1)
    const table = page.getByRole('region', { name: '理由ごとの待機' }).getByRole('table')
    const shares = await table.locator('tbody tr td:nth-of-type(2)').allInnerTexts()
    const sum = shares.reduce((total, text) => total + Number.parseFloat(text), 0)
    expect(Math.abs(sum - 100)).toBeLessThan(0.1 * shares.length)
    expect(await table.getByRole('rowheader', { name: '理由の記録なし' }).count()).toBeLessThanOrEqual(1)
    await page.getByRole('img', { name: /30分ごとの待機の積み上げ/ }).waitFor()
    await page.getByText('30分ごとの表').click()
    await page.getByRole('columnheader', { name: '最も長い理由' }).waitFor()
    await page.getByRole('region', { name: 'いま、かけられる相手はどこにいるか' }).waitFor()
    // operators are counted, none of those who sat there is named
    const { rows } = await (await trial.superuser()).query<{ name: string }>(
      `select distinct p.display_name as name from tenant.desks d join house.persons p on p.person_id = d.operator_id`,
    )
    const text = await page.locator('main').innerText()
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ name }) => text.includes(name))).toEqual([])
    expect(await judge(page, 'why they wait')).toEqual([])
    await keepPictures(page, 'waiting')
    expect(complaints).toEqual([])
  })

  it('says that nobody waited where nobody did, by keyboard, and is nothing for an operator', async () => {
    const { page } = await trial.enter('SV 高橋')
    const address = `${trial.product.address}/t/${await tenantOf(page)}/waiting`
    await page.goto(`${address}?date=2026-01-05`)
    await page.getByText('この時間に待機はありません').waitFor()
    const until = page.getByRole('combobox', { name: '終了' })
    await until.focus()
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => page.url()).toContain('untilSlot=47')
    const operator = (await trial.enter('オペレーター 佐藤')).page
    await operator.goto(address)
    await operator.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await operator.getByText('理由ごとの待機').count()).toBe(0)
  })
})
