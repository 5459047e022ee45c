import { describe, expect, it } from 'vitest'
import { unzip } from './test-unzip.ts'
import { workbook } from './workbook.ts'

describe('an Excel file', () => {
  it('has its sheets with names that Excel takes, numbers as numbers and durations as times', () => {
    const parts = unzip(
      workbook([
        {
          name: '時間帯別/合計[1]',
          rows: [
            ['時間帯', '発信数', 'ATT'],
            ['9:00–12:00', { value: 1_204, format: 'count' }, { value: 43_200_000, format: 'duration_ms' }],
          ],
        },
      ]),
    )
    expect([...parts.keys()]).toContain('xl/worksheets/sheet1.xml')
    expect(parts.get('xl/workbook.xml')).toContain('name="時間帯別 合計 1 "')
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain('<c r="B2" s="1"><v>1204</v></c>')
    expect(sheet).toContain('<c r="C2" s="4"><v>0.5</v></c>')
  })

  it('holds text as text: nothing that somebody typed becomes a formula, a tag or a broken file', () => {
    const evil = '=HYPERLINK("http://x","y")<f>1</f>&\u0000\uD800'
    const sheet = unzip(workbook([{ name: 'x', rows: [[evil]] }])).get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).not.toMatch(/<f>/)
    expect(sheet).toContain('t="inlineStr"')
    expect(sheet).toContain('=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)&lt;f&gt;1&lt;/f&gt;&amp;\uFFFD\uFFFD')
  })

  it('is the same for the same sheets, so that its digest means something', () => {
    const sheets = [{ name: 'x', rows: [['a', { value: 1, format: 'rate' as const }]] }]
    expect(workbook(sheets).equals(workbook(sheets))).toBe(true)
  })
})
