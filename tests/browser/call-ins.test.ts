import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// The numbers that a campaign's calls show, as a supervisor keeps them.

const trial = startTrial({ SEKISHO_DEMO_NETWORK: 'everybody_answers' })

describe('the own numbers of a campaign', () => {
  it('are assigned and withdrawn by its supervisor, one campaign each', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    await page.getByRole('link', { name: '折り返し入電' }).click()
    await page.getByRole('cell', { name: '架電で表示' }).waitFor()
    const number = page.getByRole('textbox', { name: '番号' })
    const assign = page.getByRole('button', { name: '番号を割り当てる' })
    await number.fill('12-34')
    await page.getByText('市外局番から、数字とハイフンで入れてください。').waitFor()
    expect(await assign.isDisabled()).toBe(true)
    // wide digits, as they are copied from papers
    await number.fill('０３－００１２－３４５６')
    await assign.click()
    await page.getByText('割り当てました。この番号への入電を受けます。').waitFor()
    const row = page.getByRole('row', { name: /03-0012-3456 入電のみ/ })
    await row.waitFor()
    expect(await judge(page, 'own numbers')).toEqual([])
    await keepPicture(page, 'own-numbers')
    expect(complaints.splice(0)).toEqual([])
    await number.fill('0300123456')
    await assign.click()
    await page.getByText('すでに登録されています。').waitFor()
    // the browser notes each answer of that kind
    expect(complaints.splice(0)).toEqual([expect.stringContaining('409')])
    await row.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^解除する/ }).click()
    await page.getByText('割当を解除しました。').waitFor()
    await row.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  it('are shown to an auditor, who changes nothing', async () => {
    const address = trial.browsers[0]?.page.url() ?? ''
    const { page } = await trial.enter('内部監査')
    await page.goto(address)
    await page.getByRole('cell', { name: '架電で表示' }).waitFor()
    expect(await page.getByRole('button', { name: '番号を割り当てる' }).count()).toBe(0)
  })
})
