import type { EntryId } from '@sekisho/contract'
import { dateOf, dayOf, holidaysOfYear } from '@sekisho/dialer'
import { newId } from './platform/new-id.ts'
import type { PositiveCases } from './test-access-matrix.ts'
import type { AccessWorld, TestJob } from './test-access-world.ts'
import type { ComposedProduct } from './test-composed-product.ts'
import type { TestBrowser } from './test-product.ts'

/** A day far enough ahead that no other test lives on it. */
const date = dateOf(dayOf(Date.now()) + 300)

/** Nothing stands in the calendar of the tenant any more. */
async function cleared({ spine }: ComposedProduct, { tenantId }: TestJob): Promise<void> {
  for (const table of ['calendar_withdrawals', 'special_days', 'holiday_files'])
    await spine.test.superuser.query(`delete from house.${table} where tenant_id = $1`, [tenantId])
}

/** A special day of the campaign, past the product. */
export async function setDay(product: ComposedProduct, job: TestJob): Promise<EntryId> {
  await cleared(product, job)
  const dayId = newId<EntryId>()
  await product.spine.test.superuser.query(
    `insert into house.special_days (entry_id, tenant_id, job_id, campaign_id, from_date, until_date, ground, set_by, set_at)
      values ($1, $2, $3, $4, $5, $5, 'disaster', $6, now())`,
    [dayId, job.tenantId, job.jobId, job.campaignId, date, job.supervisor.actor.personId],
  )
  return dayId
}

/** A file of holidays, past the product. */
export async function importedHolidays(product: ComposedProduct, job: TestJob): Promise<EntryId> {
  await cleared(product, job)
  const fileId = newId<EntryId>()
  await product.spine.test.superuser.query(
    `insert into house.holiday_files (entry_id, tenant_id, days, imported_by, imported_at)
      values ($1, $2, '[["2026-11-23", "勤労感謝の日"]]', $3, now())`,
    [fileId, job.tenantId, job.supervisor.actor.personId],
  )
  return fileId
}

/** How the routes of the calendar are reached. */
export function calendarCases(matrix: PositiveCases, { product, own }: AccessWorld): void {
  const { campaignId } = own
  const seat = 'supervisor'
  const ofCampaign = { params: { campaignId } }
  const says = (id: string) => (body: unknown) => JSON.stringify(body).includes(id)
  const year = new Date().getUTCFullYear()
  const lines = [year, year + 1].flatMap(holidaysOfYear).map((day) => `${day.date},${day.name}`)
  const content = Buffer.from(['国民の祝日・休日月日,国民の祝日・休日名称', ...lines].join('\r\n')).toString('base64')

  matrix.positiveCase('calendar.month', {
    seat,
    parts: () => ({ ...ofCampaign, query: { month: '2026-11' } }),
    shows: says('勤労感謝の日'),
  })
  matrix.positiveCase('calendar.today', { seat, parts: () => ofCampaign })
  matrix.positiveCase('calendar.hours', { seat, parts: () => ofCampaign })
  matrix.positiveCase('desk.hours', { seat: 'operator', parts: () => ofCampaign })
  matrix.positiveCase('calendar.days', {
    seat,
    async parts() {
      await setDay(product, own)
      return {}
    },
    shows: says(campaignId),
  })
  matrix.positiveCase('calendar.set_day', {
    seat,
    async parts() {
      await cleared(product, own)
      return { body: { campaignId, from: date, until: date, open: null, ground: 'disaster' } }
    },
  })
  matrix.positiveCase('calendar.withdraw_day', {
    seat,
    parts: async () => ({ params: { dayId: await setDay(product, own) } }),
  })
  // holidays are those of every job of the tenant
  const manager = { seat: 'centre_manager', narrow: { centre_manager: 'refused' } } as const
  matrix.positiveCase('calendar.check_holidays', { seat: 'centre_manager', parts: () => ({ body: { content } }) })
  matrix.positiveCase('calendar.import_holidays', {
    ...manager,
    async parts(browser) {
      await cleared(product, own)
      return { body: { content, digest: await digestOf(browser) } }
    },
  })
  matrix.positiveCase('calendar.withdraw_holidays', {
    ...manager,
    parts: async () => ({ params: { fileId: await importedHolidays(product, own) } }),
  })

  /** As whoever may is told it; whoever may not sends another. */
  async function digestOf(browser: TestBrowser): Promise<string> {
    const { status, body } = await browser.call('calendar.check_holidays', {
      params: { tenantId: own.tenantId },
      body: { content },
    })
    return status === 200 ? (body as { digest: string }).digest : 'a'.repeat(64)
  }
}
