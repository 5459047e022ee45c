import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { addAuthenticator } from './support/authenticator.ts'
import { judge } from './support/accessibility.ts'
import { picture } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// From a link to the first sign-in of a new colleague: whoever issued the link cannot go this way alone.

const trial = startTrial()

afterEach(() => trial.closeBrowsers())

const enter = async (label: string): Promise<Page> => (await trial.enter(label)).page

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SEKISHO_PICTURES
  if (folder === undefined) return
  await picture(page, folder, name)
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, folder, `${name}-phone`)
  await page.setViewportSize({ width: 1280, height: 720 })
}

it('a new colleague shows a code to a supervisor, and signs in once that one has looked (F-15)', async () => {
  const manager = await enter('アカウント管理者')
  await manager.goto(`${trial.product.address}/people`)
  await manager.getByRole('button', { name: 'アカウントを発行' }).click()
  await manager.getByRole('textbox', { name: '氏名', exact: true }).fill('架空 三郎')
  await manager.getByRole('textbox', { name: 'ログインID', exact: true }).fill('saburo')
  await manager.getByRole('combobox', { name: '所属会社' }).selectOption({ index: 1 })
  await manager.locator('form').getByRole('button', { name: 'アカウントを発行' }).click()
  const link = (await manager.getByText('/invitation#').innerText()).trim()

  const browser = await trial.open()
  const { page } = browser
  await addAuthenticator(page)
  await page.goto(link)
  await page.getByRole('radio', { name: 'パスキー' }).check()
  await page.getByRole('button', { name: '次へ' }).click()
  await page.getByRole('button', { name: 'パスキーを作成' }).click()
  await page.getByRole('heading', { name: 'あと一つ:立会確認' }).waitFor()
  const code = await page.getByText(/^\d{4} \d{4}$/).innerText()
  expect(await judge(page, 'code for a colleague')).toEqual([])
  await shot(page, 'confirmation-code')

  await page.getByRole('button', { name: '確認が済んだのでサインインする' }).click()
  await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
  await page.getByRole('alert').getByText('まだ利用を開始できません').waitFor()
  await manager.getByRole('button', { name: '控えました' }).click()
  await manager.goto(`${trial.product.address}/people?find=saburo`)
  await manager.getByText('立会確認待ち').waitFor()

  const supervisor = await enter('SV 田中')
  await supervisor.goto(`${trial.product.address}/t/${await tenantOf(supervisor)}/confirm`)
  await supervisor.getByLabel('本人の画面に出ているID').fill('saburo')
  await supervisor.getByLabel('本人の画面に出ている確認番号(8桁)').fill(code)
  await supervisor.getByRole('button', { name: 'だれの確認かを見る' }).click()
  await supervisor.getByText('架空 三郎', { exact: true }).waitFor()
  expect(await supervisor.getByRole('button', { name: '本人であることを確認' }).isDisabled()).toBe(true)
  await supervisor.getByRole('checkbox').check()
  expect(await judge(supervisor, 'whose account it is')).toEqual([])
  await shot(supervisor, 'confirmation-whose')
  await supervisor.getByRole('button', { name: '本人であることを確認' }).click()
  await supervisor.getByText('架空 三郎 さんを確認しました').waitFor()

  await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
  await page.getByText('架空 三郎').first().waitFor()
}, 180_000)
