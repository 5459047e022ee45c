import { z } from 'zod'

/**
 * Ids are UUIDs, branded so that a tenant's id cannot be passed where a campaign's is meant.
 * The brand exists for the compiler only; on the wire an id is its lower-case text.
 */
export type Branded<Name extends string> = string & { readonly '~id': Name }

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function idSchema<Name extends string>(name: Name) {
  return z
    .string()
    .regex(uuidPattern, `not a ${name} id`)
    .transform((value) => value as Branded<Name>)
}

export type CompanyId = Branded<'company'>
export type TenantId = Branded<'tenant'>
export type JobId = Branded<'job'>
export type SiteId = Branded<'site'>
export type PersonId = Branded<'person'>
export type SessionId = Branded<'session'>
export type DeviceId = Branded<'device'>
export type PasskeyId = Branded<'passkey'>
export type DesignationId = Branded<'designation'>
export type CampaignId = Branded<'campaign'>
export type ListId = Branded<'list'>
export type UploadId = Branded<'upload'>
export type ContactId = Branded<'contact'>
export type LeadId = Branded<'lead'>
export type AttemptId = Branded<'attempt'>
export type EntryId = Branded<'entry'>
export type OrderId = Branded<'order'>
export type ShadowId = Branded<'shadow'>

export const companyId = idSchema('company')
export const tenantId = idSchema('tenant')
export const jobId = idSchema('job')
export const siteId = idSchema('site')
export const personId = idSchema('person')
export const sessionId = idSchema('session')
export const deviceId = idSchema('device')
export const passkeyId = idSchema('passkey')
export const designationId = idSchema('designation')
export const campaignId = idSchema('campaign')
export const listId = idSchema('list')
export const uploadId = idSchema('upload')
export const contactId = idSchema('contact')
export const leadId = idSchema('lead')
export const attemptId = idSchema('attempt')
export const entryId = idSchema('entry')
export const orderId = idSchema('order')
export const shadowId = idSchema('shadow')

/** The head office's own log and tables stand under this tenant id; it belongs to no client. */
export const HEAD_OFFICE = '00000000-0000-4000-8000-000000000000' as TenantId
