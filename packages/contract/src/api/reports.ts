import { z } from 'zod'
import { campaignId, companyId, entryId, jobId, personId, tenantId } from '../ids.ts'
import { callInFigureKeys } from './call-ins.ts'
import { milliseconds, tenantParams } from './common.ts'
import { countKeys, figureRules, measureKeys, reportLayout, reportSections } from './report-settings.ts'
import { route } from './route.ts'

const both = z.strictObject({ ja: z.string(), en: z.string() })

/** One line of a section. Null: not to be had for this line, or nothing to divide by. */
const reportLine = z.strictObject({
  key: z.string(),
  label: both,
  values: z.array(z.number().nullable()),
})
export const reportColumn = z.strictObject({
  measure: z.enum(measureKeys),
  heading: both,
  /** What it means, for hover and focus, with the denominator that this client chose. */
  definition: both,
  unit: z.enum(['count', 'rate', 'per_hour', 'duration_ms']),
})
export type ReportColumn = z.infer<typeof reportColumn>

/** A column of the section of call-ins. */
const callInColumn = reportColumn.extend({ measure: z.enum(callInFigureKeys) })
export type CallInColumn = z.infer<typeof callInColumn>

export const reportKinds = ['daily', 'monthly'] as const
/** A day in Japan, `2026-11-21`; of a monthly report any day of the month. */
export const reportDate = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .refine((text) => {
    // asked also of what is no date at all
    const day = new Date(`${text}T00:00:00Z`)
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  }, 'no such day')

/** Which attempts: of one campaign, of one job, or of all that the reader may see. */
export const reportQuestion = z.strictObject({
  kind: z.enum(reportKinds),
  date: reportDate,
  campaignId: campaignId.optional(),
  jobId: jobId.optional(),
})
export type ReportQuestion = z.infer<typeof reportQuestion>

export const reportView = z.strictObject({
  kind: z.enum(reportKinds),
  from: reportDate,
  until: reportDate,
  client: z.strictObject({ clientId: companyId, name: z.string() }),
  tenantName: z.string(),
  /** The campaigns that were counted; test campaigns only when one was asked for by itself, or there are no others. */
  campaigns: z.array(z.strictObject({ campaignId, name: z.string() })),
  title: z.string(),
  madeAt: milliseconds,
  madeBy: z.string(),
  layoutVersion: z.int(),
  rulesVersion: z.int(),
  columns: z.array(reportColumn),
  total: reportLine,
  bands: z.array(reportLine),
  days: z.array(reportLine),
  /** Null for whoever may not see the work of single operators. */
  operators: z.array(reportLine).nullable(),
  results: z.array(
    z.strictObject({ code: z.string().nullable(), label: both, count: z.int(), share: z.number().nullable() }),
  ),
  /** Calls to own numbers; no other section counts them. */
  callIns: z.strictObject({
    columns: z.array(callInColumn),
    total: reportLine,
    bands: z.array(reportLine),
    days: z.array(reportLine),
  }),
  smallCells: z.strictObject({ atLeast: z.int(), isMerged: z.boolean() }),
  sections: z.array(z.enum(reportSections)),
  /** Whether the period is over, so that only corrections can still change it. */
  isOver: z.boolean(),
})
export type ReportView = z.infer<typeof reportView>

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/)

/** What a report rests on: the tenant's ledger at that moment. */
const restsOn = z.strictObject({ entryId, ledgerSize: z.int(), ledgerRoot: z.string() })

export const forecastView = z.strictObject({
  campaignId,
  /** Null when the measured rates allow none. */
  finish: z.strictObject({ earliest: milliseconds, expected: milliseconds, latest: milliseconds }).nullable(),
  because: both,
  madeAt: milliseconds,
})
export type ForecastView = z.infer<typeof forecastView>

const versioned = { version: z.int(), changedAt: milliseconds.nullable(), changedBy: personId.nullable() }

export const reportRoutes = {
  'reports.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/reports',
    permission: 'reports.read',
    scope: 'tenant',
    params: tenantParams,
    query: reportQuestion,
    output: reportView,
    problems: ['not_found', 'invalid_input', 'ledger_unavailable'],
  }),
  /** The same report as a file, or entered as printed; the entry holds its digest. */
  'reports.export': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/reports/export',
    permission: 'reports.export',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({
      ...reportQuestion.shape,
      format: z.enum(['xlsx', 'print']),
      language: z.enum(['ja', 'en']),
    }),
    output: z.strictObject({
      report: reportView,
      restsOn,
      /** SHA-256 of the file, or of the report as canonical JSON where it is printed. */
      digest: hexDigest,
      file: z.strictObject({ name: z.string(), base64: z.base64() }).nullable(),
    }),
    problems: ['not_found', 'invalid_input', 'ledger_unavailable'],
  }),
  /** Whether a file is one that was exported here, by its digest; the file itself stays where it is. */
  'reports.check': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/reports/check',
    permission: 'reports.read',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ digest: hexDigest }),
    output: z.strictObject({
      exports: z.array(
        z.strictObject({
          entryId,
          position: z.int().nullable(),
          format: z.enum(['xlsx', 'print']),
          kind: z.enum(reportKinds),
          from: reportDate,
          until: reportDate,
          madeAt: milliseconds,
          madeBy: z.string(),
          /** The ledger holds the entry, and the entry this digest; null: the ledger could not be asked. */
          isProven: z.boolean().nullable(),
        }),
      ),
    }),
    problems: [],
  }),
  'reports.forecast': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/forecast',
    permission: 'reports.read',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId }),
    output: forecastView,
    problems: ['not_found'],
  }),
  'reports.settings': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/reports/settings',
    permission: 'reports.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({
      layout: z.strictObject({ ...versioned, value: reportLayout }),
      rules: z.strictObject({ ...versioned, value: figureRules }),
      measures: z.array(
        z.strictObject({
          measure: z.enum(measureKeys),
          name: both,
          definition: both,
          unit: z.enum(['count', 'rate', 'per_hour', 'duration_ms']),
          /** Denominators to choose from, the usual one first; empty for counts. */
          denominators: z.array(z.enum(countKeys)),
        }),
      ),
      /** What can be said of call-ins. */
      callInMeasures: z.array(callInColumn.omit({ heading: true }).extend({ name: both })),
      /** Results that the definitions speak of: the usual ones and those of the client's campaigns, by code. */
      results: z.array(z.strictObject({ code: z.string(), label: both })),
    }),
    problems: [],
  }),
  'reports.changeLayout': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/reports/layout',
    permission: 'reports.manage',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ version: z.int(), value: reportLayout }),
    output: z.strictObject({ version: z.int() }),
    problems: ['conflict', 'invalid_input', 'ledger_unavailable'],
  }),
  'reports.changeRules': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/reports/rules',
    permission: 'reports.manage',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ version: z.int(), value: figureRules }),
    output: z.strictObject({ version: z.int() }),
    problems: ['conflict', 'invalid_input', 'ledger_unavailable'],
  }),
} as const
