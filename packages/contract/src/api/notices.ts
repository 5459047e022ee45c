import { z } from 'zod'
import { campaignId, jobId, personId, tenantId } from '../ids.ts'
import { noticeLevels, noticeText, noticeTitle } from '../notices.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

const noticeId = z.uuid()
const date = z.iso.date()

const words = {
  title: noticeTitle,
  text: noticeText,
  level: z.enum(noticeLevels),
  /** The last day in Japan on which it is shown. */
  validUntil: date,
} as const

const shown = {
  noticeId,
  version: z.int(),
  title: z.string(),
  text: z.string(),
  level: z.enum(noticeLevels),
  validUntil: date,
  by: z.string(),
  at: milliseconds,
} as const

/** A notice as its writers see it. */
export const notice = z.strictObject({
  ...shown,
  jobId,
  job: z.string(),
  /** Null for every campaign of the job. */
  campaignId: campaignId.nullable(),
  campaign: z.string().nullable(),
  /** Its last day is over. */
  isOver: z.boolean(),
  /** Of this version. */
  confirmed: z.int(),
  /** Operators who may work there now. */
  operators: z.int(),
})
export type Notice = z.infer<typeof notice>

/** A notice at the desk. */
export const deskNotice = z.strictObject({ ...shown, isConfirmed: z.boolean() })
export type DeskNotice = z.infer<typeof deskNotice>

const noticeParams = z.strictObject({ tenantId, noticeId })
const changing = ['not_found', 'conflict', 'ledger_unavailable'] as const

export const noticeRoutes = {
  /** Those that were not withdrawn, the newest first; a hundred at most that hold, and as many that are over. */
  'notices.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/notices',
    permission: 'notices.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ today: date, notices: z.array(notice) }),
    problems: [],
  }),
  /** Who may work there and whether this version was confirmed; those who have not first. */
  'notices.readers': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/notices/:noticeId/readers',
    permission: 'notices.read',
    scope: 'tenant',
    params: noticeParams,
    output: z.strictObject({
      readers: z.array(z.strictObject({ personId, displayName: z.string(), confirmedAt: milliseconds.nullable() })),
    }),
    problems: ['not_found'],
  }),
  /** For a whole job, or for one of its campaigns. */
  'notices.publish': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/notices',
    permission: 'notices.write',
    scope: 'tenant',
    params: tenantParams,
    body: z.strictObject({ jobId, campaignId: campaignId.nullable(), ...words }),
    output: z.strictObject({ noticeId }),
    problems: ['not_found', 'invalid_input', 'ledger_unavailable'],
  }),
  /** A new version, to be confirmed anew. `version` is the one it was made on. */
  'notices.change': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/notices/:noticeId',
    permission: 'notices.write',
    scope: 'tenant',
    params: noticeParams,
    body: z.strictObject({ version: z.int(), ...words }),
    output: done,
    problems: [...changing, 'invalid_input'],
  }),
  /** Takes it from the desks. Its versions and who confirmed them stay. */
  'notices.withdraw': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/notices/:noticeId/withdrawal',
    permission: 'notices.write',
    scope: 'tenant',
    params: noticeParams,
    body: z.strictObject({ version: z.int() }),
    output: done,
    problems: [...changing],
  }),
  /** What holds at the operator's own desk, what is owed first; nothing while a call is in hand. */
  'notices.atDesk': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/desk/notices',
    permission: 'desk.work',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({ notices: z.array(deskNotice) }),
    problems: [],
  }),
  /** By whoever is signed in, for nobody else. Twice is once. */
  'notices.confirm': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/desk/notices/:noticeId/confirmation',
    permission: 'desk.work',
    scope: 'tenant',
    params: noticeParams,
    body: z.strictObject({ version: z.int() }),
    output: done,
    problems: [...changing],
  }),
} as const
