import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judge } from './support/accessibility.ts'
import { tenantOf } from './support/people.ts'
import { startTrial } from './support/trial.ts'

// A supervisor takes a client's own do-not-call file, and reads on the page of do-not-call what became of its rows.

const trial = startTrial()

describe('a client’s own do-not-call file', () => {
  it('is chosen, seen before it is taken, taken, and counted', async () => {
    const browser = await trial.enter('SV 高橋')
    const { page, complaints } = browser
    const tenantId = await tenantOf(page)
    await page.goto(`${trial.product.address}/t/${tenantId}/do-not-call`)
    await page.getByRole('link', { name: '架電拒否ファイルを取り込む' }).click()
    const path = join(trial.product.dataDir, 'refusals.csv')
    writeFileSync(path, '顧客番号,申出日\nX-1,2026-11-01\nX-2,\n,2026-11-02\nX-1,\n')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'ファイルを選ぶ' }).click(),
    ])
    await chooser.setFiles(path)
    await page.getByRole('radio', { name: /^架電拒否/ }).check()
    await page.getByRole('combobox', { name: '取込先のキャンペーン' }).selectOption({ index: 1 })
    await page.getByRole('textbox', { name: 'リスト名' }).fill('11月の架電拒否')
    await page.getByRole('combobox', { name: '架電拒否の理由' }).selectOption({ label: '委託元への申し出' })
    await page.getByRole('combobox', { name: 'ファイルの出所' }).selectOption({ label: '委託元の窓口' })
    await page.getByRole('button', { name: '内容を確認する' }).click()
    await page.getByText('架電拒否に載せる行').waitFor()
    expect(await judge(page, 'the choices of a do-not-call file')).toEqual([])
    await page.getByRole('button', { name: '架電拒否に登録する' }).click()
    await page.getByText('登録済み', { exact: true }).waitFor()

    await page.goto(`${trial.product.address}/t/${tenantId}/do-not-call`)
    const row = page.getByRole('row', { name: /11月の架電拒否/ })
    await row.waitFor()
    const cells = await row.getByRole('cell').allInnerTexts()
    expect(cells.join(' ')).toMatch(/委託元への申し出.*委託元の窓口.*2 0 1/)
    expect(await judge(page, 'the files of refusals')).toEqual([])
    expect(complaints).toEqual([])
  })
})
