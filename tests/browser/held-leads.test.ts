import type { Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// Leads that wait for a supervisor: seen without a name, decided once, told to whoever comes second, refused to others.

const trial = startTrial()

beforeAll(async () => {
  await holdLeads(3)
})

afterEach(() => trial.closeBrowsers())

/** Some leads of the city as a talk without a result leaves them. */
async function holdLeads(count: number): Promise<void> {
  const superuser = await trial.superuser()
  await superuser.query(
    `with chosen as (
        update tenant.leads l set state = 'held', last_disposition = 'S11' where l.lead_id in (
          select d.lead_id from tenant.leads d join house.tenants t using (tenant_id)
          where t.name = '架空市' and d.state = 'ready' order by d.lead_id desc limit $1)
        returning l.*)
      insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
        intended_at, ended_at, disposition)
      select tenant_id, gen_random_uuid(), campaign_id, lead_id, contact_id, 1, due_at, 'ended', gen_random_uuid(),
        now(), now(), 'S11' from chosen`,
    [count],
  )
}

async function openHeld(page: Page): Promise<void> {
  await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
  await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
  await page.getByRole('link', { name: /^保留の確認/ }).click()
  await page.locator('tr[data-row="0"]').waitFor()
}

async function decide(page: Page, what: string, when?: string): Promise<void> {
  await page.getByRole('radio', { name: what }).check()
  if (when !== undefined) await page.getByRole('textbox', { name: '日時' }).fill(when)
  await page.getByRole('combobox', { name: '理由' }).selectOption({ label: 'オペレーターに確認した' })
  await page.getByRole('button', { name: '決定する' }).click()
}

describe('leads that wait for a supervisor', () => {
  it('stand with their reason and no name, and go on at the time that is said', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await openHeld(page)
    await page.getByText('3件を表示').waitFor()
    expect(await page.getByText('対応結果が未入力のためSV確認待ち').count()).toBe(3)
    const mark = await page.locator('tr[data-row="0"] code').innerText()
    await page.locator('tr[data-row="0"]').focus()
    await page.keyboard.press('Enter')
    expect(await page.getByRole('button', { name: '決定する' }).isDisabled()).toBe(true)
    expect(await judge(page, 'a held lead')).toEqual([])
    await decide(page, 'もう一度かける', '２時間後')
    await page.getByText(`対象 ${mark} の判断を記録しました`).waitFor()
    await page.getByText('2件を表示').waitFor()
    expect(complaints).toEqual([])
  })

  it('are decided once: whoever comes second hears of it and loses nothing else', async () => {
    const [first, second] = [(await trial.enter('SV 高橋')).page, (await trial.enter('SV 高橋')).page]
    for (const page of [first, second]) {
      await openHeld(page)
      await page.locator('tr[data-row="0"]').click()
      await page.getByRole('button', { name: '決定する' }).waitFor()
    }
    await decide(first, 'この案件では終了する')
    await first.getByText('の判断を記録しました').waitFor()
    await decide(second, '今後は一切かけない')
    await second.getByText('ほかの人が先に判断したか').waitFor()
    await second.getByText('1件を表示').waitFor()
  })

  it('are nothing for an auditor or an operator, who are told so', async () => {
    const { page } = await trial.enter('SV 高橋')
    await openHeld(page)
    const address = page.url()
    for (const label of ['内部監査', 'オペレーター 佐藤']) {
      const other = (await trial.enter(label)).page
      await other.goto(address)
      await other.getByText('必要な権限は「保留の判断」です').waitFor()
    }
  })
})
