import { type EntryId, type HolidayFileCheck, type HolidayFileView, ProblemError } from '@sekisho/contract'
import { type Asking, type CalendarDependencies, within } from './asking.ts'
import { digestOf, judgeHolidayFile } from './judge-holiday-file.ts'
import { holdCalendar, readFile, readFiles } from './queries.ts'

/** Files of the Cabinet Office's holidays. For the years that one covers it stands above what the law gives. */
export interface HolidayFiles {
  /** Those that hold, the latest first. */
  list(asking: Asking): Promise<HolidayFileView[]>
  /** What a file would change, or why it is not taken. Keeps nothing. */
  check(bytes: Uint8Array): HolidayFileCheck
  /**
   * Takes a file as it was checked.
   *
   * @param digest  of the check: what differs from what was shown is not taken
   * @throws ProblemError `invalid_input` with why; `forbidden` by who is designated for some jobs of the tenant;
   *         `already_known` the same days were imported last; `ledger_unavailable`. Whatever stood, stays
   */
  import(asking: Asking, bytes: Uint8Array, digest: string): Promise<EntryId>
  /** Takes a file back. @throws ProblemError `not_found`, `forbidden`, `conflict`, `ledger_unavailable` */
  withdraw(asking: Asking, fileId: EntryId): Promise<void>
}

export function createHolidayFiles({ database, writer, clock }: CalendarDependencies): HolidayFiles {
  return {
    list: (asking) =>
      within(database, asking, async (tx) =>
        (await readFiles(tx)).map(({ fileId, days, importedBy, importedAt }) => ({
          ...{ fileId, importedBy, days: days.length, importedAt: importedAt.getTime() },
          years: [...new Set(days.map(([date]) => Number(date.slice(0, 4))))],
        })),
      ),

    check: (bytes) => judgeHolidayFile(bytes, clock.now()).check,

    import: (asking, bytes, digest) =>
      within(database, asking, async (tx) => {
        if (asking.rowScope.jobs !== '*') throw new ProblemError('forbidden')
        const { check, days } = judgeHolidayFile(bytes, clock.now())
        if (check.problem !== null) throw new ProblemError('invalid_input', 'content', check.problem)
        if (check.digest !== digest) throw new ProblemError('invalid_input', 'digest')
        await holdCalendar(tx)
        const [latest] = await readFiles(tx)
        if (latest !== undefined && digestOf(latest.days) === digest) throw new ProblemError('already_known')
        const entryId = await writer.enter(tx, {
          type: 'calendar.holidays_imported',
          purpose: 'supervision',
          policyHash: asking.policyHash,
          refs: { session: asking.actor.sessionId },
          counts: { rows: days.length },
          days: { from: `${check.years[0]}-01-01`, until: `${check.years.at(-1)}-12-31` },
          digest,
        })
        await tx.db
          .insertInto('house.holiday_files')
          .values({
            ...{ entry_id: entryId, tenant_id: asking.tenantId, days: JSON.stringify(days) },
            ...{ imported_by: asking.actor.personId, imported_at: new Date(clock.now()) },
          })
          .execute()
        return entryId
      }),

    withdraw: (asking, fileId) =>
      within(database, asking, async (tx) => {
        if (asking.rowScope.jobs !== '*') throw new ProblemError('forbidden')
        await holdCalendar(tx)
        const file = await readFile(tx, fileId)
        if (file === null) throw new ProblemError('not_found')
        if (file.isWithdrawn) throw new ProblemError('conflict')
        const entryId = await writer.enter(tx, {
          type: 'calendar.withdrawn',
          purpose: 'supervision',
          policyHash: asking.policyHash,
          refs: { session: asking.actor.sessionId, entry: fileId },
        })
        await tx.db
          .insertInto('house.calendar_withdrawals')
          .values({
            ...{ entry_id: entryId, tenant_id: asking.tenantId, holiday_file_id: fileId },
            ...{ withdrawn_by: asking.actor.personId, withdrawn_at: new Date(clock.now()) },
          })
          .execute()
      }),
  }
}
