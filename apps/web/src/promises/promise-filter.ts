import type { CallInput } from '../shared/api/call.ts'

/** What the page shows, as it stands in the address and can be sent to a colleague. */
export interface PromiseView {
  readonly campaignId?: string
  readonly siteId?: string
  readonly isSettled: boolean
}

const id = /^[0-9a-f-]{36}$/

/** Reads the view from an address, which anybody may have written; what makes no sense is left out. */
export function viewFromSearch(search: Readonly<Record<string, unknown>>): PromiseView {
  const { campaignId, siteId } = search
  return {
    ...(typeof campaignId === 'string' && id.test(campaignId) ? { campaignId } : {}),
    ...(typeof siteId === 'string' && id.test(siteId) ? { siteId } : {}),
    isSettled: search['settled'] === 'yes',
  }
}

export function searchOfView({ campaignId, siteId, isSettled }: PromiseView): string {
  const parts = { campaignId, siteId, settled: isSettled ? 'yes' : undefined }
  const given = Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

export function queryOfView({ campaignId, siteId }: PromiseView): NonNullable<CallInput<'promises.list'>['query']> {
  return { campaignId, siteId }
}
