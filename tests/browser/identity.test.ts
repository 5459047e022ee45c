import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { totpAt } from '../../apps/server/src/identity/test-authenticators.ts'
import { addAuthenticator, type VirtualAuthenticator } from './support/authenticator.ts'
import { openBrowser, picture, type TestBrowser } from './support/browser.ts'
import { type RunningProduct, startProduct } from './support/product.ts'

// From the code on the server's console to people who sign in with credentials of their own: the ceremony, invitations,
// one's own account and what an account manager does, in an empty trial. Each step goes on where the one before ended.

const password = 'four little words here'
const newPassword = 'some other words instead'
/** Set to look at the pages. */
const pictures = process.env.SEKISHO_PICTURES

let product: RunningProduct
const browsers: TestBrowser[] = []
let admin: TestBrowser
let adminKey: VirtualAuthenticator
/** Steps of one-time codes are good once; the product takes one ahead of its clock. */
const secrets = { clerk: '' }
const link = { clerk: '', second: '' }

beforeAll(async () => {
  product = await startProduct({ SEKISHO_EMPTY: '1' })
}, 300_000)

afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await (product as RunningProduct | undefined)?.stop()
})

async function newBrowser(): Promise<TestBrowser> {
  const browser = await openBrowser()
  browsers.push(browser)
  return browser
}

async function shot(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  for (const [width, height] of [
    [1280, 720],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await picture(page, pictures, `${name}-${width}`, { isWhole: true })
  }
  await page.setViewportSize({ width: 1280, height: 720 })
}

/** The secret that stands below the two-dimensional code. */
async function shownSecret(page: Page): Promise<string> {
  const text = await page.getByText(/^([A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}$/).innerText()
  return text.replaceAll(' ', '')
}

const codeField = (page: Page) => page.getByRole('textbox', { name: /6桁の番号/ })

/** A code that was not used yet: waits for the next step of thirty seconds when it has to. */
let lastStep = 0
async function freshCode(secret: string): Promise<string> {
  for (;;) {
    const step = Math.max(Math.floor(Date.now() / 30_000), lastStep + 1)
    if (step <= Math.floor(Date.now() / 30_000) + 1) {
      lastStep = step
      return totpAt(secret, step * 30_000)
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function signOut(page: Page): Promise<void> {
  await page.getByTitle('自分のメニュー').click()
  await page.getByRole('button', { name: 'サインアウト' }).click()
  await page.getByRole('button', { name: 'パスキーでサインイン' }).waitFor()
}

async function typePassword(page: Page, login: string, typed: string): Promise<void> {
  await page.getByRole('textbox', { name: 'ログインID' }).fill(login)
  await page.getByLabel('パスワード', { exact: true }).fill(typed)
  await page.keyboard.press('Enter')
}

/** Issues an account as account manager and gives the invitation's link. */
async function issue(page: Page, name: string, login: string): Promise<string> {
  await page.goto(`${product.address}/people`)
  await page.getByRole('button', { name: 'アカウントを発行' }).click()
  await page.getByRole('textbox', { name: '氏名', exact: true }).fill(name)
  await page.getByRole('textbox', { name: 'ログインID', exact: true }).fill(login)
  await page.getByRole('combobox', { name: '所属会社' }).selectOption({ label: '架空コンタクトセンター' })
  await page.locator('form').getByRole('button', { name: 'アカウントを発行' }).click()
  const shown = await page.getByText('/invitation#').innerText()
  await page.getByRole('button', { name: '控えました' }).click()
  return shown.trim()
}

describe('the first administrator', () => {
  it('comes from the printed code to being signed in with a passkey, by keyboard alone', async () => {
    const code = /確認コード ([0-9A-Z-]{24})/.exec(product.output())?.[1] ?? ''
    expect(code).not.toBe('')
    admin = await newBrowser()
    adminKey = await addAuthenticator(admin.page)
    const { page } = admin
    await page.goto(product.address)
    await page.getByRole('heading', { name: 'はじめの設定' }).waitFor()
    await shot(page, 'set-up')
    for (const text of [code.toLowerCase(), '架空コンタクトセンター', '管理 一郎', 'kanri']) {
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
    }
    expect(await page.getByRole('radio', { name: 'パスワードと認証アプリ' }).isChecked()).toBe(true)
    await page.keyboard.press('ArrowDown')
    expect(await page.getByRole('radio', { name: 'パスキー' }).isChecked()).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'パスキーの登録' }).waitFor()
    await shot(page, 'set-up-passkey')
    await page.getByRole('button', { name: 'パスキーを作成' }).press('Enter')
    await page.getByRole('heading', { name: 'アカウント', exact: true }).waitFor()
    expect(await adminKey.count()).toBe(1)
  })

  it('is the only one who comes in by the ceremony', async () => {
    const { page } = await newBrowser()
    await page.goto(`${product.address}/set-up`)
    await page.getByText('はじめの設定は終わっています。').waitFor()
  })

  it('signs in again with the passkey', async () => {
    const { page } = admin
    await signOut(page)
    await shot(page, 'sign-in')
    await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
    await page.getByRole('heading', { name: 'アカウント', exact: true }).waitFor()
  })

  it('invites people', async () => {
    const { page } = admin
    link.clerk = await issue(page, '架空 花子', 'hanako')
    link.second = await issue(page, '架空 次郎', 'jiro')
    expect(new URL(link.clerk).hash.length).toBeGreaterThan(40)
  })
})

describe('somebody who was invited', () => {
  let clerk: TestBrowser

  it('comes from the link to being signed in with a password and one-time codes', async () => {
    clerk = await newBrowser()
    const { page } = clerk
    await page.goto(link.clerk)
    await page.getByRole('heading', { name: 'アカウントの開始' }).waitFor()
    expect(new URL(page.url()).hash).toBe('')
    await page.getByLabel('新しいパスワード').fill('hanako-hanako-1')
    await page.getByLabel('もう一度入力').fill('hanako-hanako-1')
    await page.getByRole('button', { name: '次へ' }).click()
    await page.getByText('ログインIDを含むもの').waitFor()
    await shot(page, 'invitation')
    await page.getByLabel('新しいパスワード').fill(password)
    await page.getByLabel('もう一度入力').fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '認証アプリの登録' }).waitFor()
    secrets.clerk = await shownSecret(page)
    await shot(page, 'invitation-totp')
    await codeField(page).fill(await freshCode(secrets.clerk))
    await page.keyboard.press('Enter')
    await page.getByText('架空 花子').first().waitFor()
  })

  it('signs in with password and the next code', async () => {
    const { page } = clerk
    await signOut(page)
    await typePassword(page, 'Hanako', password)
    await page.getByRole('heading', { name: 'もう一つの確認' }).waitFor()
    await codeField(page).fill(await freshCode(secrets.clerk))
    await page.keyboard.press('Enter')
    await page.getByText('架空 花子').first().waitFor()
  })

  it('adds a passkey, signs in with it, and is refused with a copy that counts backwards', async () => {
    const { page } = clerk
    const key = await addAuthenticator(page)
    await page.goto(`${product.address}/settings`)
    await page.getByRole('textbox', { name: /^名前/ }).fill('席12の端末')
    await page.keyboard.press('Enter')
    await page.getByText('パスキーを登録しました').waitFor()
    await page.getByRole('list', { name: 'パスキー' }).getByText('席12の端末').waitFor()
    await shot(page, 'settings')
    expect(await key.count()).toBe(1)

    await signOut(page)
    await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
    await page.getByText('架空 花子').first().waitFor()

    await signOut(page)
    await key.setCount(0)
    await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
    await page.getByRole('alert').getByText('IDまたは認証情報が違います。').waitFor()

    await key.setVerified(false)
    await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
    await page.getByText('パスキーの確認が中断されました').waitFor()
    await key.setVerified(true)
    await key.setCount(1000)
    await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
    await page.getByText('架空 花子').first().waitFor()
  })

  it('gets no passkey of this site asked for elsewhere: 127.0.0.1 is another origin', async () => {
    const { page } = clerk
    const elsewhere = product.address.replace('localhost', '127.0.0.1')
    const answer = await (await newBrowser()).context.request.get(`${elsewhere}/api/set-up`, {
      failOnStatusCode: false,
    })
    expect(answer.status()).toBeGreaterThanOrEqual(400)
    const asked = await page.evaluate(async () => {
      const response = await fetch('/api/sign-in/passkey/options', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
      const { options } = (await response.json()) as { options: { rpId: string; userVerification: string } }
      return options
    })
    expect(asked).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  })

  it('removes the passkey, and it signs nobody in any more', async () => {
    const { page } = clerk
    await page.goto(`${product.address}/settings`)
    await page.getByRole('button', { name: '削除' }).click()
    await page.getByRole('group').getByRole('button', { name: '削除' }).click()
    await page.getByText('パスキーを削除しました。').waitFor()
    await signOut(page)
    await page.getByRole('button', { name: 'パスキーでサインイン' }).click()
    await page.getByRole('alert').getByText('IDまたは認証情報が違います。').waitFor()
  })

  it('changes the password', async () => {
    const { page } = clerk
    await typePassword(page, 'hanako', password)
    await codeField(page).fill(await freshCode(secrets.clerk))
    await page.keyboard.press('Enter')
    await page.getByText('架空 花子').first().waitFor()
    await page.goto(`${product.address}/settings`)
    await page.getByRole('button', { name: 'パスワードを変更' }).click()
    await page.getByLabel('新しいパスワード').fill(newPassword)
    await page.getByLabel('もう一度入力').fill(newPassword)
    await page.keyboard.press('Enter')
    await page.getByText('パスワードを変更しました').waitFor()
  })

  it('is asked again who is there, before a change, when the sign-in is long ago', async () => {
    const { page } = clerk
    // the page is told that the proof is over; proving again is real
    await page.route('**/api/me/account', async (route) => {
      const response = await route.fetch()
      const account = (await response.json()) as Record<string, unknown>
      await route.fulfill({ response, json: { ...account, provedUntil: null } })
    })
    await page.reload()
    expect(await page.getByRole('button', { name: '新しいものに入れ替える' }).isDisabled()).toBe(true)
    await shot(page, 'settings-proof')
    await page.unroute('**/api/me/account')
    const proof = page.getByRole('region', { name: '本人の確認' })
    await proof.getByLabel('パスワード', { exact: true }).fill(newPassword)
    await codeField(page).fill(await freshCode(secrets.clerk))
    await page.keyboard.press('Enter')
    await page.getByText('確認済みです。').waitFor()
  })

  it('replaces the authenticator', async () => {
    const { page } = clerk
    await page.getByRole('button', { name: '新しいものに入れ替える' }).click()
    const secret = await shownSecret(page)
    expect(secret).not.toBe(secrets.clerk)
    await shot(page, 'settings-totp')
    await codeField(page).fill(totpAt(secret, Date.now()))
    await page.keyboard.press('Enter')
    await page.getByText('新しい認証アプリを登録しました').waitFor()
    secrets.clerk = secret
    expect(clerk.complaints.filter((text) => !text.includes('401') && !text.includes('400'))).toEqual([])
  })
})

describe('an account manager', () => {
  it('sees somebody’s devices and resets lost credentials; the old ones end, the link begins anew', async () => {
    const { page } = admin
    await page.goto(`${product.address}/people?find=hanako`)
    await page.getByRole('row', { name: /架空 花子/ }).click()
    await page.getByRole('list', { name: '端末' }).waitFor()
    await shot(page, 'person')
    await page.getByRole('button', { name: '認証手段を再発行' }).click()
    await page.getByRole('group').getByRole('button', { name: '認証手段を再発行' }).click()
    const fresh = (await page.getByText('/invitation#').innerText()).trim()
    await shot(page, 'person-reset')
    const clerk = browsers[2] as TestBrowser
    await clerk.page.goto(`${product.address}/settings`)
    await clerk.page.getByRole('button', { name: 'パスキーでサインイン' }).waitFor()
    await typePassword(clerk.page, 'hanako', newPassword)
    await clerk.page.getByRole('alert').getByText('IDまたは認証情報が違います。').waitFor()
    await clerk.page.goto('about:blank')
    await clerk.page.goto(fresh)
    await clerk.page.getByRole('radio', { name: 'パスキー' }).check()
    await clerk.page.getByRole('button', { name: '次へ' }).click()
    await clerk.page.getByRole('button', { name: 'パスキーを作成' }).click()
    await clerk.page.getByText('架空 花子').first().waitFor()
  })

  it('ends a device, and whoever is signed in there is out', async () => {
    const { page } = admin
    await page.goto(`${product.address}/people?find=hanako`)
    await page.getByRole('row', { name: /架空 花子/ }).click()
    await page.getByRole('button', { name: '端末を失効' }).first().click()
    await page.getByRole('group').getByRole('button', { name: '端末を失効' }).click()
    await page.getByText(/に失効$/).waitFor()
    const clerk = browsers[2] as TestBrowser
    await clerk.page.goto(`${product.address}/settings`)
    await clerk.page.getByRole('button', { name: 'パスキーでサインイン' }).click()
    await clerk.page.getByRole('alert').getByText('IDまたは認証情報が違います。').waitFor()
  })

  it('keeps the last passkey, whatever is clicked', async () => {
    const { page } = admin
    await page.goto(`${product.address}/settings`)
    await page.getByText('最後の認証手段なので削除できません。').waitFor()
    expect(await page.getByRole('button', { name: '削除' }).isDisabled()).toBe(true)
    await page.evaluate(() => localStorage.setItem('sekisho.language', 'en'))
    await page.reload()
    await page.getByRole('heading', { name: 'Your settings' }).waitFor()
    await shot(page, 'settings-en')
    expect(admin.complaints.filter((text) => !text.includes('401'))).toEqual([])
  })
})
