import type { Client } from 'pg'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// What an operator and a supervisor see when something is not as on other days. Each state is brought about in the running
// product. With SEKISHO_PICTURES=folder they are kept to be looked at.

const patienceMs = 120_000
const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })
let database: Client
let operator: TestBrowser
let tenantId = ''

beforeAll(async () => {
  database = await trial.superuser()
  operator = await trial.enter('オペレーター 佐藤')
  tenantId = await tenantOf(operator.page)
}, 300_000)

const contactOn = (page: Page) => page.getByRole('region', { name: '対象者' })

/** The campaign in which the operator sits, alone: calls of simulated colleagues would be on the same list. */
async function sitDown(): Promise<string> {
  const { page } = operator
  await page.getByRole('heading', { name: '担当するキャンペーンを選んでください' }).waitFor()
  await page.keyboard.press('1')
  await page.getByRole('button', { name: /^受付可にする/ }).waitFor()
  const { rows } = await database.query<{ campaign_id: string }>(
    `select d.campaign_id from tenant.desks d join house.persons p on p.person_id = d.operator_id
      where d.tenant_id = $1 and p.display_name = '佐藤 葵'`,
    [tenantId],
  )
  return rows[0]?.campaign_id ?? ''
}

async function becomeAvailable(): Promise<void> {
  const { page } = operator
  await page.keyboard.press('F2')
  await page.getByRole('heading', { name: '次の電話を待っています' }).waitFor()
}

/** Chooses a result, hangs up and confirms; then away. */
async function record(code: string, memo = ''): Promise<void> {
  const { page } = operator
  if (memo !== '') {
    await page.locator('textarea').first().fill(memo)
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('Alt+E')
  for (const digit of code) await page.keyboard.press(digit)
  await page.getByLabel('この後').selectOption('break')
  await page.getByRole('button', { name: /^確定/, disabled: false }).click()
  await contactOn(page).waitFor({ state: 'detached' })
}

describe('the desk', () => {
  let campaignId = ''

  it('says that leaving waits while a telephone rings for the seat', async () => {
    const { page } = operator
    campaignId = await sitDown()
    await becomeAvailable()
    // it rings again and again until the moment is met; whoever answers is talked to first
    const leaving = page.getByRole('heading', { name: '呼び出し中の電話が終わりしだい離席します(昼休憩)' })
    const deadline = Date.now() + patienceMs
    for (;;) {
      expect(Date.now()).toBeLessThan(deadline)
      const { rowCount } = await database.query(
        `select from tenant.attempts a join house.persons p on p.person_id = a.operator_id
          where a.tenant_id = $1 and a.state = 'ringing' and p.display_name = '佐藤 葵'`,
        [tenantId],
      )
      if (rowCount === 1) {
        // the others would take the line
        await database.query(
          `update tenant.desks d set away_reason = 'meeting' from house.persons p
            where p.person_id = d.operator_id and p.display_name <> '佐藤 葵' and d.campaign_id = $1 and d.state = 'available'`,
          [campaignId],
        )
        await page.keyboard.press('1')
        const isLeaving = await leaving.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        )
        if (isLeaving) break
      }
      if (await contactOn(page).isVisible()) await record('21')
      if (await page.getByRole('button', { name: /^受付可にする/ }).isVisible()) await becomeAvailable()
      await page.waitForTimeout(50)
    }
    await keepPicture(page, 'leaving')
    expect(await page.getByRole('button', { name: /^離席を取り消す/ }).count()).toBe(1)
    const away = page.getByRole('heading', { name: '離席中(昼休憩)' })
    await away.or(contactOn(page)).first().waitFor({ timeout: patienceMs })
    if (await contactOn(page).isVisible()) {
      // the break that was booked follows the call
      expect(await page.getByLabel('この後').inputValue()).toBe('lunch')
      await record('21')
    }
  })

  it('shows what was noted at the last call, with an entry of its own', async () => {
    const { page } = operator
    await becomeAvailable()
    await contactOn(page).waitFor({ timeout: patienceMs })
    await record('21', '土曜の午前を希望')
    // the same person again, promised to this operator, and nobody else meanwhile
    await database.query(
      `update tenant.leads set due_at = due_at + interval '2 days'
        where tenant_id = $1 and campaign_id = $2 and state in ('ready', 'waiting', 'promised')`,
      [tenantId, campaignId],
    )
    await becomeAvailable()
    const deadline = Date.now() + patienceMs
    while (!(await contactOn(page).isVisible())) {
      expect(Date.now()).toBeLessThan(deadline)
      // whoever does not answer is called again
      await database.query(
        `update tenant.leads l set state = 'promised', due_at = now() - interval '1 day', promised_to = a.operator_id
          from tenant.attempts a join house.persons p on p.person_id = a.operator_id
          where a.tenant_id = $1 and a.lead_id = l.lead_id and a.memo_sealed is not null and a.campaign_id = $2
            and p.display_name = '佐藤 葵' and l.state in ('waiting', 'promised', 'held', 'finished')`,
        [tenantId, campaignId],
      )
      await page.waitForTimeout(500)
    }
    // this campaign tells only a confirmed person which examination it is about, and what was noted waits with it
    await contactOn(page).getByText('本人確認のあとに表示').waitFor({ timeout: patienceMs })
    await page.keyboard.press('Alt+U')
    await page.getByLabel('応対者').selectOption({ label: '家族・同居人' })
    await page.getByText('ご本人ではありません').waitFor()
    await keepPicture(page, 'not-the-person')
    expect(await page.getByText('土曜の午前を希望').count()).toBe(0)
    await page.keyboard.press('Alt+Y')
    await page.getByText('土曜の午前を希望').waitFor({ timeout: patienceMs })
    await keepPicture(page, 'memo-in-call')
    expect(await contactOn(page).getByText('本人確認のあとに表示').count()).toBe(0)
    expect(await contactOn(page).getByText('この表示は記録されています').count()).toBe(2)
    await record('11')
    await database.query(
      `update tenant.leads set due_at = due_at - interval '2 days'
        where tenant_id = $1 and campaign_id = $2 and state in ('ready', 'waiting')`,
      [tenantId, campaignId],
    )
  })

  it('says that the contact cannot be shown, and what to say, when nothing was opened', async () => {
    const { page } = operator
    await database.query(
      `update tenant.contacts set sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 1) % 256) where tenant_id = $1`,
      [tenantId],
    )
    await becomeAvailable()
    await page.getByText('対象者を表示できません').waitFor({ timeout: patienceMs })
    await keepPicture(page, 'contact-not-opened')
    expect(await page.locator('body').innerText()).toContain('改めてこちらからお電話いたします')
    // no entry stands beside data that is not there
    expect(await page.getByText('この表示は記録されています').count()).toBe(0)
    await record('21')
    await database.query(
      `update tenant.contacts set sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 255) % 256) where tenant_id = $1`,
      [tenantId],
    )
  })

  it('belongs to one window: the other shows nothing of a person and the way back', async () => {
    const second = await operator.context.newPage()
    await second.goto(`${trial.product.address}/t/${tenantId}/desk`)
    await second.getByRole('heading', { name: '担当するキャンペーンを選んでください' }).waitFor()
    await second.keyboard.press('1')
    await second.getByRole('heading', { name: '別の画面で受付中です' }).waitFor()
    await keepPicture(second, 'elsewhere')
    await second.getByRole('button', { name: 'こちらで受ける' }).click()
    await second.getByRole('button', { name: /^受付可にする/ }).waitFor()
    const first = operator.page
    await first.getByRole('heading', { name: '別の画面で受付中です' }).waitFor()
    await second.close()
    await first.getByRole('button', { name: 'こちらで受ける' }).click()
    await first.getByRole('button', { name: /^受付可にする/ }).waitFor()
  })

  it('clears itself and says whom to ask when the right is gone', async () => {
    const { page } = operator
    const manager = await trial.enter('アカウント管理者')
    // on a bad day the page cannot ask what it still may do: it must clear itself by what the socket says alone
    await page.route('**/api/me', (route) => route.abort())
    const { rows } = await database.query<{ designation_id: string }>(
      `select d.designation_id from house.designations d join house.persons p using (person_id)
        where p.display_name = '佐藤 葵' and d.withdrawn_at is null`,
    )
    for (const { designation_id: id } of rows) {
      const status = await manager.page.evaluate(
        async (path) =>
          (await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status,
        `/api/designations/${id}/withdraw`,
      )
      expect(status).toBe(200)
    }
    await page.getByRole('heading', { name: 'オペレーター業務の権限がなくなりました' }).waitFor()
    await keepPicture(page, 'right-gone')
    await page.unroute('**/api/me')
    await page.getByRole('button', { name: '再読み込み' }).click()
    await page.getByRole('heading', { name: 'このページを開く権限がありません' }).waitFor()
  })
})

describe('a supervisor', () => {
  it('reads a memo for a purpose, and it hides again', async () => {
    const { page } = await trial.enter('SV 高橋')
    await page.goto(`${trial.product.address}/t/${tenantId}/campaigns`)
    const { rows } = await database.query<{ campaign_id: string }>(
      'select distinct campaign_id from tenant.attempts where tenant_id = $1 and memo_sealed is not null limit 1',
      [tenantId],
    )
    await page.goto(`${trial.product.address}/t/${tenantId}/campaigns/${rows[0]?.campaign_id}/memos`)
    await page
      .getByRole('row', { name: /佐藤 葵/ })
      .first()
      .click()
    await page.getByLabel('見る目的').selectOption('quality')
    await page.getByRole('button', { name: 'メモを開く' }).click()
    await page.getByText('土曜の午前を希望').waitFor()
    await keepPicture(page, 'supervisor-memo')
    await page.getByRole('button', { name: '隠す' }).click()
    await page.getByText('土曜の午前を希望').waitFor({ state: 'detached' })
  })

  it('who saves after somebody else is asked whose settings hold', async () => {
    const first = trial.browsers.at(-1)?.page as Page
    const { page: second } = await trial.enter('SV 高橋')
    const { rows } = await database.query<{ campaign_id: string }>(
      'select campaign_id from tenant.campaigns where tenant_id = $1 order by created_at limit 1',
      [tenantId],
    )
    const address = `${trial.product.address}/t/${tenantId}/campaigns/${rows[0]?.campaign_id}`
    const callerOf = (page: Page) => page.getByRole('textbox', { name: '名乗り', exact: true })
    for (const page of [first, second]) {
      await page.goto(address)
      await callerOf(page).waitFor()
    }
    await callerOf(first).fill('架空市の{operator}です')
    await callerOf(second).fill('架空市けんこう課の{operator}です')
    await first.getByRole('button', { name: '保存' }).click()
    await first.getByRole('button', { name: '保存', disabled: true }).waitFor()
    const mine = second.getByRole('button', { name: '合わせる(同じ項目は自分の入力にする)' })
    await mine.waitFor({ timeout: 30_000 })
    await keepPicture(second, 'conflict')
    await mine.click()
    await second.getByRole('button', { name: '保存' }).click()
    await first.reload()
    await first.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(({ value }) => value === '架空市けんこう課の{operator}です'),
    )
  })
})
