import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// The numbers that a campaign's calls show, as a supervisor keeps them, and a caller on no list at the desk.

const patienceMs = 180_000
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'missed_calls_return' })

describe('the own numbers of a campaign', () => {
  it('are assigned and withdrawn by its supervisor, one campaign each', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    await page.getByRole('link', { name: '折り返し入電' }).click()
    await page.getByRole('cell', { name: '架電で表示' }).waitFor()
    const number = page.getByRole('textbox', { name: '番号' })
    const assign = page.getByRole('button', { name: '番号を割り当てる' })
    await number.fill('12-34')
    await page.getByText('市外局番から、数字とハイフンで入れてください。').waitFor()
    expect(await assign.isDisabled()).toBe(true)
    // wide digits, as they are copied from papers
    await number.fill('０３－００１２－３４５６')
    await assign.click()
    await page.getByText('割り当てました。この番号への入電を受けます。').waitFor()
    const row = page.getByRole('row', { name: /03-0012-3456 入電のみ/ })
    await row.waitFor()
    expect(await judge(page, 'own numbers')).toEqual([])
    await keepPicture(page, 'own-numbers')
    expect(complaints.splice(0)).toEqual([])
    await number.fill('0300123456')
    await assign.click()
    await page.getByText('すでに登録されています。').waitFor()
    // the browser notes each answer of that kind
    expect(complaints.splice(0)).toEqual([expect.stringContaining('409')])
    await row.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^解除する/ }).click()
    await page.getByText('割当を解除しました。').waitFor()
    await row.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('are shown to an auditor, who changes nothing', async () => {
    const address = trial.browsers[0]?.page.url() ?? ''
    const { page } = await trial.enter('内部監査')
    await page.goto(address)
    await page.getByRole('cell', { name: '架電で表示' }).waitFor()
    expect(await page.getByRole('button', { name: '番号を割り当てる' }).count()).toBe(0)
  })
})

/** "Please never call this number again": typed wrongly, without a network, and then as it is. */
async function refuseSpokenNumber(page: Page, complaints: string[]): Promise<void> {
  await page.keyboard.press('Alt+R')
  const form = page.getByRole('form', { name: '聞き取った番号の拒否' })
  const number = form.getByLabel('電話番号')
  await number.pressSequentially('０９０ー００')
  await page.keyboard.press('Enter')
  await form.getByText('桁数が合いません。').waitFor()
  // the browser notes each answer of that kind
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400')])
  await number.fill('０９０ー００００－００９９')
  // what was typed is not lost with the result
  await page.getByText('聞き取った番号が未登録です。').waitFor()
  const address = '**/spoken-numbers'
  await page.route(address, (route) => route.abort())
  await number.press('Enter')
  await form.getByText('サーバーにつながりません。').waitFor()
  await page.unroute(address)
  complaints.splice(0)
  await keepPicture(page, 'spoken-number')
  await page.setViewportSize({ width: 390, height: 844 })
  await form.scrollIntoViewIfNeeded()
  await keepPicture(page, 'spoken-number-narrow')
  await page.setViewportSize({ width: 1280, height: 720 })
  expect(await judge(page, 'spoken number')).toEqual([])
  await number.press('Enter')
  await form.getByText('架電拒否に登録しました').waitFor()
  expect(await number.inputValue()).toBe('')
  expect(await page.content()).not.toContain('００９９')
  await form.getByRole('button', { name: '閉じる' }).click()
}

describe('a caller who is on no list', () => {
  it('is at the desk with the number that was called, and with nobody', async () => {
    // nobody's number is on a list any more, as far as an arrival can find it
    const database = await trial.superuser()
    await database.query(
      `update tenant.contact_numbers set phone_index = decode(md5(contact_id::text || ordinal::text), 'hex')`,
    )
    const { page, complaints } = await trial.enter('オペレーター 佐藤')
    await page.getByRole('heading', { name: '担当するキャンペーンを選んでください' }).waitFor()
    await page.keyboard.press('1')
    const contact = page.getByRole('region', { name: '対象者' })
    const caller = page.getByRole('region', { name: '名簿にない方からのお電話' })
    const record = async (): Promise<void> => {
      await page.keyboard.press('Alt+E')
      await page.keyboard.press('1')
      await page.keyboard.press('2')
      await page.getByLabel('この後').selectOption('break')
      await page.getByRole('button', { name: /^確定/, disabled: false }).click()
      await contact.or(caller).waitFor({ state: 'detached' })
    }
    for (;;) {
      await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
      await page.keyboard.press('F2')
      await contact.or(caller).waitFor({ timeout: patienceMs })
      if ((await caller.count()) > 0) break
      await record()
    }
    await caller.getByText('番号は封印したまま記録しました。').waitFor()
    expect(await page.getByRole('button', { name: /^21 / }).count()).toBe(0)
    expect(await judge(page, 'caller on no list')).toEqual([])
    await keepPicture(page, 'caller-on-no-list')
    await refuseSpokenNumber(page, complaints)
    await record()
    const { rows } = await database.query(
      `select a.disposition from tenant.attempts a join tenant.leads l using (tenant_id, lead_id)
        join tenant.lists s on s.tenant_id = l.tenant_id and s.list_id = l.list_id
        join house.persons p on p.person_id = a.operator_id
        where s.mode = 'callers' and a.recorded_at is not null and p.display_name = '佐藤 葵'`,
    )
    expect(rows).toEqual([{ disposition: '12' }])
    const { rows: refused } = await database.query(
      `select count(*)::int as count from house.do_not_call where disposition = 'N1' and key_kind = 'number'`,
    )
    expect(refused).toEqual([{ count: 1 }])
    const { page: office } = await trial.enter('SV 高橋')
    await office.goto(`${trial.product.address}/t/${await tenantOf(office)}/do-not-call`)
    await office.getByRole('row', { name: /佐藤 葵 1 1 1/ }).waitFor()
    expect(await judge(office, 'who registered spoken numbers')).toEqual([])
    await keepPicture(office, 'spoken-numbers')
    await office.getByRole('row', { name: /佐藤 葵 .* 発信しない/ }).click()
    await office.getByRole('button', { name: /^取り消す/ }).click()
    await office.getByRole('row', { name: /佐藤 葵 .* 取消済み/ }).waitFor()
    // who of the fit gets the next call, with what that means for the others
    await office.goto(`${trial.product.address}/t/${await tenantOf(office)}/campaigns`)
    await office.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    const order = office.getByLabel('つなぐ順')
    await order.selectOption('most_skilled')
    await office.getByText('習熟度の低い人は待ちが長くなることがあります。').waitFor()
    await order.scrollIntoViewIfNeeded()
    await keepPicture(office, 'seat-order')
    expect(complaints).toEqual([])
  }, 600_000)
})
