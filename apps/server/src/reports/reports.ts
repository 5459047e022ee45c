import { createHash } from 'node:crypto'
import {
  callInFigureKeys,
  type CampaignId,
  type EntryId,
  type FigureRules,
  type ForecastView,
  measureKeys,
  ProblemError,
  type ReportLayout,
  type ReportQuestion,
  type ReportView,
  type TenantId,
} from '@sekisho/contract'
import {
  callInWords,
  dateOfDay,
  FIGURES,
  isCount,
  layoutProblems,
  measureWords,
  periodOf,
  rulesProblems,
} from '@sekisho/figures'
import { canonicalBytes } from '@sekisho/ledger'
import { createCallingCalendar } from '../calendar/index.ts'
import { createPageViews, type EntryDraft, type EntryWriter, type Receipts } from '../ledger/index.ts'
import type { PersonActor } from '../platform/actor.ts'
import type { MonotonicClock } from '../platform/clock.ts'
import type { Database, RowScope, Tx } from '../platform/database/index.ts'
import { checkExports, keepExport } from './exports.ts'
import { addVersion, readLayout, readRules } from './documents.ts'
import { forecastFinish } from './forecast-finish.ts'
import { campaignsOf, makeReport } from './make-report.ts'
import { reportWorkbook } from './report-workbook.ts'
import { knownResults } from './result-labels.ts'
import { settleTallies } from './settle-tallies.ts'

export interface ReportsDependencies {
  readonly database: Database
  readonly writer: EntryWriter
  readonly receipts: Pick<Receipts, 'facts'>
  readonly clock: MonotonicClock
  readonly isTrial: boolean
}

/** Who asks, decided already. */
export interface Asking {
  readonly actor: PersonActor
  readonly tenantId: TenantId
  readonly rowScope: RowScope
  readonly policyHash: string
}

export interface ExportQuestion extends ReportQuestion {
  readonly format: 'xlsx' | 'print'
  readonly language: 'ja' | 'en'
}

export type Reports = ReturnType<typeof createReports>

/** Reports of the work. They hold no line of any contact, so nobody has to approve them; each reading is entered. */
export function createReports(dependencies: ReportsDependencies) {
  const { database, writer, receipts, clock, isTrial } = dependencies
  const views = createPageViews(clock)
  const calendar = createCallingCalendar()
  const within = <T>({ actor, tenantId, rowScope }: Asking, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.transaction(actor, tenantId, work, rowScope)

  async function make(asking: Asking, question: ReportQuestion, withOperators: boolean): Promise<ReportView> {
    const { actor, tenantId, rowScope } = asking
    const madeBy = await within(asking, async (tx) => {
      const row = await tx.db
        .selectFrom('house.persons')
        .select('display_name')
        .where('person_id', '=', actor.personId)
        .executeTakeFirstOrThrow()
      return row.display_name
    })
    return makeReport({ database, nowMs: clock.now() }, { tenantId, actor, rowScope, question, withOperators, madeBy })
  }

  function draftOf(asking: Asking, question: ReportQuestion, type: EntryDraft['type']): EntryDraft {
    const { campaignId, jobId, kind, date } = question
    const { fromDay, untilDay } = periodOf(kind, date)
    return {
      type,
      report: { kind, from: dateOfDay(fromDay), until: dateOfDay(untilDay - 1) },
      purpose: 'supervision',
      policyHash: asking.policyHash,
      refs: {
        session: asking.actor.sessionId,
        ...(campaignId === undefined ? {} : { campaign: campaignId }),
        ...(jobId === undefined ? {} : { job: jobId }),
      },
    }
  }

  async function changed(
    asking: Asking,
    table: 'tenant.report_layouts' | 'tenant.figure_rules',
    type: EntryDraft['type'],
    known: number,
    value: ReportLayout | FigureRules,
  ): Promise<number> {
    // the documents are the whole client's: a right to some of its jobs does not reach that far
    if (asking.rowScope.jobs !== '*') throw new ProblemError('forbidden')
    return within(asking, async (tx) => {
      const version = await addVersion(tx, table, { known, value, by: asking.actor.personId, atMs: clock.now() })
      await writer.enter(tx, {
        ...{ type, purpose: 'supervision', policyHash: asking.policyHash },
        refs: { session: asking.actor.sessionId },
        // what was chosen can be held against the entry later: the document as canonical JSON
        digest: digestOf(canonicalBytes({ version, value })),
      })
      return version
    })
  }

  return {
    /** @throws ProblemError `not_found`, `ledger_unavailable` */
    async read(asking: Asking, question: ReportQuestion, withOperators: boolean): Promise<ReportView> {
      const { kind, date, campaignId, jobId } = question
      const view = await make(asking, question, withOperators)
      const key = [asking.actor.sessionId, asking.tenantId, kind, date, campaignId, jobId, withOperators].join(' ')
      // a page that is open asks again every few seconds: that is one reading
      if (!views.isNew(key)) return view
      try {
        await within(asking, (tx) => writer.enter(tx, draftOf(asking, question, 'report.read')))
      } catch (error) {
        views.forget(key)
        throw error
      }
      return view
    },

    /**
     * Makes the file and enters it: what leaves can be told from what somebody made of it (`check`).
     *
     * @throws ProblemError `not_found`, `ledger_unavailable`
     */
    async export(asking: Asking, { format, language, ...question }: ExportQuestion, withOperators: boolean) {
      const report = await make(asking, question, withOperators)
      const { cosigned } = await receipts.facts(asking.tenantId, [])
      const ledger = { ledgerSize: cosigned.size, ledgerRoot: Buffer.from(cosigned.root).toString('base64') }
      const file = format === 'xlsx' ? reportWorkbook(report, language, { ...ledger, isTrial }) : null
      const digest = digestOf(file ?? canonicalBytes(wholeNumbers({ report, ...ledger })))
      const entryId = await within(asking, async (tx): Promise<EntryId> => {
        const id = await writer.enter(tx, {
          ...draftOf(asking, question, 'report.exported'),
          counts: { bytes: file?.length ?? 0 },
          digest,
        })
        await keepExport(tx, { entryId: id, digest, format, report, by: asking.actor.personId })
        return id
      })
      const name = `${report.kind === 'daily' ? '日報' : '月報'}_${report.from}_${report.client.name}.xlsx`
      return {
        ...{ report, digest, restsOn: { entryId, ...ledger } },
        file: file === null ? null : { name, base64: file.toString('base64') },
      }
    },

    /** Exports of a file with this digest, each held against the ledger. */
    check: async ({ tenantId, ...asking }: Asking, digest: string) => ({
      exports: await checkExports(dependencies, { tenantId, actor: asking.actor }, digest),
    }),

    /** @throws ProblemError `not_found` */
    async forecast(asking: Asking, campaignId: CampaignId): Promise<ForecastView> {
      const { campaign, rules } = await within(asking, async (tx) => ({
        campaign: (await campaignsOf(tx, { campaignId }))[0],
        rules: await readRules(tx),
      }))
      if (campaign === undefined) throw new ProblemError('not_found')
      await settleTallies(database, asking.tenantId, campaignId, rules.value.person, clock.now())
      return within(asking, (tx) => forecastFinish(tx, campaign, calendar, clock.now()))
    },

    settings: (asking: Asking) =>
      within(asking, async (tx) => {
        const [layout, rules] = [await readLayout(tx), await readRules(tx)]
        const measures = measureKeys.map((measure) => ({
          ...{ measure, ...measureWords(measure, rules.value) },
          denominators: isCount(measure) ? [] : [...FIGURES[measure].denominators],
        }))
        const callInMeasures = callInFigureKeys.map((measure) => ({ measure, ...callInWords(measure, rules.value) }))
        const campaigns = await campaignsOf(tx, {})
        return {
          layout,
          rules,
          measures,
          callInMeasures,
          results: knownResults(campaigns.map(({ settings }) => settings)),
        }
      }),

    /** @throws ProblemError `conflict`, `invalid_input` with the codes of `layoutProblems`, `ledger_unavailable` */
    async changeLayout(asking: Asking, known: number, value: ReportLayout): Promise<number> {
      const problems = layoutProblems(value)
      if (problems.length > 0) throw new ProblemError('invalid_input', ...problems)
      return changed(asking, 'tenant.report_layouts', 'report.layout_changed', known, value)
    },

    /** @throws ProblemError `conflict`, `invalid_input` with the codes of `rulesProblems`, `ledger_unavailable` */
    async changeRules(asking: Asking, known: number, value: FigureRules): Promise<number> {
      const problems = rulesProblems(value)
      if (problems.length > 0) throw new ProblemError('invalid_input', ...problems)
      return changed(asking, 'tenant.figure_rules', 'report.rules_changed', known, value)
    },
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Canonical JSON of the ledger knows whole numbers only: fractions are written as text. */
function wholeNumbers(value: unknown): Parameters<typeof canonicalBytes>[0] {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'number' && !Number.isSafeInteger(inner) ? String(inner) : inner,
  )
  return JSON.parse(text) as Parameters<typeof canonicalBytes>[0]
}
