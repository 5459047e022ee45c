import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPictures, startTrial } from './support/trial.ts'

// Another way of pacing beside a floor on which simulated operators work: begun, read and ended by a supervisor.

const patienceMs = 120_000
const trial = startTrial()

describe('the page of shadow pacing', () => {
  it('waits for calls, then says in one sentence what the other way would have given, and is ended', async () => {
    const { page, complaints } = await trial.enter('SV 田中')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '新料金プランのご案内', exact: true }).first().click()
    await page.getByRole('link', { name: '並走試算' }).click()
    await page.getByText('このキャンペーンの並走試算はまだありません').waitFor()
    expect(await judge(page, 'no shadow yet')).toEqual([])
    const pacing = page.getByRole('combobox', { name: '試す発信方式' })
    await pacing.selectOption({ label: '予測(放棄呼率の上限2%)' })
    await page.getByRole('button', { name: '並走試算を始める' }).click()
    await page.getByText('実績がたまるのを待っています').waitFor()
    await keepPictures(page, 'shadow-waiting')
    const campaignId = /campaigns\/([0-9a-f-]+)\/shadow/.exec(page.url())?.[1]
    const superuser = await trial.superuser()
    /** Calls as the dialler leaves them, so many ms apart and the last one before this; one in so many is answered. */
    const called = (count: number, everyMs: number, beforeMs: number, answeredEach: number) =>
      superuser.query(
        `insert into tenant.attempts (tenant_id, attempt_id, campaign_id, lead_id, contact_id, ordinal, due_at, state, operator_id,
            dialler, intended_at, answered_at, connected_at, hung_up_at, ended_at, disposition, cause, recorded_at)
          select tenant_id, gen_random_uuid(), $1, lead_id, contact_id, 1, due_at - $3 * interval '1 day', 'ended',
            case when is_answered then operator_id end, tenant_id, at, case when is_answered then at + interval '9 s' end,
            case when is_answered then at + interval '9 s' end, case when is_answered then at + interval '70 s' end,
            at + case when is_answered then interval '80 s' else interval '18 s' end,
            case when is_answered then '21' else 'S02' end, 'recorded', case when is_answered then at + interval '80 s' end
          from (select l.*, now() - ($4 + n * $3::int) * interval '1 ms' as at, n % $5 = 0 as is_answered
              from (select *, row_number() over ()::int as n from tenant.leads where campaign_id = $1 limit $2) l) c,
            (select operator_id from tenant.desks where campaign_id = $1 limit 1) d`,
        [campaignId, count, everyMs, beforeMs, answeredEach],
      )
    // what is played is played from these rows, beside the desks of those who really sit there
    await called(400, 8_000, 180_000, 4)
    await page.getByText(/^実績の応答がまだ\d+件のため、結論はまだ言えません/).waitFor({ timeout: patienceMs })
    await called(40, 1, 0, 1)
    await page.getByText(/^予測\(放棄呼率の上限2%\)なら、稼働時間のうち通話と後処理は/).waitFor({ timeout: patienceMs })
    const table = page.getByRole('region', { name: '実績と試算' }).getByRole('table')
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      ...['指標', '実績', '予測(放棄呼率の上限2%)', '今の方式の試算'],
    ])
    await page.getByRole('region', { name: '30分ごと' }).getByRole('rowheader').first().waitFor()
    expect(await judge(page, 'a shadow beside its floor')).toEqual([])
    await keepPictures(page, 'shadow')
    await page.getByRole('button', { name: '並走試算を終える' }).click()
    await page.getByRole('group').getByRole('button', { name: '並走試算を終える' }).click()
    await page.getByText('終了(手動)').waitFor()
    await page.getByRole('button', { name: '並走試算を始める' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('offers a town’s supervisor nothing that would abandon anybody, and is nothing for an operator', async () => {
    const { page } = await trial.enter('SV 高橋')
    const tenantId = await tenantOf(page)
    await page.goto(`${trial.product.address}/t/${tenantId}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    await page.getByRole('link', { name: '並走試算' }).click()
    const pacing = page.getByRole('combobox', { name: '試す発信方式' })
    await pacing.waitFor()
    expect(await pacing.getByRole('option').allInnerTexts()).toEqual(['プログレッシブ'])
    await page.getByText('放棄を伴う予測発信は試算できません').waitFor()
    const operator = (await trial.enter('オペレーター 佐藤')).page
    await operator.goto(page.url())
    await operator.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await operator.getByText('試す発信方式').count()).toBe(0)
  })
})
