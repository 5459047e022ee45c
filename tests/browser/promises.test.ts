import type { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// What was promised is overdue, because nobody sits there: the page and the frame say so, and a supervisor gives it away.

const trial = startTrial()
let supervisor: TestBrowser
let superuser: Client

beforeAll(async () => {
  superuser = await trial.superuser()
  supervisor = await trial.enter('SV 高橋')
}, 300_000)

/** Three leads of one campaign become promises: overdue since an hour that is over, 佐藤's in two hours, nobody's tomorrow. */
async function promise(tenantId: string): Promise<void> {
  await superuser.query(
    `with chosen as (select l.lead_id, row_number() over (order by l.lead_id) as n from tenant.leads l
          where l.tenant_id = $1 and l.state = 'ready' limit 3)
      update tenant.leads l set state = 'promised',
        due_at = now() + case chosen.n when 1 then interval '-70 minutes' when 2 then interval '2 hours' else interval '20 hours' end,
        promised_to = case when chosen.n = 2 then (select person_id from house.persons where display_name = '佐藤 葵') end
      from chosen where l.lead_id = chosen.lead_id`,
    [tenantId],
  )
}

describe('call-back promises', () => {
  it('are listed by state without anybody’s name, and an overdue one is said on every page', async () => {
    const { page, complaints } = supervisor
    const tenantId = await tenantOf(page)
    await promise(tenantId)
    await page.goto(`${trial.product.address}/t/${tenantId}/floor`)
    await page.getByText('期限を過ぎた再コール約束が1件あります').waitFor()
    await page.getByRole('link', { name: '一覧を見る' }).click()
    await page.getByRole('heading', { name: '再コール約束', exact: true }).waitFor()
    await page.getByRole('row', { name: /期限超過.*空いた人/ }).waitFor()
    expect(await page.getByRole('row', { name: /予定/ }).count()).toBe(2)
    await page.getByRole('table', { name: '時間帯ごとの約束と人数' }).waitFor()
    expect(await page.getByRole('table', { name: '時間帯ごとの約束と人数' }).getByRole('row').count()).toBe(3)
    expect(await judge(page, 'promises')).toEqual([])
    await keepPicture(page, 'promises')
    expect(complaints).toEqual([])
  })

  it('are given to another operator, which stands in the ledger and changes nothing for who may not', async () => {
    const { page, complaints } = supervisor
    const row = page.getByRole('row', { name: /予定.*佐藤 葵/ })
    await row.focus()
    await page.keyboard.press('Enter')
    const owner = page.getByRole('combobox', { name: '新しい担当' })
    await owner.locator('option', { hasText: '空いた人' }).waitFor({ state: 'attached' })
    await owner.selectOption('anybody')
    expect(await judge(page, 'giving a promise away')).toEqual([])
    await keepPicture(page, 'promise-assign')
    await page.setViewportSize({ width: 390, height: 844 })
    await keepPicture(page, 'promises-phone')
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.getByRole('button', { name: '担当を変える' }).click()
    await page.getByText(/の担当を「空いた人」に変えました/).waitFor()
    await row.waitFor({ state: 'detached' })
    await page.getByText('本日の発信済み', { exact: true }).click()
    await page.getByText('本日発信した約束はまだありません').waitFor()
    expect(new URL(page.url()).search).toBe('?settled=yes')
    expect(complaints).toEqual([])
    const manager = (await trial.enter('センター長')).page
    await manager.goto(`${trial.product.address}/t/${await tenantOf(page)}/promises`)
    await manager.getByRole('row', { name: /期限超過/ }).waitFor()
    expect(await manager.getByRole('button', { name: '担当を変える' }).count()).toBe(0)
  })
})
