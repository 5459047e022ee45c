import type { Client } from 'pg'
import type { Page } from 'playwright-core'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// What the audit found, on the pages of those whom it concerns: a database administrator writes himself a right, everybody
// who watches is told on every page, an auditor closes it, and the page keeps how it ended.

const patienceMs = 300_000
const trial = startTrial()
let database: Client

beforeAll(async () => {
  database = await trial.superuser()
}, 300_000)

afterEach(() => trial.closeBrowsers())

const enter = async (label: string): Promise<Page> => (await trial.enter(label)).page

const banner = (page: Page) => page.getByText(/未処理の点検結果が \d+件あります/)

it(
  'a right that somebody wrote past the product stands on every page of whoever watches until an auditor closes it (N-10, T-04)',
  async () => {
    const supervisor = await enter('SV 田中')
    const tenantId = await tenantOf(supervisor)
    await database.query(
      `insert into house.designations (designation_id, person_id, seat, scope_kind, tenant_id, purpose, basis, valid_from, valid_until)
       select gen_random_uuid(), person_id, 'centre_manager', 'tenant', $1, 'supervision', '-', now(), now() + interval '1 day'
       from house.persons where display_name = '佐藤 葵'`,
      [tenantId],
    )
    // without a reload, wherever the supervisor is
    await banner(supervisor).waitFor({ timeout: 120_000 })
    const operator = await enter('オペレーター 鈴木')
    const auditor = await enter('内部監査')
    await auditor.getByRole('link', { name: '内容を見る' }).click()
    await auditor.getByRole('heading', { name: '点検結果', exact: true }).waitFor()
    await auditor.getByText('台帳にない権限').first().waitFor()
    expect(await judge(auditor, 'open findings')).toEqual([])
    expect(await banner(operator).count()).toBe(0)
    await keepPicture(auditor, 'findings-open')

    await supervisor.getByRole('link', { name: '内容を見る' }).click()
    await supervisor.getByText('処理できるのは内部監査の席の人です').waitFor()
    expect(await supervisor.getByRole('button', { name: /を処理/ }).count()).toBe(0)

    // put right first: what still stands would open anew
    await database.query(`update house.designations set withdrawn_at = now() where basis = '-'`)
    await auditor.getByRole('button', { name: '「台帳にない権限」を処理する' }).click()
    await auditor.getByLabel('処理の区分').selectOption({ label: '是正した' })
    await auditor.getByLabel('経緯').fill('データベースに直接書かれた権限を取り消し、本人と管理者に確認した')
    expect(await judge(auditor, 'closing a finding')).toEqual([])
    await keepPicture(auditor, 'findings-closing')
    await auditor.getByRole('button', { name: '処理する', exact: true }).click()
    await auditor.getByText('未処理の点検結果はありません').waitFor()

    await supervisor.getByRole('cell', { name: '是正した' }).waitFor()
    await supervisor.getByRole('cell', { name: /本人と管理者に確認した/ }).waitFor()
    await banner(supervisor).waitFor({ state: 'detached' })
    expect(await judge(supervisor, 'closed findings')).toEqual([])
    await keepPicture(supervisor, 'findings-closed')
    await supervisor.setViewportSize({ width: 390, height: 844 })
    await keepPicture(supervisor, 'findings-closed-phone')
  },
  patienceMs,
)
