import { createHash } from 'node:crypto'
import type { CampaignId, MeasureKey, PersonId, ReportView } from '@sekisho/contract'
import { dayOf, startOfDay } from '@sekisho/dialer'
import { DEFAULT_FIGURE_RULES, DEFAULT_LAYOUT, dateOfDay, type RawAttempt } from '@sekisho/figures'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/new-id.ts'
import { enteredRows } from '../test-entered.ts'
import { type Spine, startSpine, type TestTenant } from '../test-spine.ts'
import { type Asking, createReports, type Reports } from './reports.ts'
import { reportRows } from './test-report-rows.ts'
import { unzip } from './test-unzip.ts'

const yesterday = dayOf(Date.now()) - 1
const date = dateOfDay(yesterday)
let spine: Spine
let tenant: TestTenant
let reports: Reports
let asking: Asking
let operator: PersonId

beforeAll(async () => {
  spine = await startSpine()
  tenant = await spine.tenant()
  const { test, writer, receipts } = spine
  reports = createReports({ database: test.database, writer, receipts, clock: systemClock, isTrial: true })
  const actor = await spine.person(tenant, 'supervisor')
  operator = (await spine.person(tenant, 'operator')).personId
  asking = { actor, tenantId: tenant.tenantId, rowScope: { jobs: '*' }, policyHash: 'b'.repeat(64) }
  const rows = reportRows(test.superuser)
  await rows.addAttempts(tenant.tenantId, [
    ...Array.from({ length: 40 }, (_, index) => attempt(index * 60, 'S02')),
    ...Array.from({ length: 6 }, (_, index) => attempt(3_600 + index * 60, '11')),
    ...Array.from({ length: 4 }, (_, index) => attempt(7_200 + index * 60, '13')),
    attempt(9_000, '43'),
    attempt(9_060, '45'),
  ])
  await addCallIns(rows)
}, 120_000)
afterAll(() => spine.stop())

/** Five people call back at half past twelve: two talk, one of them refuses. */
async function addCallIns(rows: ReturnType<typeof reportRows>): Promise<void> {
  const talks = [attempt(9_100, '31'), attempt(9_200, '13')]
  await rows.addAttempts(tenant.tenantId, talks)
  await spine.test.superuser.query(`update tenant.attempts set direction = 'in' where attempt_id = any ($1)`, [
    talks.map(({ attemptId }) => attemptId),
  ])
  const outcomes = ['answered', 'answered', 'rang_off', 'unknown_caller', 'outside_hours'] as const
  await rows.addCallIns(
    tenant.tenantId,
    outcomes.map((outcome, index) => {
      const { attemptId, disposition, campaignId, intendedAtMs } = talks[index] ?? attempt(9_300 + index, '13')
      const endedAtMs = intendedAtMs + (index + 1) * 12_000
      return { campaignId, outcome, arrivedAtMs: intendedAtMs, endedAtMs, disposition, attemptId }
    }),
  )
}

/** Seconds after ten in the morning of yesterday. */
function attempt(second: number, disposition: string): RawAttempt {
  const intendedAtMs = startOfDay(yesterday) + 36_000_000 + second * 1_000
  const isConnected = !disposition.startsWith('S')
  return {
    ...{ campaignId: tenant.campaignId, leadId: newId(), attemptId: newId(), disposition, intendedAtMs },
    operatorId: isConnected ? operator : null,
    answeredAtMs: isConnected ? intendedAtMs + 5_000 : null,
    connectedAtMs: isConnected ? intendedAtMs + 6_000 : null,
    hungUpAtMs: intendedAtMs + 66_000,
    endedAtMs: intendedAtMs + 86_000,
  }
}

const daily = { kind: 'daily', date } as const
const ofCampaign = () => ({ ...daily, campaignId: tenant.campaignId })

function valueOf({ columns, total }: ReportView, measure: MeasureKey): number | null | undefined {
  return total.values[columns.findIndex((column) => column.measure === measure)]
}

async function entriesOf(type: string): Promise<Record<string, unknown>[]> {
  const { rows } = await spine.test.superuser.query<{ body: Record<string, unknown> }>(
    `select convert_from(body, 'utf8')::jsonb as body from ${enteredRows} e where tenant_id = $1 and type = $2 order by entry_id`,
    [tenant.tenantId, type],
  )
  return rows.map(({ body }) => body)
}

describe('a daily report', () => {
  it('says what was done, by whom and with which results', async () => {
    const report = await reports.read(asking, ofCampaign(), true)
    expect(report).toMatchObject({ from: date, until: date, isOver: true, client: { name: '架空商事' } })
    expect(valueOf(report, 'dialled')).toBe(52)
    expect(valueOf(report, 'successes')).toBe(6)
    expect(valueOf(report, 'average_talk')).toBe(60_000)
    expect(valueOf(report, 'average_wrap_up')).toBe(20_000)
    expect(report.operators?.map(({ key }) => key)).toEqual([operator])
    expect(report.results[0]).toMatchObject({ code: 'S02', count: 40, label: { ja: '不応答' } })
  })

  it('shows rare results that say something of a person as one sum, and says so', async () => {
    const { results, smallCells } = await reports.read(asking, ofCampaign(), false)
    expect(results.map(({ code }) => code)).not.toContain('43')
    expect(results.at(-1)).toMatchObject({ code: null, count: 2, label: { ja: '少数の結果(合算)' } })
    expect(smallCells).toEqual({ atLeast: 3, isMerged: true })
  })

  it('has call-ins in a section of their own, and in no figure of outbound calls', async () => {
    const report = await reports.read(asking, ofCampaign(), false)
    expect(report.sections).toContain('call_ins')
    const { columns, total, bands } = report.callIns
    const ofTotal = Object.fromEntries(columns.map(({ measure }, index) => [measure, total.values[index]]))
    expect(ofTotal).toMatchObject({
      arrived: 4,
      answered: 2,
      answerRate: 1 / 2,
      answeredInTime: 1,
      serviceLevel: 1 / 4,
    })
    expect(ofTotal).toMatchObject({ averageWait: 18_000, abandoned: 1, unknown: 1, notTaken: 1, refusals: 1 })
    expect(bands.find(({ key }) => key === '720-900')?.values[0]).toBe(4)
    expect(
      columns.map(({ definition }) => definition.ja).every((text) => text.includes('発信の数には含みません')),
    ).toBe(true)
    expect(report.columns.find(({ measure }) => measure === 'dialled')?.definition.ja).toContain('入電は含みません')
    expect(report.results.map(({ code }) => code)).not.toContain('31')
  })

  it('of a client without the right holds no work of single operators', async () => {
    const report = await reports.read(asking, ofCampaign(), false)
    expect(report.operators).toBeNull()
    expect(report.sections).not.toContain('operators')
    expect(JSON.stringify(report)).not.toContain(operator)
  })

  it('leaves test campaigns out where there are production ones, and knows nothing of another job', async () => {
    expect((await reports.read(asking, daily, false)).campaigns).toMatchObject([{ campaignId: tenant.campaignId }])
    const production = newId<CampaignId>()
    await reportRows(spine.test.superuser).addCampaign(tenant, production)
    expect((await reports.read(asking, daily, false)).campaigns).toMatchObject([{ campaignId: production }])
    const elsewhere = { ...asking, rowScope: { jobs: [] } }
    await expect(reports.read(elsewhere, ofCampaign(), false)).rejects.toMatchObject({ code: 'not_found' })
    await expect(reports.read(asking, { ...daily, jobId: newId() }, false)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is entered once for a page that asks again and again, with its campaign and period', async () => {
    const before = (await entriesOf('report.read')).length
    const other = { ...asking, actor: await spine.person(tenant, 'supervisor') }
    for (let times = 0; times < 3; times++) await reports.read(other, ofCampaign(), false)
    const entries = await entriesOf('report.read')
    expect(entries.length - before).toBe(1)
    expect(entries.at(-1)).toMatchObject({
      refs: { campaign: tenant.campaignId },
      report: { kind: 'daily', from: date, until: date },
    })
  })
})

describe('an exported report', () => {
  const wanted = () => ({ ...ofCampaign(), format: 'xlsx' as const, language: 'ja' as const })
  const digestOf = (file: Uint8Array) => createHash('sha256').update(file).digest('hex')
  const fileOf = async () => {
    const { file, digest, restsOn } = await reports.export(asking, wanted(), true)
    return { file: Buffer.from(file?.base64 ?? '', 'base64'), name: file?.name, digest, restsOn }
  }

  /** What the ledger says of a digest as soon as it can say it: an entry is proven by the next published checkpoint. */
  const checkedOf = (digest: string) =>
    vi.waitFor(
      async () => {
        const { exports } = await reports.check(asking, digest)
        if (exports.length === 0 || exports.some(({ isProven }) => isProven === null)) throw new Error('not yet')
        return exports
      },
      { timeout: 60_000, interval: 50 },
    )

  it('is an Excel file with what the page shows, who made it and the ledger it rests on', async () => {
    const { file, name, digest, restsOn } = await fileOf()
    expect(name).toBe(`日報_${date}_架空商事.xlsx`)
    expect(digestOf(file)).toBe(digest)
    const text = [...unzip(file).values()].join('\n')
    for (const word of ['架空商事', '試験 太郎', '時間帯別', '少数の結果(合算)', 'お断り受付', restsOn.ledgerRoot])
      expect(text).toContain(word)
    expect(text).toContain('<v>52</v>')
  })

  it('is known again by its digest, which stands in the ledger for anybody to compare (U-04)', async () => {
    const { digest, restsOn } = await fileOf()
    const exports = await checkedOf(digest)
    expect((await entriesOf('report.exported')).map((entry) => entry.digest)).toContain(digest)
    expect(exports.map(({ entryId, isProven }) => [entryId, isProven])).toContainEqual([restsOn.entryId, true])
  })

  it('that a manager edited is not known', async () => {
    const { file } = await fileOf()
    const edited = Buffer.from(file)
    edited[edited.length - 30] = (edited[edited.length - 30] ?? 0) ^ 1
    expect((await reports.check(asking, digestOf(edited))).exports).toEqual([])
  })

  it('that a database administrator put in the place of another is found out by the ledger', async () => {
    const { restsOn } = await fileOf()
    const forged = digestOf(Buffer.from('642 rows fewer'))
    await spine.test.superuser.query('update tenant.report_exports set digest = $2 where entry_id = $1', [
      restsOn.entryId,
      Buffer.from(forged, 'hex'),
    ])
    expect(await checkedOf(forged)).toMatchObject([{ entryId: restsOn.entryId, isProven: false }])
  })

  it('leaves nothing when the ledger takes no entry', async () => {
    const count = async () =>
      (await spine.test.superuser.query<{ n: number }>('select count(*)::int as n from tenant.report_exports')).rows[0]
        ?.n
    const before = await count()
    await spine.stopSequencer()
    await new Promise<void>((resolve) => {
      if (!spine.receipts.state().isAvailable) return resolve()
      const end = spine.receipts.onChange(({ isAvailable }) => {
        if (isAvailable) return
        end()
        resolve()
      })
    })
    await expect(reports.export(asking, wanted(), true)).rejects.toMatchObject({ code: 'ledger_unavailable' })
    expect(await count()).toBe(before)
    await spine.startSequencer()
  })
})

describe('what a client chose', () => {
  it('is the layout of every report from then on, as a version that is entered', async () => {
    const [first] = DEFAULT_LAYOUT.columns
    if (first === undefined) throw new Error('no default layout')
    const layout = { ...DEFAULT_LAYOUT, title: '架空市 受診勧奨 日報', columns: [{ ...first, heading: 'コール数' }] }
    expect(await reports.changeLayout(asking, 0, layout)).toBe(1)
    const report = await reports.read(asking, ofCampaign(), false)
    expect(report).toMatchObject({
      title: '架空市 受診勧奨 日報',
      layoutVersion: 1,
      columns: [{ heading: { ja: 'コール数' } }],
    })
    expect(await entriesOf('report.layout_changed')).toHaveLength(1)
    await expect(reports.changeLayout(asking, 0, layout)).rejects.toMatchObject({ code: 'conflict' })
    expect(await reports.changeLayout(asking, 1, DEFAULT_LAYOUT)).toBe(2)
  })

  it('changed by two people at once keeps one', async () => {
    const { layout } = await reports.settings(asking)
    const changes = await Promise.allSettled(
      ['一', '二'].map((title) => reports.changeLayout(asking, layout.version, { ...DEFAULT_LAYOUT, title })),
    )
    expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('is what a success and a person are, in every figure at once', async () => {
    const own = { ...DEFAULT_FIGURE_RULES, success: ['11', '13'], denominators: { success_rate: 'dialled' as const } }
    await reports.changeRules(asking, 0, own)
    const report = await reports.read(asking, ofCampaign(), false)
    expect(valueOf(report, 'successes')).toBe(10)
    expect(valueOf(report, 'success_rate')).toBeCloseTo(10 / 52, 10)
    expect(report.columns.find(({ measure }) => measure === 'success_rate')?.definition.ja).toContain(
      'この委託元の定義',
    )
    expect(await entriesOf('report.rules_changed')).toHaveLength(1)
  })

  it('is what an answer in time and a refusal by call-in are', async () => {
    const { rules } = await reports.settings(asking)
    const callIns = { ...rules.value.callIns, inTimeSeconds: 10, answerRateOf: 'could_be_answered' as const }
    await reports.changeRules(asking, rules.version, { ...rules.value, callIns: { ...callIns, refusal: ['13'] } })
    const { columns, total } = (await reports.read(asking, ofCampaign(), false)).callIns
    const valueAt = (measure: string) => total.values[columns.findIndex((column) => column.measure === measure)]
    expect([valueAt('answeredInTime'), valueAt('answerRate'), valueAt('refusals')]).toEqual([0, 2 / 3, 1])
    expect(columns.map(({ heading }) => heading.ja)).toContain('10秒以内')
  })

  it('is refused where it contradicts itself, by code', async () => {
    const alone = { ...DEFAULT_FIGURE_RULES, smallCells: { atLeast: 3, guarded: ['43'] } }
    await expect(reports.changeRules(asking, 2, alone)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: ['guarded_alone'],
    })
  })
})

describe('the forecast', () => {
  it('foresees the end of a campaign from its measured pace', async () => {
    await spine.contact(tenant, { name: '架空 一郎' }, '+819000000001')
    const { finish, because } = await reports.forecast(asking, tenant.campaignId)
    expect(because.ja).toContain('実績52件中')
    expect(finish?.expected).toBeGreaterThanOrEqual(Date.now() - 60_000)
  })
})
