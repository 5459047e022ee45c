import { z } from 'zod'
import { campaignId, entryId, tenantId } from '../ids.ts'
import { done, milliseconds } from './common.ts'
import { route } from './route.ts'

/** A number of the centre that a campaign's calls show, and whose call-ins are the campaign's. */
export const ownNumber = z.strictObject({
  /** The id of its entry in the ledger. */
  assignmentId: entryId,
  /** Domestic digits, `0312345678`. */
  number: z.string(),
  assignedBy: z.string(),
  assignedAt: milliseconds,
})
export type OwnNumber = z.infer<typeof ownNumber>

/** Call-ins that are over, by what became of them. */
export const callInCounts = z.strictObject({
  /** Within the hours, while the campaign called: who could be answered. */
  arrived: z.int(),
  answered: z.int(),
  /** Answered within the seconds that the client chose, 20 unless it did. */
  answeredInTime: z.int(),
  /** Rang off while nobody was free. */
  abandoned: z.int(),
  /** On no list of the campaign, or with a number that is withheld: heard whom to turn to. */
  unknown: z.int(),
  /** Cut off by a fault of ours. */
  interrupted: z.int(),
  /** Outside the hours, or while calling was stopped: heard that, and is none of those who arrived. */
  notTaken: z.int(),
  /** Answered, and ended with a refusal. */
  refusals: z.int(),
  /** Answered, and ended with a success. */
  successes: z.int(),
  /** From the arrival until an operator answered, of all who were answered together. */
  answerWaitMs: z.int(),
})
export type CallInCounts = z.infer<typeof callInCounts>

const both = z.strictObject({ ja: z.string(), en: z.string() })

/** The figures of a day, in the order in which they are read. */
export const callInFigureKeys = [
  'arrived',
  'answered',
  'answerRate',
  'answeredInTime',
  'serviceLevel',
  'averageWait',
  'abandoned',
  'unknown',
  'interrupted',
  'notTaken',
  'refusals',
  'successes',
] as const
export type CallInFigureKey = (typeof callInFigureKeys)[number]

const ofCampaign = z.strictObject({ tenantId, campaignId })

export const callInRoutes = {
  /** Own numbers of a campaign, and what became of its call-ins in the last fourteen days. */
  'callIns.read': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/call-ins',
    permission: 'campaigns.read',
    scope: 'tenant',
    params: ofCampaign,
    output: z.strictObject({
      /** The first is the one that calls show. */
      ownNumbers: z.array(ownNumber),
      /** Newest first; days without a call-in are left out. Rates are parts of one. */
      days: z.array(
        z.strictObject({
          date: z.string(),
          counts: callInCounts,
          answerRate: z.number().nullable(),
          serviceLevel: z.number().nullable(),
          /** From the arrival until an operator answered, ms. */
          averageWait: z.number().nullable(),
        }),
      ),
      /** What each figure is called and means. */
      figures: z.array(z.strictObject({ key: z.enum(callInFigureKeys), name: both, definition: both })),
    }),
    problems: ['not_found'],
  }),
  'ownNumbers.assign': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/own-numbers',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: ofCampaign,
    body: z.strictObject({
      number: z
        .string()
        .trim()
        .regex(/^0[0-9]{1,4}-?[0-9]{1,4}-?[0-9]{3,4}$/),
    }),
    output: z.strictObject({ assignmentId: entryId }),
    /** `already_known`: some campaign has it, perhaps of another client. */
    problems: ['not_found', 'invalid_input', 'already_known', 'ledger_unavailable'],
  }),
  'ownNumbers.withdraw': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/campaigns/:campaignId/own-numbers/:assignmentId/withdrawal',
    permission: 'campaigns.manage',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId, assignmentId: entryId }),
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable'],
  }),
} as const
