import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, keepPictures, startTrial } from './support/trial.ts'

// Whom a campaign calls first: chosen by a supervisor, and looked at after calls that are written as the dialler leaves them.

const trial = startTrial()

describe('the order in which a campaign calls', () => {
  it('is chosen with its explanation, and what it learned and gains stands on the page of the campaign', async () => {
    const { page, complaints } = await trial.enter('SV 田中')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '新料金プランのご案内', exact: true }).first().click()
    await page.getByRole('combobox', { name: 'かける順' }).selectOption('reach')
    await page.getByText(/本人につながりやすい区分からかけます/).waitFor()
    await page.getByRole('button', { name: '保存' }).click()
    const section = page.getByRole('region', { name: 'かける順' })
    await section.getByText('比べるには発信がまだ足りません').waitFor()
    const campaignId = page.url().split('/').at(-1)?.split('?')[0]
    await (await trial.superuser()).query(
      `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, dialler,
          intended_at, ended_at, disposition, reach_class, is_in_order)
        select l.tenant_id, gen_random_uuid(), l.campaign_id, l.lead_id, l.contact_id, 1, at, 'ended', l.lead_id, at,
          at + interval '40 seconds', case when n % 4 = 0 or n % 4 = 1 and not tenant.is_called_in_turn(l.lead_id) then '12' else 'S02' end,
          l.number % 20 + 1, true
        from (select *, row_number() over (order by lead_id) as number from tenant.leads where campaign_id = $1) l,
          generate_series(1, 24) n,
          lateral (select date_trunc('day', now()) - n * interval '1 day' + (l.number % 12) * interval '1 hour' as at) a`,
      [campaignId],
    )
    await page.reload()
    await section.getByText(/つながりやすい順のほうが、本人につながる割合が[\d.]+ポイント高いです/).waitFor()
    expect(await section.getByRole('row', { name: /期限順の1割/ }).count()).toBe(1)
    await keepPicture(page, 'call-order-gain')
    await section.getByText('時間帯ごとの本人につながった割合').click()
    await section.getByRole('columnheader', { name: '10〜12時' }).first().waitFor()
    await section.getByRole('listitem').nth(4).waitFor()
    expect(await judge(page, 'the order of calling')).toEqual([])
    await keepPictures(page, 'call-order')
    expect(complaints).toEqual([])
  })
})
