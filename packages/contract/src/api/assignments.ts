import { z } from 'zod'
import { assignmentPriorities, skillLevels } from '../assignments.ts'
import { campaignId, personId, tenantId } from '../ids.ts'
import { done, milliseconds, tenantParams } from './common.ts'
import { route } from './route.ts'

const skill = z.literal(skillLevels)
const priority = z.literal(assignmentPriorities)

/** The newest version for one person and campaign; without skill and priority it was withdrawn. */
export const assignment = z.strictObject({
  personId,
  campaignId,
  version: z.int().min(1),
  skill: skill.nullable(),
  priority: priority.nullable(),
  by: z.string(),
  at: milliseconds,
})
export type Assignment = z.infer<typeof assignment>

export const assignableCampaign = z.strictObject({
  campaignId,
  name: z.string(),
  jobName: z.string(),
  kind: z.enum(['production', 'test']),
  state: z.enum(['draft', 'stopped', 'running']),
  minimumSkill: skill,
})
export type AssignableCampaign = z.infer<typeof assignableCampaign>

export const assignablePerson = z.strictObject({
  personId,
  displayName: z.string(),
  /** Campaigns that a designation of theirs covers now: an assignment is no right, and reaches no further. */
  reaches: z.array(campaignId),
})
export type AssignablePerson = z.infer<typeof assignablePerson>

export const assignmentRoutes = {
  /** Campaigns that are not closed, whoever may work in one of them as an operator, and who is assigned. */
  'assignments.list': route({
    method: 'GET',
    path: '/api/tenants/:tenantId/assignments',
    permission: 'assignments.read',
    scope: 'tenant',
    params: tenantParams,
    output: z.strictObject({
      campaigns: z.array(assignableCampaign),
      people: z.array(assignablePerson),
      assignments: z.array(assignment),
    }),
    problems: [],
  }),
  /** Sets or, with null, withdraws one; `version` is the one it was made on, 0 where there was none. Holds at once. */
  'assignments.set': route({
    method: 'POST',
    path: '/api/tenants/:tenantId/assignments/:campaignId/:personId',
    permission: 'assignments.write',
    scope: 'tenant',
    params: z.strictObject({ tenantId, campaignId, personId }),
    body: z.strictObject({
      version: z.int().min(0),
      assigned: z.strictObject({ skill, priority }).nullable(),
    }),
    output: done,
    problems: ['not_found', 'conflict', 'ledger_unavailable'],
  }),
} as const
