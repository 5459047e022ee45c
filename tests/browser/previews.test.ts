import { undialledEnds } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// Looking before the call: a supervisor chooses it for a campaign, and an operator skips one and dials one by keys alone.

const patienceMs = 120_000
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })

/** What the page does not say of a call that does not come: the failure is rare, and its rows are gone with the test. */
async function sayWhereItStands(cause: unknown): Promise<never> {
  const database = await trial.superuser()
  const found: unknown[] = []
  for (const sql of [
    `select state, cause, disposition, intended_at, ringing_at, connected_at, hung_up_at, ended_at from tenant.attempts
      order by intended_at desc limit 3`,
    'select * from tenant.previews order by given_at desc limit 3',
    `select operator_id, state, since, preview_id, away_reason, connection is null as is_alone from tenant.desks where state <> 'gone'`,
    `select lead_id, state, due_at from tenant.leads where state not in ('ready', 'waiting', 'finished')`,
    'select clock_timestamp() as now, leased_until, sated_until from tenant.campaign_leases',
  ])
    found.push((await database.query(sql)).rows)
  throw new Error(JSON.stringify(found, null, 1), { cause })
}

describe('a campaign in preview', () => {
  it('is chosen on its page, with what it means', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    await page.getByRole('combobox', { name: '発信方式' }).selectOption('preview')
    await page.getByText('発信を押したときだけ電話をかけます').waitFor()
    await page.getByRole('textbox', { name: '確認できる時間(秒)' }).fill('600')
    expect(await judge(page, 'the mode of a campaign')).toEqual([])
    await page.getByRole('combobox', { name: '発信方式' }).scrollIntoViewIfNeeded()
    await keepPicture(page, 'preview-settings')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('保存しました').waitFor()
    expect(complaints).toEqual([])
  })

  it('shows an operator one person, who is skipped, and the next, who is dialled, by keys alone', async () => {
    const { page, complaints } = await trial.enter('オペレーター 佐藤')
    await page.getByRole('heading', { name: '担当するキャンペーンを選んでください' }).waitFor()
    await page.keyboard.press('1')
    await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
    await page.keyboard.press('F2')
    const decision = page.getByRole('region', { name: '架電前の確認' })
    const dial = decision.getByRole('button', { name: /^発信/, disabled: false })
    await dial.waitFor({ timeout: patienceMs })
    expect(await page.getByText('状態: プレビュー中').count()).toBe(1)
    expect(await judge(page, 'a preview')).toEqual([])
    await keepPicture(page, 'preview')
    const mark = page.getByText(/記録番号/)
    const first = await mark.textContent()
    await page.keyboard.press('2')
    // the next follows, by an entry of its own
    await expect.poll(() => mark.textContent().catch(() => first), { timeout: patienceMs }).not.toBe(first)
    await dial.waitFor({ timeout: patienceMs })
    const talking = page.getByText('状態: 通話中')
    // whoever is taken away again before anything rings is followed by somebody else, and the key is struck once more
    for (let tries = 0; tries < 4 && (await talking.count()) === 0; tries += 1) {
      await dial.or(talking).first().waitFor({ state: 'attached', timeout: patienceMs }).catch(sayWhereItStands)
      if ((await talking.count()) === 0) await page.keyboard.press('F2')
      await talking.waitFor({ state: 'attached', timeout: patienceMs / 4 }).catch(() => undefined)
    }
    await talking.waitFor({ state: 'attached', timeout: patienceMs })
    await page.keyboard.press('Alt+E')
    await page.keyboard.press('1')
    await page.keyboard.press('1')
    await page.getByRole('button', { name: /^確定/, disabled: false }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('状態: 通話中').waitFor({ state: 'detached', timeout: patienceMs })
    await dial.waitFor({ timeout: patienceMs })
    expect(complaints).toEqual([])
  })

  it('tells the floor who looks, and who looked and did not call', async () => {
    const { page } = trial.browsers[0] ?? (await trial.enter('SV 高橋'))
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/floor`)
    const database = await trial.superuser()
    const { rows } = await database.query<{ shown: number; undialled: number }>(
      `select count(*)::int as shown, count(*) filter (where v.ended_as = any ($1))::int as undialled
        from tenant.previews v join house.persons p on p.person_id = v.operator_id
        where p.display_name = '佐藤 葵' and v.opened_entry_id is not null`,
      [undialledEnds],
    )
    const [{ shown, undialled } = { shown: 0, undialled: 0 }] = rows
    expect(shown).toBeGreaterThan(2)
    expect(undialled).toBe(1)
    const looking = page.getByRole('region', { name: 'プレビュー中' })
    await looking.getByText(`プレビュー${shown} うち発信せず${undialled}`).waitFor({ timeout: patienceMs })
    expect(await judge(page, 'the floor in preview')).toEqual([])
    await keepPicture(page, 'preview-floor')
  })
})
