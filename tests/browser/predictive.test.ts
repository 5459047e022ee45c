import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { keepPicture, startTrial } from './support/trial.ts'

// More lines than operators: refused where the client is a municipality, and explained on the floor where simulated
// operators work.

const patienceMs = 120_000
const trial = startTrial()

describe('a predictive campaign', () => {
  it('of a municipality is refused with the reason, and what was typed stays (C-03)', async () => {
    const { page, complaints } = await trial.enter('SV 高橋')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '健診受診勧奨 2026秋', exact: true }).click()
    const mode = page.getByRole('combobox', { name: '発信方式' })
    await mode.selectOption('predictive')
    const cap = page.getByRole('textbox', { name: /放棄呼率の上限/ })
    await cap.fill('3')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('委託元が自治体のため、放棄呼率の上限は0%にしてください').waitFor()
    expect(await mode.inputValue()).toBe('predictive')
    expect(await cap.inputValue()).toBe('3')
    expect(await judge(page, 'a cap that is refused')).toEqual([])
    await keepPicture(page, 'predictive-refused')
    expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([])
  })

  it('of a company says on the floor in one sentence why it dials what it dials', async () => {
    const { page, complaints } = await trial.enter('SV 田中')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '新料金プランのご案内', exact: true }).first().click()
    await page.getByRole('combobox', { name: '発信方式' }).selectOption('predictive')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('保存しました').waitFor()
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/floor`)
    const campaign = page.getByRole('region', { name: '新料金プランのご案内' })
    await campaign.getByText(/空き\d+名・発信中\d+件に対し/).waitFor({ timeout: patienceMs })
    const window = campaign.getByRole('term').filter({ hasText: '直近30日 放棄呼率' })
    await window.waitFor()
    expect(await window.getAttribute('title')).toContain('放棄呼数 ÷ 人の応答数')
    await campaign.getByRole('term').filter({ hasText: '最も高い30分(本日)' }).waitFor()
    await campaign
      .getByText(/\(\d+\/[\d,]+件\)/)
      .first()
      .waitFor()
    expect(await judge(page, 'the floor of a predictive campaign')).toEqual([])
    await keepPicture(page, 'predictive-floor')
    await page.goBack()
    const settings = page.getByRole('region', { name: '放棄呼率(直近30日)' })
    await settings
      .getByText(/\(\d+\/[\d,]+件\)/)
      .first()
      .waitFor()
    expect(await judge(page, 'the settings of a predictive campaign')).toEqual([])
    await keepPicture(page, 'predictive-settings')
    expect(complaints).toEqual([])
  })

  it('takes a supervisor’s own ratio instead, and says on the floor what it asks for', async () => {
    const { page, complaints } = await trial.enter('SV 田中')
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/campaigns`)
    await page.getByRole('link', { name: '新料金プランのご案内', exact: true }).first().click()
    const mode = page.getByRole('combobox', { name: '発信方式' })
    await mode.selectOption('ratio')
    const lines = page.getByRole('textbox', { name: /^倍率/ })
    expect(await lines.inputValue()).toBe('1.0')
    await lines.fill('1.5')
    await page.getByText('迷うときは予測発信をお選びください').waitFor()
    await mode.scrollIntoViewIfNeeded()
    expect(await judge(page, 'the settings of a ratio')).toEqual([])
    await keepPicture(page, 'ratio-settings')
    await page.setViewportSize({ width: 390, height: 844 })
    await mode.scrollIntoViewIfNeeded()
    await keepPicture(page, 'ratio-settings-narrow')
    await page.setViewportSize({ width: 1280, height: 720 })
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('保存しました').waitFor()
    await page.goto(`${trial.product.address}/t/${await tenantOf(page)}/floor`)
    const campaign = page.getByRole('region', { name: '新料金プランのご案内' })
    await campaign.getByText(/倍率1\.5では空き\d+名に\d+件まで/).waitFor({ timeout: patienceMs })
    await keepPicture(page, 'ratio-floor')
    expect(complaints).toEqual([])
  })
})
