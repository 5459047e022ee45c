import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import type { TestBrowser } from './support/browser.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, keepPictures, startTrial } from './support/trial.ts'

// A supervisor stops all calling from the floor by keyboard, everybody there reads why, and who may lift it does.

const trial = startTrial()

afterEach(() => trial.closeBrowsers())

/** @param tenantId  of the floor; without it the one that the person is brought to first */
async function floorOf(label: string, tenantId?: string): Promise<TestBrowser> {
  const browser = await trial.enter(label)
  await browser.page.goto(`${trial.product.address}/t/${tenantId ?? (await tenantOf(browser.page))}/floor`)
  return browser
}

const sentence = (page: Page) => page.getByText('すべての発信を停止中です。停止が解除されるまで発信しません。').first()

async function lift(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page.getByRole('combobox', { name: '解除の理由' }).selectOption({ label: '停止の理由がなくなった' })
  await page.getByRole('button', { name: '解除', exact: true }).click()
}

describe('the stop switch of the floor', () => {
  it('stops everything by two keys and a reason, says so to all, and is lifted by who may (A-05)', async () => {
    const { page, complaints } = await floorOf('SV 高橋')
    await page.getByRole('button', { name: '発信を止める…' }).waitFor()
    await page.keyboard.press('Alt+x')
    await page.getByRole('radio', { name: '災害' }).waitFor()
    expect(await page.getByRole('button', { name: '止める', exact: true }).isDisabled()).toBe(true)
    expect(await judge(page, 'the form of a stop')).toEqual([])
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.getByText('発信を停止中', { exact: true }).waitFor()
    await sentence(page).waitFor()
    expect(await judge(page, 'a stop that holds')).toEqual([])

    const manager = (await floorOf('センター長', await tenantOf(page))).page
    await manager.getByText('テナント全体の発信', { exact: true }).waitFor()
    await manager.getByRole('button', { name: /停止を解除$/ }).click()
    await manager.getByRole('combobox', { name: '解除の理由' }).selectOption({ label: '停止の理由がなくなった' })
    await manager.getByRole('button', { name: '解除', exact: true }).click()
    await manager.getByText('発信を停止中', { exact: true }).waitFor({ state: 'detached' })
    await page.getByText('発信を停止中', { exact: true }).waitFor({ state: 'detached' })
    await sentence(page).waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('stops one list of a campaign, and names it to whoever reads the floor', async () => {
    const { page, complaints } = await floorOf('SV 高橋')
    await page.getByRole('button', { name: '発信を止める…' }).click()
    await page.getByRole('radio', { name: 'リストの誤り' }).check()
    const extent = page.getByRole('combobox', { name: '範囲' })
    const list = page.locator('optgroup[label="リスト"] option').first()
    await list.waitFor({ state: 'attached' })
    await extent.selectOption((await list.getAttribute('value')) ?? '')
    await page.getByRole('button', { name: '止める', exact: true }).click()
    await page.getByText(/^リスト「/).waitFor()
    expect(await judge(page, 'a list that is stopped')).toEqual([])
    await lift(page, /^リスト「.*停止を解除$/)
    await page.getByText('発信を停止中', { exact: true }).waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('stops an area, says whom that reaches, and of whom nothing is known', async () => {
    const { page, complaints } = await floorOf('SV 高橋')
    await page.getByRole('button', { name: '発信を止める…' }).click()
    await page.getByRole('radio', { name: '災害' }).check()
    const extent = page.getByRole('combobox', { name: '範囲' })
    await extent.selectOption({ label: '市外局番' })
    const code = page.getByLabel('止める市外局番')
    await code.fill('768')
    await page.getByText('0から始まる2〜4桁の数字で入れてください。').waitFor()
    await code.fill('０３')
    await page.getByText(/^これから発信する/).waitFor()
    expect(await judge(page, 'the form of an area')).toEqual([])
    await extent.selectOption({ label: '都道府県' })
    await page.getByRole('combobox', { name: '止める都道府県' }).selectOption({ label: '石川県' })
    await page.getByText(/^これから発信する/).waitFor()
    await page.getByRole('button', { name: '止める', exact: true }).click()
    await page.getByText('石川県の人への発信', { exact: true }).waitFor()
    expect(await judge(page, 'an area that is stopped')).toEqual([])
    await lift(page, /^石川県の人への発信の停止を解除$/)
    await page.getByText('発信を停止中', { exact: true }).waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('stops municipalities by keyboard, by part of a name or its reading, and each is lifted by itself', async () => {
    const { page, complaints } = await floorOf('SV 高橋')
    await page.getByRole('button', { name: '発信を止める…' }).waitFor()
    await page.keyboard.press('Alt+x')
    await page.getByRole('radio', { name: '災害' }).press('Space')
    await page.getByRole('combobox', { name: '範囲' }).selectOption({ label: '市区町村' })
    const prefecture = page.getByRole('combobox', { name: '市区町村のある都道府県' })
    await prefecture.waitFor()
    await prefecture.selectOption({ label: '石川県' })
    const towns = page.getByRole('combobox', { name: '止める市区町村' })
    await towns.focus()
    await page.keyboard.type('わじ')
    await page.getByRole('option', { name: '輪島市' }).waitFor()
    expect(await page.getByRole('listbox').getByRole('option').allTextContents()).toEqual(['輪島市'])
    await keepPicture(page, 'towns-typed')
    await page.keyboard.press('Enter')
    await page.keyboard.type('珠')
    await page.getByRole('option', { name: '珠洲市' }).waitFor()
    await page.keyboard.press('Enter')
    // nothing of this name: Enter neither chooses nor stops, and Escape closes the choices alone
    await page.keyboard.type('ない町')
    await page.getByText('この都道府県にはありません').waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.getByText('その市区町村の人数は、止めた後に表示します').waitFor()
    expect(await page.getByText('発信を停止中', { exact: true }).count()).toBe(0)
    expect(await judge(page, 'the form of municipalities')).toEqual([])
    await towns.fill('')
    await page.keyboard.press('Escape')
    await keepPictures(page, 'towns-chosen')
    await towns.press('Enter')
    await page.getByText('石川県輪島市の人への発信', { exact: true }).waitFor()
    await page.getByText('石川県珠洲市の人への発信', { exact: true }).waitFor()
    await page
      .getByText(/^これから発信する/)
      .first()
      .waitFor()
    expect(await judge(page, 'municipalities that are stopped')).toEqual([])
    await keepPictures(page, 'towns-stopped')
    await lift(page, /^石川県輪島市の人への発信の停止を解除$/)
    await page.getByText('石川県輪島市の人への発信', { exact: true }).waitFor({ state: 'detached' })
    await lift(page, /^石川県珠洲市の人への発信の停止を解除$/)
    await page.getByText('発信を停止中', { exact: true }).waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('stops all tenants at once at the head office, and everybody reads it on every page', async () => {
    const house = await trial.enter('運用管理責任者')
    const { page, complaints } = house
    const button = page.getByRole('button', { name: '全テナントの発信を止める' })
    await button.waitFor()
    expect(await button.isDisabled()).toBe(true)
    await page.getByRole('radio', { name: '災害' }).check()
    await button.click()
    const mark = /全テナントの発信を停止中です\(災害\)/
    await page.getByText(mark).waitFor()
    expect(await judge(page, 'a stop of all tenants')).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })

    const operator = await trial.enter('オペレーター 佐藤')
    await operator.page.getByText(mark).waitFor()
    const floor = (await floorOf('SV 田中')).page
    await floor.getByText(mark).waitFor()
    await floor.getByText('全テナントの発信を停止中です。停止が解除されるまで発信しません。').first().waitFor()

    await lift(page, '全テナントの停止(災害)を解除')
    for (const each of [page, operator.page, floor]) await each.getByText(mark).waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('stands to be read, and not to be lifted, for a supervisor who said that centre managers alone lift it', async () => {
    const { page } = await floorOf('SV 高橋')
    await page.getByRole('button', { name: '発信を止める…' }).click()
    await page.getByRole('radio', { name: '苦情の多発' }).check()
    await page.getByRole('combobox', { name: '解除できる人' }).selectOption({ label: 'センター長だけ' })
    await page.getByRole('button', { name: '止める', exact: true }).click()
    await page.getByText('発信を停止中', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: /停止を解除$/ }).count()).toBe(0)
  })
})
