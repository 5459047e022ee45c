import { z } from 'zod'
import { scriptAudiences } from '../answered-by.ts'
import { callOrders } from '../call-orders.ts'
import { callersOnNoList } from '../callers-on-no-list.ts'
import { callingLaws, refusalScopes } from '../calling-laws.ts'
import { diallingModes, linesPerTen } from '../dialling-modes.ts'
import { fieldCodes } from '../fields.ts'
import { seatOrders, skillLevels } from '../assignments.ts'
import { campaignId, jobId, tenantId } from '../ids.ts'
import { previewLimits, previewSeconds } from '../previews.ts'
import { ticketAddressees } from '../tickets.ts'
import { samePersonKeys } from '../same-person.ts'
import { done, label, milliseconds, nothing, tenantParams } from './common.ts'
import { route } from './route.ts'

const minuteOfDay = z.int().min(0).max(1440)
const window = z.strictObject({ fromMinute: minuteOfDay, untilMinute: minuteOfDay }).nullable()

/** Everything a supervisor sets for a campaign. Kept as one document with a revision, so that two editors cannot mix. */
export const campaignSettings = z.strictObject({
  /** The name the operator gives on the telephone (名乗り). */
  callerName: z.string().max(120),
  visibleFields: z
    .array(
      z.strictObject({
        field: z.enum(fieldCodes),
        label: z.string().max(40),
        /** Opened by an entry of its own, once it is certain who is on the line (本人確認); until then withheld. */
        afterConfirmation: z.boolean().optional(),
      }),
    )
    .max(32),
  /** Markdown-free plain steps; {operator} stands for the operator's own name. */
  script: z
    .array(
      z.strictObject({
        title: z.string().max(60),
        text: z.string().max(2000),
        /** Without it for anybody. */
        audience: z.enum(scriptAudiences).optional(),
      }),
    )
    .max(20),
  dispositions: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Z0-9]{2,3}$/),
        label: z.string().min(1).max(30),
        /** Retry rule by code of the default table unless said otherwise. */
        next: z.enum(['final', 'retry', 'callback', 'hold']),
        retryMinutes: z.int().min(1).max(43200).optional(),
        isSuccess: z.boolean(),
        /** Hang up, code, next: no wrap-up. */
        isFast: z.boolean(),
        /** Whether it makes a hand-over ticket, for whom, and within how many business days (0: the same day). */
        ticket: z
          .strictObject({ to: z.enum([...ticketAddressees, 'nobody']), businessDays: z.int().min(0).max(20) })
          .optional(),
      }),
    )
    .min(1)
    .max(40),
  hours: z.strictObject({ weekday: window, saturday: window, sundayAndHoliday: window }),
  maxAttempts: z.int().min(1).max(30),
  maxAttemptsPerDay: z.int().min(1).max(10),
  minHoursBetween: z.int().min(0).max(72),
  ringSeconds: z.int().min(10).max(60),
  wrapUpSeconds: z.int().min(0).max(600),
  /** Who answers a caller on no list of its own (名簿にない方); without it an operator, if one is free. */
  callersOnNoList: z.enum(callersOnNoList).optional(),
  /** What its calls ask of an operator; without it as `minimumSkillOf` says: anybody. */
  minimumSkill: z.literal(skillLevels).optional(),
  /** Who of the fit gets the next call, called or calling in; without it whoever has waited longest. */
  seatOrder: z.enum(seatOrders).optional(),
  /**
   * `preview`: operators see whom they will call before anything rings, and dial themselves. `predictive`: more lines than
   * operators, as far as the cap on abandoned calls allows; with a cap of 0, or for a municipality, as `progressive`.
   * `ratio`: so many lines for each free operator, within the same cap and the same rules.
   */
  mode: z.enum(diallingModes),
  /**
   * Whom to call first among those who are due: `due`, as they come due, also without a choice; `reach`, whoever is likeliest to
   * be reached now. Promises and places of lists come first in both.
   */
  callOrder: z.enum(callOrders).optional(),
  /** Of mode `ratio`, in tenths of a line for each free operator; without it as `linesPerTenOf` says. */
  linesPerTenOperators: z.int().min(linesPerTen.least).max(linesPerTen.most).optional(),
  /** How long they may look, and what follows; without it as `defaultPreview` says. */
  preview: z
    .strictObject({
      seconds: z.int().min(previewSeconds.least).max(previewSeconds.most),
      atLimit: z.enum(previewLimits),
    })
    .optional(),
  /** 放棄呼率 that must not be passed, in percent of answered calls; the floor warns from two thirds of it on. */
  abandonCapPercent: z.int().min(0).max(3).default(3),
  law: z.enum(callingLaws).default('sales'),
  /** What somebody who declines this offer (31) is not called for again. */
  refusalScope: z.enum(refusalScopes).default('client'),
  /** Whether its lists may hold numbers of credit cards: otherwise rows that hold one are refused (E-11). */
  mayHoldCards: z.boolean().default(false),
  /** Proposed for every import: null for the customer number where a file has one, else number and name. */
  samePersonBy: z.enum(samePersonKeys).nullable().default(null),
})
export type CampaignSettings = z.infer<typeof campaignSettings>

export const campaignView = z.strictObject({
  campaignId,
  jobId,
  jobName: z.string(),
  name: z.string(),
  kind: z.enum(['production', 'test']),
  state: z.enum(['draft', 'stopped', 'running', 'closed']),
  revision: z.int(),
  settings: campaignSettings,
  leads: z.strictObject({ total: z.int(), callable: z.int(), inProgress: z.int(), finished: z.int(), held: z.int() }),
  createdAt: milliseconds,
  startedAt: milliseconds.nullable(),
})
export type CampaignView = z.infer<typeof campaignView>

const campaignParams = z.strictObject({ tenantId, campaignId })

export const campaignRoutes = {
  'campaigns.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns',
    permission: 'campaigns.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ campaigns: z.array(campaignView) }),
    problems: [],
  }),
  'campaigns.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId',
    permission: 'campaigns.read',
    scope: 'tenant',
    params: campaignParams,
    output: campaignView,
    problems: ['not_found'],
  }),
  'campaigns.create': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: tenantParams,
    /** `kind` is decided here for good. */
    body: z.strictObject({ jobId, name: label, kind: z.enum(['production', 'test']), settings: campaignSettings }),
    output: z.strictObject({ campaignId }),
    problems: ['not_found', 'invalid_input', 'municipality_abandons_nobody', 'ledger_unavailable'],
  }),
  'campaigns.change': route({
    method: 'PATCH',
    path: '/api/tenants/:tenantId/campaigns/:campaignId',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: campaignParams,
    body: z.strictObject({ revision: z.int(), name: label, settings: campaignSettings }),
    output: z.strictObject({ revision: z.int() }),
    problems: ['not_found', 'conflict', 'invalid_input', 'municipality_abandons_nobody', 'ledger_unavailable'],
  }),
  'campaigns.start': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/start',
    permission: 'campaigns.run',
    scope: 'tenant',
    params: campaignParams,
    body: nothing,
    output: done,
    problems: ['not_found', 'not_ready', 'ledger_unavailable'],
  }),
  'campaigns.stop': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/stop',
    permission: 'campaigns.stop',
    scope: 'tenant',
    params: campaignParams,
    body: nothing,
    output: done,
    problems: ['not_found'],
  }),
} as const
